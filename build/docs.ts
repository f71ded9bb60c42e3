// Writes the documents that are made from data.
import { writeFileSync } from "node:fs";
import { rulesPage } from "../src/rules/guide/text.js";

writeFileSync(new URL("../docs/rules.md", import.meta.url), rulesPage());
