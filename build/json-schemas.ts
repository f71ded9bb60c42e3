// Writes the JSON schemas: of the configuration for editors, from the schema that the program checks with, and of
// what `check --format json` prints, from what its type is made from.
import { writeFileSync } from "node:fs";
import { configJsonSchema } from "../src/config/json-schema.js";
import { reportJsonSchema } from "../src/report/check/json-schema.js";

const schemas = { config: configJsonSchema(), check: reportJsonSchema() };
for (const [name, schema] of Object.entries(schemas)) {
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  writeFileSync(new URL(`../dist/${name}.schema.json`, import.meta.url), text);
}
