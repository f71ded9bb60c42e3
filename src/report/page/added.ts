/** The files that are added: what several servers are given is shown once. */

import { count } from "../count.js";
import { codeLines, type Markup, markup } from "./markup.js";
import type { PageFile } from "./model.js";

export function addedSection(files: readonly PageFile[]): Markup {
  return markup`${files.map(fileItem)}`;
}

function fileItem({ name, paths, servers, text }: PageFile): Markup {
  const where = paths.length > 1 ? count(paths.length, "place") : "";
  return markup`<details class="item" data-server="${servers.join(" ")}"><summary><code>${name}</code> <span class="where">${where}</span></summary>
${paths.length > 1 && markup`<ul class="places">${paths.map((path) => markup`<li><code>${path}</code></li>`)}</ul>`}<pre tabindex="0">${codeLines(text)}</pre></details>`;
}
