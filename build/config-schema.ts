// Writes the JSON schema of the configuration for editors, from the schema that the program checks with.
import { writeFileSync } from "node:fs";
import { configJsonSchema } from "../src/config/json-schema.js";

const text = `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
writeFileSync(new URL("../dist/config.schema.json", import.meta.url), text);
