// Writes the JSON schemas, each from what the program checks with: of the configuration, for editors, of what
// `check --format json` prints, and of plans.
import { writeFileSync } from "node:fs";
import { configJsonSchema } from "../src/config/json-schema.js";
import { planJsonSchema } from "../src/plan/stored/json-schema.js";
import { reportJsonSchema } from "../src/report/check/json-schema.js";

const schemas = { config: configJsonSchema(), check: reportJsonSchema(), plan: planJsonSchema() };
for (const [name, schema] of Object.entries(schemas)) {
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  writeFileSync(new URL(`../dist/${name}.schema.json`, import.meta.url), text);
}
