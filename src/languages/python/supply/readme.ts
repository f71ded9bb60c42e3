/** The section on accounts at the end of the server's README. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Edit, Server } from "../../../types.js";
import { fill, sourceTemplates, templateText } from "../../supply/templates.js";

/** The insertion of the section; none where there is no README, or it speaks of the parameter already. */
export function readmeEdits(
  server: Server,
  files: FileStore,
  values: ReadonlyMap<string, string>,
): Edit[] {
  const names = ["README.md", "readme.md", "Readme.md"].map((name) => join(server.root, name));
  const file = names.find((path) => files.isFile(path));
  const text = file && files.read(file)?.text;
  if (!file || text === undefined || text.includes("target_account_id")) return [];
  const section = fill(templateText(join(sourceTemplates, "python"), "readme-section.md"), values);
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const gap = text === "" ? "" : text.endsWith("\n") ? "\n" : "\n\n";
  return [{ file, offset: text.length, text: `${gap}${section}`.replaceAll("\n", eol) }];
}
