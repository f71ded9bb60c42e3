/** The schema of a stored plan as JSON schema. Used by the build alone. */

import { toJsonSchema } from "@valibot/to-json-schema";
import { planSchema } from "./model.js";

/** A JSON schema of draft 7 of what `plan -o` writes. What it cannot say, such as where a path leads, `apply` checks. */
export function planJsonSchema(): Record<string, unknown> {
  const schema = toJsonSchema(planSchema, { ignoreActions: ["check"] });
  return { ...schema, title: "mcp-retrofit plan" };
}
