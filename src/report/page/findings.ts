/** The findings of a page by rule, the worst first, each rule with what it means and what to do. */

import type { Severity } from "../../types.js";
import { groupedBy } from "../group.js";
import { explanation } from "./explanation.js";
import { type Facets, numbersOf } from "./filters.js";
import { type Markup, markup, prose } from "./markup.js";
import type { Page, PageFinding, PageServer } from "./model.js";
import { changeOf } from "./tools.js";

const severities: readonly Severity[] = ["error", "warning", "note"];

export function findingsSection({ findings, servers }: Page, facets: Facets): Markup {
  const byRule = [...groupedBy(findings, ({ rule }) => rule)].sort(
    ([, a], [, b]) => worst(a) - worst(b) || b.length - a.length,
  );
  return markup`${byRule.map(([rule, some]) => ruleOf(rule, some, servers, facets))}`;
}

function worst(findings: readonly PageFinding[]): number {
  const open = findings.filter(({ mark }) => mark === undefined);
  return Math.min(severities.length, ...open.map(({ severity }) => severities.indexOf(severity)));
}

function ruleOf(
  rule: string,
  findings: readonly PageFinding[],
  servers: readonly PageServer[],
  facets: Facets,
): Markup {
  const severity = severities[worst(findings)] ?? "note";
  return markup`<section class="set group">
<h3><span class="chip ${severity}">${severity}</span> ${rule} <span class="count">${findings.length}</span></h3>
${explanation(rule, findings[0]?.help ?? "")}
<ul class="findings">${openFirst(findings).map((finding) => findingItem(finding, servers, facets))}</ul>
</section>`;
}

function openFirst(findings: readonly PageFinding[]): PageFinding[] {
  const isOpen = ({ mark }: PageFinding): boolean => mark === undefined;
  return [...findings].sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)));
}

function findingItem(
  finding: PageFinding,
  servers: readonly PageServer[],
  { rules: all }: Facets,
): Markup {
  const { server, rule, severity, message, remedy, places, mark, changes } = finding;
  const said = markup`<span class="chip ${mark ?? severity}">${mark ?? severity}</span> ${prose(message)} <span class="where">${server !== undefined && servers.length > 1 && `${servers[server]?.name} · `}${places.join(", ")}</span>${remedy !== undefined && mark === undefined && markup`<span class="remedy">${prose(remedy)}</span>`}`;
  return markup`<li class="item" tabindex="-1" data-server="${server ?? ""}" data-rule="${numbersOf([rule], all)}">${said}${changes.length > 0 && markup`<details><summary>what is inserted</summary>${changes.map(changeOf)}</details>`}</li>`;
}
