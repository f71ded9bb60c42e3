/** By what a page is filtered: servers, forms, states and rules, and a search. */

import { type Markup, markup } from "./markup.js";
import type { Page } from "./model.js";

/** What the marks of an element in the page stand for: each number is a place in one of these lists. */
export interface Facets {
  readonly forms: readonly string[];
  readonly rules: readonly string[];
}

export function facetsOf({ groups, findings }: Page): Facets {
  const tools = groups.flatMap((group) => group.tools);
  const forms = tools.flatMap(({ form }) => form ?? []);
  const rules = [...findings.map(({ rule }) => rule), ...tools.flatMap((tool) => tool.rules)];
  return { forms: [...new Set(forms)].sort(), rules: [...new Set(rules)].sort() };
}

/** Numbers of a list, as an attribute has them. */
export function numbersOf(some: readonly string[], all: readonly string[]): string {
  return [...new Set(some)].map((one) => all.indexOf(one)).join(" ");
}

export function filterBar(page: Page, { forms, rules }: Facets): Markup {
  return markup`<form class="filters" id="filters" role="search">
<input type="search" name="text" placeholder="Search" aria-label="Search (/)" autocomplete="off">
${
  page.servers.length > 1 &&
  select(
    "server",
    "server",
    page.servers.map(({ name }) => name),
  )
}
${select("form", "form", forms)}
${select("state", page.stateName, page.states, page.states)}
${select("rule", "finding", rules)}
<button type="reset">Clear</button>
<output aria-live="polite"></output>
<details class="keys"><summary title="Keys (?)">?</summary><dl>
<dt>/</dt><dd>search</dd><dt>j k</dt><dd>next, previous</dd><dt>Enter</dt><dd>open, close</dd>
<dt>e c</dt><dd>open, close all that is shown</dd><dt>Esc</dt><dd>clear the filters</dd>
</dl></details>
</form>`;
}

function select(
  name: string,
  label: string,
  texts: readonly string[],
  values?: readonly string[],
): Markup | false {
  if (texts.length === 0) return false;
  const options = texts.map(
    (text, index) => markup`<option value="${values?.[index] ?? String(index)}">${text}</option>`,
  );
  return markup`<select name="${name}" aria-label="${label}"><option value="">every ${label}</option>${options}</select>`;
}
