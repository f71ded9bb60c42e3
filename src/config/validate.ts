/** Checks a configuration against its schema, and says where it fails. */

import { closest } from "fastest-levenshtein";
import * as v from "valibot";
import { UserError } from "../errors.js";
import { rules } from "../rules/index.js";
import type { ConfigText } from "./find.js";
import { positionOf } from "./locate.js";
import { configValue } from "./parse.js";
import { type Config, configSchema } from "./schema.js";

const notAnObject = 'expected an object like {"position": "last"}';

/** The configuration as an object. Throws UserError for the first thing in it that makes no sense. */
export function validated(source: ConfigText): Config {
  const value = configValue(source);
  // A manifest that only looked as if it had the key.
  if (value === undefined && source.above.length > 0) return {};
  // A list is an object to the library.
  if (Array.isArray(value)) throw new UserError(`${source.path}: ${notAnObject}`);
  const result = v.safeParse(configSchema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const keys = (issue.path ?? []).map(({ key }) => String(key));
  const { line, column } = positionOf(source, keys);
  throw new UserError(`${source.path}:${line}:${column}: ${complaint(issue, keys)}`);
}

/** What is wrong, and what would be right. */
function complaint(issue: v.BaseIssue<unknown>, keys: readonly string[]): string {
  const key = keys.at(-1);
  if (key === undefined) return notAnObject;
  if (issue.type === "strict_object" && keys.length === 1)
    return `unknown key "${key}"; known are ${known().join(", ")}`;
  if (issue.type === "picklist" && keys.length === 1)
    return `"${key}" must be one of ${choices(issue)}`;
  if (keys[0] === "ignore") {
    return `"${keys.join(".")}" must give each tool a reason: {"tool_name": "why"}`;
  }
  if (keys[0] === "ignorePaths") {
    return `"${keys.join(".")}" must give each pattern a reason: {"src/old/**": "why"}`;
  }
  if (keys[0] === "severity") return severityComplaint(keys);
  if (keys[0] === "expect") {
    return `"${keys.join(".")}" must say how many, 1 or more: {"servers": 2, "tools": 30}`;
  }
  if (keys[0] === "programs") {
    return `"${keys.join(".")}" must say what a program is: {"program": "aws"} or {"program": "none: why"}`;
  }
  return `"${keys.join(".")}": ${issue.message}`;
}

function severityComplaint([, rule]: readonly string[]): string {
  if (rule !== undefined && !Object.hasOwn(rules, rule)) {
    return `no rule is named "${rule}": the nearest is ${closest(rule, Object.keys(rules))}`;
  }
  return `"severity.${rule}" must be error, warning or note, or say which where: {"tests/**": "note"}`;
}

function choices({ expected }: v.BaseIssue<unknown>): string {
  return (expected ?? "").replaceAll(/[()"]/g, "").replaceAll(" | ", ", ");
}

function known(): string[] {
  return Object.keys(configSchema.entries).filter((key) => !key.startsWith("$"));
}
