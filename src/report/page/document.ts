/** A page as one file: no address in it is loaded, and nothing runs but the script that its own policy names. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { packageRoot } from "../../installation.js";
import { version } from "../../version.js";
import { addedSection } from "./added.js";
import { facetsOf, filterBar } from "./filters.js";
import { findingsSection } from "./findings.js";
import { markup, type Part, trusted } from "./markup.js";
import type { Page } from "./model.js";
import { serversSection } from "./servers.js";
import { groupsSection, sharedSection } from "./tools.js";

/** The page, ending in a newline. Pure but for the style and the script, which are files of this package. */
export function documentOf(page: Page): string {
  const [style, script] = ["page.css", "page.js"].map(asset) as [string, string];
  const facets = facetsOf(page);
  const sections = [
    section("servers", "Servers", page.servers.length, serversSection(page)),
    section(
      "tools",
      "Tools",
      page.groups.flatMap(({ tools }) => tools).length,
      groupsSection(page, facets),
    ),
    section("shared", "Shared changes", page.shared.length, sharedSection(page.shared)),
    section(
      "added",
      "New files",
      page.added.flatMap(({ paths }) => paths).length,
      addedSection(page.added),
    ),
    section("findings", "Findings", page.findings.length, findingsSection(page, facets)),
    section("problems", "Not looked at", page.problems.length, problemsList(page)),
  ].filter(({ count }) => count > 0);
  return `<!doctype html>\n${
    markup`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${page.title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<header class="top">
<p class="kind">mcp-retrofit ${page.kind}</p>
<h1>${page.title}</h1>
${page.lines.map((line) => markup`<p class="line">${line}</p>`)}
</header>
<nav>${sections.map(({ id, title, count }) => markup`<a href="#${id}">${title} <b>${count}</b></a>`)}</nav>
${filterBar(page, facets)}
<main>${sections.map(({ body }) => body)}</main>
<footer>Made by mcp-retrofit ${version}. This page loads nothing and sends nothing.</footer>
<script>${trusted(script)}</script>
</body>
</html>`.html
  }\n`;
}

function section(id: string, title: string, count: number, body: Part) {
  return {
    id,
    title,
    count,
    body: markup`<section class="set" id="${id}"><h2>${title} <span class="count">${count}</span></h2>${body}</section>`,
  };
}

function problemsList({ problems }: Page): Part {
  return markup`<ul class="plain">${problems.map(({ where, message }) => markup`<li><code>${where}</code> ${message}</li>`)}</ul>`;
}

function policy(style: string, script: string): string {
  return [
    "default-src 'none'",
    `style-src '${digest(style)}'`,
    `script-src '${digest(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function asset(name: string): string {
  return readFileSync(`${packageRoot}assets/page/${name}`, "utf8");
}
