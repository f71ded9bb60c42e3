/** What a configuration may say, as data: validation, messages and the JSON schema for editors are made from it. */

import * as v from "valibot";

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
      v.description("Tools that are left out by choice: name to reason."),
    ),
  ),
  allowUnproven: v.optional(
    v.pipe(
      v.record(v.string(), reason),
      v.description("Tools that verify may leave unproven: name to reason."),
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
