/** The tools of a page, in groups: each can be opened, and shows its own insertions. */

import { count } from "../count.js";
import { explanation } from "./explanation.js";
import { type Facets, numbersOf } from "./filters.js";
import { type Markup, markup, prose } from "./markup.js";
import type { Page, PageChange, PageGroup, PageTool } from "./model.js";

export function groupsSection(page: Page, facets: Facets): Markup {
  return markup`${page.groups.map((group, index) => groupOf(group, page, facets, index === 0))}`;
}

function groupOf(group: PageGroup, page: Page, facets: Facets, isFirst: boolean): Markup {
  const { title, outlier, why, rule, tools } = group;
  return markup`<section class="set group">
<h3><span class="count">${count(tools.length, "tool")}</span> ${title}${outlier !== undefined && markup` <span class="chip warning">${outlier}</span>`}</h3>
${why.length > 0 && markup`<details class="why"><summary>why it is done so</summary>${why.map((line) => markup`<p>${prose(line)}</p>`)}</details>`}
${rule && explanation(rule.rule, rule.help)}
${tools.map((tool, index) => toolItem(tool, page, facets, isFirst && index === 0))}
</section>`;
}

function toolItem(tool: PageTool, { servers }: Page, facets: Facets, isOpen: boolean): Markup {
  const { server, name, state, where, form, rules, lines, changes } = tool;
  const marks = markup`data-server="${server}" data-state="${state}" data-form="${form === undefined ? "" : numbersOf([form], facets.forms)}" data-rule="${numbersOf(rules, facets.rules)}"`;
  const head = markup`<span class="chip ${state.replaceAll(" ", "-")}">${state}</span> <b>${name}</b> <span class="where">${servers.length > 1 && `${servers[server]?.name} · `}${where}</span>${form !== undefined && markup` <span class="form">${form}</span>`}`;
  if (lines.length + changes.length === 0)
    return markup`<div class="item bare" tabindex="-1" ${marks}>${head}</div>`;
  return markup`<details class="item" ${marks}${isOpen && markup` open`}><summary>${head}</summary>${lines.map((line) => markup`<p>${prose(line)}</p>`)}${changes.map(changeOf)}</details>`;
}

/** A file, and what is changed in it. */
export function changeOf({ path, diff }: PageChange): Markup {
  return markup`<p class="file"><code>${path}</code></p>${diff}`;
}

/** What is changed beside the tools, file by file. */
export function sharedSection(changes: readonly PageChange[]): Markup {
  return markup`${changes.map(({ server, path, diff }) => markup`<details class="item" data-server="${server}"><summary><code>${path}</code></summary>${diff}</details>`)}`;
}
