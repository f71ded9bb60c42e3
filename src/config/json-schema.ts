/** The configuration's schema as JSON schema, which editors complete and check by. Used by the build alone. */

import { toJsonSchema } from "@valibot/to-json-schema";
import { configSchema } from "./schema.js";

/** A JSON schema of draft 7, which every editor knows. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = toJsonSchema(configSchema, { ignoreActions: ["check"] });
  return { ...schema, title: "mcp-retrofit's configuration" };
}
