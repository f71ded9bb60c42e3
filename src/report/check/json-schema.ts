/** The report's schema as JSON schema. Used by the build alone. */

import { toJsonSchema } from "@valibot/to-json-schema";
import { reportSchema } from "./model.js";

/** A JSON schema of draft 7 of what `check --format json` prints. */
export function reportJsonSchema(): Record<string, unknown> {
  const schema = toJsonSchema(reportSchema, { ignoreActions: [] });
  return { ...schema, title: "mcp-retrofit check --format json" };
}
