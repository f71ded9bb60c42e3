/** The summary of a run: a block for each server, then one line for the whole plan. */

import type { ChalkInstance } from "chalk";
import { languageOf } from "../languages/registry.js";
import type { Change } from "../plan/compose.js";
import { sizeOf } from "../plan/diff.js";
import { ledgerLine, ledgerOf } from "../plan/ledger.js";
import type { ServerPlan } from "../plan/plan.js";
import type { Finding, ToolSite } from "../types.js";
import { count } from "./count.js";
import { furtherText, type Gathered, gathered } from "./gathered.js";
import { shownPath, shownPlace } from "./places.js";
import { visible } from "./visible.js";

/** A server's part: its ledger, then every tool and finding that a reader must know of. */
export function serverSummary(
  plan: ServerPlan,
  findings: readonly Finding[],
  from: string,
  paint: ChalkInstance,
): string {
  const { server, scan } = plan;
  const { label } = languageOf(server.language);
  const where = visible(`${label}, ${shownPath(server.root, from)}`);
  const title = `${paint.bold(visible(server.name))} ${paint.dim(where)}`;
  const lines = [
    ledgerLine(ledgerOf(scan.tools)),
    ...scan.tools.filter(isNotable).map((tool) => toolLine(tool, from, paint)),
    ...gathered(findings).map((each) => findingLine(each, from, paint)),
  ];
  return [title, ...lines.map((line) => `  ${line}`)].join("\n");
}

/** How many tools and servers a plan changes, and how many tools it cannot. */
export interface Reach {
  readonly tools: number;
  readonly servers: number;
  readonly byHand: number;
}

/** What the changes amount to, e.g. "10 tools in 1 server: 4 files changed (+1,204 bytes in 31 lines), 18 added". */
export function planLine(reach: Reach, changes: readonly Change[]): string {
  const left = reach.byHand > 0 ? `${count(reach.byHand, "tool")} left to do by hand` : "";
  if (changes.length === 0)
    return left ? `Nothing that retrofit can do: ${left}.` : "Nothing to do.";
  const edited = changes.filter(({ before }) => before);
  const sizes = edited.map(sizeOf);
  const bytes = sum(sizes.map((size) => size.bytes));
  const lines = sum(sizes.map((size) => size.lines));
  return (
    `${count(reach.tools, "tool")} in ${count(reach.servers, "server")}: ` +
    `${count(edited.length, "file")} changed (+${count(bytes, "byte")} in ${count(lines, "line")}), ` +
    `${changes.length - edited.length} added${left && `; ${left}`}`
  );
}

/** Whether a tool is neither done, nor left out by choice, nor done by this plan. */
export function isByHand(tool: ToolSite): boolean {
  return !tool.fix && !isDone(tool);
}

/** Pending tools show themselves in the diff; these would not be seen otherwise. */
function isNotable(tool: ToolSite): boolean {
  return tool.state === "unsupported" || tool.reason !== undefined || isByHand(tool);
}

function isDone(tool: ToolSite): boolean {
  return tool.state === "migrated" || tool.state === "ignored";
}

function toolLine(tool: ToolSite, from: string, paint: ChalkInstance): string {
  const state = tool.state === "unsupported" ? paint.yellow(tool.state) : tool.state;
  const reason = tool.reason ? `: ${visible(tool.reason)}` : "";
  const place = visible(shownPlace(tool.place, from));
  return `${state} ${visible(tool.name)} ${paint.dim(place)}${reason}`;
}

/** A finding in one line: grave ones in colour, what is fixed with the rest in grey. */
function findingLine(each: Gathered, from: string, paint: ChalkInstance): string {
  const { finding } = each;
  const further = visible(furtherText(each, from));
  if (finding.fix) return `${fixedLine(finding, from, paint)}${further}`;
  const colour = { error: paint.red, warning: paint.yellow, note: paint.dim }[finding.severity];
  const remedy = finding.remedy ? ` (${visible(finding.remedy)})` : "";
  const place = paint.dim(visible(shownPlace(finding.place, from)));
  return `${colour(finding.rule)} ${place}: ${visible(finding.message)}${remedy}${further}`;
}

/** What the same plan fixes needs no alarm and no remedy. */
function fixedLine({ rule, place, message }: Finding, from: string, paint: ChalkInstance): string {
  const where = paint.dim(visible(shownPlace(place, from)));
  return `${paint.green("fixed")} ${rule} ${where}: ${visible(message)}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
