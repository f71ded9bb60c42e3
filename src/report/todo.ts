/** What is left for people after a run, as a list in Markdown to tick off. */

import type { Prepared } from "../run/prepare.js";
import type { Problem, ToolSite } from "../types.js";
import { furtherText, gathered } from "./gathered.js";
import { commandsFor, stepsIn } from "./next-steps.js";
import { personFindings } from "./person.js";
import { problemLine, shownPlace } from "./places.js";
import { isByHand } from "./summary.js";
import { visible } from "./visible.js";

export interface Todo {
  /** What was found, whether written or not. */
  readonly found: readonly Prepared[];
  /** What was written. */
  readonly written: readonly Prepared[];
  readonly problems: readonly Problem[];
}

/** The tools that could have been migrated and were not, by choice. */
export function leftTools({ found, written }: Pick<Todo, "found" | "written">): ToolSite[] {
  const accepted = new Set(written.flatMap(({ gated }) => gated.selection.tools));
  return found.flatMap(({ gated }) => gated.selection.tools.filter((tool) => !accepted.has(tool)));
}

/** How many things are left for a person. */
export function countLeft({ found, problems }: Todo): number {
  return problems.length + found.flatMap((server) => entriesOf(server, "")).length;
}

/** The list; places are shown from a folder. Ends in a newline. */
export async function todoText(todo: Todo, from: string): Promise<string> {
  const { found, written, problems } = todo;
  const servers = found.flatMap((server) => {
    const entries = entriesOf(server, from);
    return entries.length > 0 ? [`## ${prose(server.plan.server.name)}`, entries.join("\n")] : [];
  });
  const left = leftTools(todo).map(
    ({ name, place }) =>
      `- [ ] ${asCode(visible(name))} ${asCode(visible(shownPlace(place, from)))}: not accepted`,
  );
  const unread = problems.map((each) => `- [ ] ${prose(problemLine(each, from))}`);
  const parts = [
    "# To do after the retrofit",
    ...(await runParts(written, from)),
    ...(unread.length > 0 ? ["## Left as they were", unread.join("\n")] : []),
    ...servers,
    ...(written.length > 0 && left.length > 0 ? ["## Not accepted", left.join("\n")] : []),
  ];
  return `${(parts.length > 1 ? parts : [...parts, "Nothing."]).join("\n\n")}\n`;
}

async function runParts(written: readonly Prepared[], from: string): Promise<string[]> {
  if (written.length === 0) return [];
  const steps = (await stepsIn(written, from)).flatMap(({ folders, lines }) =>
    lines.map((line) => `- [ ] in ${folders.map(asCode).join(", ")}: ${asCode(line)}`),
  );
  const { check, verify, undo } = commandsFor(written, from);
  const last = [`- [ ] ${asCode(check)}`, `- [ ] ${asCode(verify)}`];
  return ["## Run", [...steps, ...last].join("\n"), `To take the run back: ${asCode(undo)}`];
}

function entriesOf(server: Prepared, from: string): string[] {
  const tools = server.plan.scan.tools.filter(isByHand).map(({ name, state, place, reason }) => {
    const why = reason === undefined ? "" : `: ${prose(reason)}`;
    return `- [ ] ${state} ${asCode(visible(name))} ${asCode(visible(shownPlace(place, from)))}${why}`;
  });
  const findings = gathered(personFindings(server)).map((each) => {
    const { rule, severity, place, message, remedy } = each.finding;
    const what = `${prose(message)}${remedy ? `. ${prose(remedy)}` : ""}${prose(furtherText(each, from))}`;
    return `- [ ] ${severity} ${asCode(rule)} ${asCode(visible(shownPlace(place, from)))}: ${what}`;
  });
  return [...tools, ...findings];
}

/** A text as code, outside of tables. */
function asCode(text: string): string {
  return `\`${text.replaceAll("`", "'")}\``;
}

/** A text in which Markdown finds no tag, link or image of others. */
function prose(text: string): string {
  return visible(text)
    .replaceAll("<", "&lt;")
    .replaceAll(/!?\[(?=[^\]]*\]\()/g, "\\$&");
}
