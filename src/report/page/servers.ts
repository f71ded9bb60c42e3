/** The servers of a page: the ledger of each as numbers and as a bar. */

import { type Ledger, states } from "../../plan/ledger.js";
import { type Markup, markup } from "./markup.js";
import type { Page, PageServer } from "./model.js";

export function serversSection({ servers }: Page): Markup {
  const all = [...new Set(servers.flatMap((server) => Object.keys(numbersOf(server))))];
  // The head of the page has the whole ledger: a column of nothing says nothing more.
  const columns = all.filter((name) => servers.some((server) => numbersOf(server)[name]));
  const hasLedger = servers.some(({ ledger }) => ledger);
  const head = columns.map((name) => markup`<th scope="col">${name}</th>`);
  return markup`<div class="wide"><table class="ledger"><thead><tr><th scope="col">server</th>${hasLedger && markup`<th class="bar"></th>`}${head}</tr></thead>
<tbody>${servers.map((server, index) => row(server, index, columns))}</tbody></table></div>
${servers.flatMap(({ name, notes }) => notes.map((note) => markup`<p class="note"><b>${name}</b> ${note}</p>`))}`;
}

/** What is counted of a server, by what it is called. */
function numbersOf({ ledger, counts }: PageServer): Readonly<Record<string, number>> {
  if (!ledger) return counts;
  const told = states.map((state) => [state, ledger[state]] as const);
  return { tools: ledger.found, ...Object.fromEntries(told), ...counts };
}

function row(server: PageServer, index: number, columns: readonly string[]): Markup {
  const { name, where, language, ledger } = server;
  const numbers = numbersOf(server);
  const cells = columns.map((column) => numbers[column] ?? 0);
  return markup`<tr class="item" data-server="${index}"><th scope="row"><button type="button" data-choose="${index}" title="Show this server alone">${name}</button><span class="where">${language !== undefined && `${language}, `}${where}</span></th>${ledger && markup`<td class="bar">${bar(ledger)}</td>`}${cells.map((cell) => markup`<td class="${cell === 0 ? "none" : "some"}">${cell}</td>`)}</tr>`;
}

/** As a picture: an attribute of style would not be allowed by the page's policy. */
function bar(ledger: Ledger): Markup {
  let from = 0;
  const parts = states.map((state) => {
    const width = ledger.found === 0 ? 0 : (100 * ledger[state]) / ledger.found;
    const part = markup`<rect class="${state}" x="${from.toFixed(2)}" width="${width.toFixed(2)}" height="8"/>`;
    from += width;
    return width > 0 && part;
  });
  return markup`<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}
