/** The configuration file: retrofit.config.json, beside the server's manifest or above it in the repository. */

import { dirname, join } from "node:path";
import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import type { FileStore } from "./disk/files.js";
import { gitRootOf } from "./disk/git.js";
import { UserError } from "./errors.js";
import type { Settings } from "./types.js";

export const configName = "retrofit.config.json";

export const defaults: Settings = {
  position: "first-optional",
  style: "wrapper",
  ignore: new Map(),
  programs: new Map(),
};

/**
 * The settings for a server: the nearest configuration file's over the defaults.
 * Comments and trailing commas are allowed in it. Throws UserError where it makes no sense.
 */
export function settingsFor(root: string, files: FileStore): Settings {
  const path = configPath(root, files);
  const source = path && files.read(path);
  if (!path || !source) return defaults;
  const errors: ParseError[] = [];
  const value: unknown = parse(source.text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first) {
    const line = source.text.slice(0, first.offset).split("\n").length;
    throw new UserError(`${path}:${line}: not valid JSON: ${printParseErrorCode(first.error)}`);
  }
  return settingsOf(value, path);
}

function configPath(root: string, files: FileStore): string | undefined {
  const top = gitRootOf(root);
  for (let folder = root; ; folder = dirname(folder)) {
    const path = join(folder, configName);
    if (files.isFile(path)) return path;
    if (folder === (top ?? root)) return undefined;
  }
}

type Check = (value: unknown, key: string, path: string) => unknown;

const keys: Record<keyof Settings, Check> = {
  position: oneOf("first-optional", "last"),
  style: oneOf("wrapper", "inline"),
  ignore: reasons,
  programs: kinds,
};

function settingsOf(value: unknown, path: string): Settings {
  if (!isRecord(value))
    throw new UserError(`${path}: expected an object like {"position": "last"}`);
  const given = Object.entries(value).map(([key, entry]) => {
    const check = Object.hasOwn(keys, key) ? keys[key as keyof Settings] : undefined;
    if (!check) {
      const known = Object.keys(keys).join(", ");
      throw new UserError(`${path}: unknown key "${key}"; known are ${known}`);
    }
    return [key, check(entry, key, path)] as const;
  });
  return { ...defaults, ...Object.fromEntries(given) };
}

function oneOf(...allowed: string[]): Check {
  return (value, key, path) => {
    if (typeof value === "string" && allowed.includes(value)) return value;
    throw new UserError(`${path}: "${key}" must be one of ${allowed.join(", ")}`);
  };
}

function reasons(value: unknown, key: string, path: string): Map<string, string> {
  const entries = isRecord(value) ? Object.entries(value) : undefined;
  if (!entries?.every(([, reason]) => typeof reason === "string" && reason.trim() !== "")) {
    throw new UserError(`${path}: "${key}" must give each tool a reason: {"tool_name": "why"}`);
  }
  return new Map(entries as [string, string][]);
}

/** `"aws"`, or `"none: why"`. */
function kinds(value: unknown, key: string, path: string): Map<string, "aws" | "none"> {
  const entries = isRecord(value) ? Object.entries(value) : undefined;
  if (
    !entries?.every(([, said]) => typeof said === "string" && /^(aws|none:\s*\S.*)$/s.test(said))
  ) {
    throw new UserError(
      `${path}: "${key}" must say of each program what it is: {"program": "aws"} or {"program": "none: why"}`,
    );
  }
  return new Map(entries.map(([name, said]) => [name, said === "aws" ? "aws" : "none"]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
