/** What a rule means, why it matters and what to do. */

import { guides } from "../../rules/guide/index.js";
import { type RuleId, rules } from "../../rules/index.js";
import { type Markup, markup, prose } from "./markup.js";

/** A rule in a few lines, to open. A report may be of a version that knew other rules: then there is its page alone. */
export function explanation(rule: string, help: string): Markup {
  const known = Object.hasOwn(rules, rule) ? (rule as RuleId) : undefined;
  return markup`<details class="why"><summary>${known ? prose(rules[known].summary) : "what it means"}</summary>
${known && markup`<p>${prose(guides[known].why)}</p><p>What to do: ${prose(rules[known].remedy)}.</p>`}
<p>${link(help)}, or <code>mcp-retrofit explain ${rule}</code></p></details>`;
}

/** The address comes from a report, which may be anybody's. */
function link(address: string): Markup {
  const isPage = /^https:\/\/[\w.-]+\//.test(address);
  return isPage
    ? markup`<a href="${address}" rel="noreferrer">The page of the rule</a>`
    : markup`${address}`;
}
