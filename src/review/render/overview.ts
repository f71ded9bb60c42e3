/** The first screen: the servers, the ledger of each, what will be written, what needs a person. */

import type { ChalkInstance } from "chalk";
import { languageOf } from "../../languages/registry.js";
import { ledgerOf, shortLedgerLine } from "../../plan/ledger.js";
import { count } from "../../report/count.js";
import { furtherText, gathered } from "../../report/gathered.js";
import { personFindings } from "../../report/person.js";
import { problemLine, shownPath } from "../../report/places.js";
import { isByHand } from "../../report/summary.js";
import { visible } from "../../report/visible.js";
import type { Prepared } from "../../run/prepare.js";
import type { Deck } from "../deck.js";
import { findingText } from "./about.js";
import { item, wrap } from "./text.js";

export function overviewLines(deck: Deck, width: number, paint: ChalkInstance): string[] {
  return [
    ...deck.servers.flatMap((server) => [...serverLines(server, deck, width, paint), ""]),
    ...personLines(deck, width, paint),
  ];
}

/** The title of the whole conversation. */
export function overviewTitle({ servers, units, groups }: Deck): string {
  const tools = units.flatMap((unit) => unit.tools).length;
  return `${count(servers.length, "server")}: ${count(tools, "tool")} to retrofit, in ${count(groups.length, "group")} of the same edits`;
}

function serverLines(
  { plan, gated }: Prepared,
  { cwd }: Deck,
  width: number,
  paint: ChalkInstance,
): string[] {
  const { server, scan } = plan;
  const where = `${languageOf(server.language).label}, ${shownPath(server.root, cwd)}`;
  const edited = gated.changes.filter(({ before }) => before).length;
  const written = [
    count(gated.selection.tools.length, "tool"),
    ...(gated.selection.findings.length > 0
      ? [count(gated.selection.findings.length, "other fix").replace(/fixs$/, "fixes")]
      : []),
  ]
    .join(" and ")
    .replace("fixs", "fixes");
  const left = personFindings({ plan, gated }).length + scan.tools.filter(isByHand).length;
  return [
    ...wrap(`${paint.bold(visible(server.name))} ${paint.dim(visible(where))}`, width),
    ...wrap(shortLedgerLine(ledgerOf(scan.tools)), width, "  "),
    ...wrap(
      gated.changes.length === 0
        ? "nothing to write"
        : `to write: ${written}; ${count(edited, "file")} changed, ${gated.changes.length - edited} added`,
      width,
      "  ",
    ),
    ...(left > 0 ? wrap(paint.yellow(`for a person: ${left}`), width, "  ") : []),
  ];
}

function personLines(deck: Deck, width: number, paint: ChalkInstance): string[] {
  const { servers, problems, cwd } = deck;
  const tools = servers.flatMap(({ plan }) => plan.scan.tools.filter(isByHand));
  const findings = servers.flatMap((server) => gathered(personFindings(server)));
  const lines = [
    ...problems.flatMap((each) => item("  ! ", paint.red(visible(problemLine(each, cwd))), width)),
    ...tools.flatMap(({ name, state, place, reason }) =>
      item(
        "  ! ",
        `${paint.yellow(state)} ${visible(name)} ${paint.dim(visible(`${shownPath(place.file, cwd)}:${place.line}`))}${reason ? `: ${visible(reason)}` : ""}`,
        width,
      ),
    ),
    ...findings.flatMap((each) => {
      const text = findingText(each.finding, cwd, paint) + visible(furtherText(each, cwd));
      return item("  ! ", text, width);
    }),
  ];
  return lines.length === 0 ? [] : [paint.bold("For a person"), ...lines];
}
