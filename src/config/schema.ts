/** What a configuration may say, as data: validation, messages and the JSON schema for editors are made from it. */

import * as v from "valibot";
import { type RuleId, rules } from "../rules/index.js";

const reason = v.pipe(
  v.string(),
  v.check((text) => text.trim() !== "", "a reason is required"),
  v.description("Why: it is shown wherever the tool is."),
);

const kind = v.pipe(
  v.string(),
  v.regex(/^(aws|none:\s*\S[\s\S]*)$/),
  v.description('"aws", or "none: why".'),
);

const severity = v.picklist(["error", "warning", "note"]);
const amount = v.pipe(v.number(), v.integer(), v.minValue(1));
const severities = Object.fromEntries(
  (Object.keys(rules) as RuleId[]).map((rule) => [
    rule,
    v.optional(v.union([severity, v.record(v.string(), severity)])),
  ]),
);

/** One object, whichever file holds it. Every key is optional. */
export const configSchema = v.strictObject({
  $schema: v.optional(
    v.pipe(v.string(), v.description("Where editors find the schema of this file.")),
  ),
  position: v.optional(
    v.pipe(
      v.picklist(["first-optional", "last"]),
      v.description(
        "Python: where the parameter goes: after ctx and the required ones, or last everywhere.",
      ),
    ),
  ),
  style: v.optional(
    v.pipe(
      v.picklist(["wrapper", "inline"]),
      v.description("Python: one decorator, or the set-up written out in every tool."),
    ),
  ),
  ignore: v.optional(
    v.pipe(
      v.record(v.string(), reason),
      v.description(
        "Tools that are left out by choice: name, in which * stands for anything, to reason.",
      ),
    ),
  ),
  allowUnproven: v.optional(
    v.pipe(
      v.record(v.string(), reason),
      v.description("Tools that verify may leave unproven: name to reason."),
    ),
  ),
  ignorePaths: v.optional(
    v.pipe(
      v.record(v.string(), reason),
      v.description(
        "Files that are left out by choice, by patterns as in a .gitignore: pattern to reason.",
      ),
    ),
  ),
  severity: v.optional(
    v.pipe(
      v.strictObject(severities),
      v.description("How grave a rule is, everywhere or by patterns; the last that fits counts."),
    ),
  ),
  expect: v.optional(
    v.pipe(
      v.strictObject({ servers: v.optional(amount), tools: v.optional(amount) }),
      v.description("How many servers and tools check must find here at least."),
    ),
  ),
  programs: v.optional(
    v.pipe(
      v.record(v.string(), kind),
      v.description("Whether programs that no list names reach AWS."),
    ),
  ),
});

export type Config = v.InferOutput<typeof configSchema>;
