/** Comments that leave tools out for good, with a reason: insertions, tried before they are proposed. */

import type { FileStore } from "../disk/files.js";
import { decode, encode } from "../disk/files.js";
import { languageOf } from "../languages/registry.js";
import type { Edit, Problem, ToolSite } from "../types.js";
import { insert } from "./edit.js";
import { countByTool, exceeding } from "./gates/tool-key.js";
import { planServer, type ServerPlan } from "./plan.js";

/** Tools that are left out together, and why. */
export interface LeftOut {
  readonly tools: readonly ToolSite[];
  readonly reason: string;
}

export interface Comments {
  readonly edits: readonly Edit[];
  /** For what no comment would leave out alone. */
  readonly problems: readonly Problem[];
}

/** The comments for what is left out: with them these tools are ignored, and no others. */
export async function commentsFor(
  plan: ServerPlan,
  wanted: readonly LeftOut[],
  files: FileStore,
): Promise<Comments> {
  const edits: Edit[] = [];
  const problems: Problem[] = [];
  for (const each of wanted) {
    const found = await commentsOf(plan, each, files);
    if (found) edits.push(...found);
    else problems.push(problemOf(each));
  }
  return { edits, problems };
}

/** One comment, or one for each of several tools where none leaves all of them out. */
async function commentsOf(
  plan: ServerPlan,
  { tools, reason }: LeftOut,
  files: FileStore,
): Promise<readonly Edit[] | undefined> {
  const language = languageOf(plan.server.language);
  const ofEach = await Promise.all(tools.map((tool) => language.leaveOut(tool, reason, files)));
  const single = (ofEach[0] ?? []).map((edit) => [edit]);
  const together = ofEach.flatMap(([first]) => (first ? [first] : []));
  for (const edits of tools.length > 1 ? [...single, together] : single) {
    if (await leavesOut(edits, tools, plan, files)) return edits;
  }
  return undefined;
}

/** Whether the insertions leave these tools out, and no others. */
async function leavesOut(
  edits: readonly Edit[],
  tools: readonly ToolSite[],
  plan: ServerPlan,
  files: FileStore,
): Promise<boolean> {
  const planned = new Map<string, Uint8Array>();
  for (const { file } of edits) {
    const source = decode(files.bytes(file) ?? new Uint8Array());
    const text = insert(
      source.text,
      edits.filter((edit) => edit.file === file),
    );
    planned.set(file, encode({ ...source, text }));
    if (await languageOf(plan.server.language).syntaxProblem(file, text)) return false;
  }
  const { scan } = await planServer(plan.server, files.over(planned), plan.settings, "tools");
  const ignored = scan.tools.filter(({ state }) => state === "ignored");
  const expected = [...plan.scan.tools.filter(({ state }) => state === "ignored"), ...tools];
  return (
    ignored.length === expected.length && exceeding(ignored, countByTool(expected)).length === 0
  );
}

function problemOf({ tools }: LeftOut): Problem {
  const names = tools.map(({ name }) => name).join(", ");
  return {
    file: tools[0]?.place.file ?? "",
    ...(tools[0] ? { line: tools[0].place.line } : {}),
    message: `no comment would leave out ${names} alone; name it under \`ignore\` in the configuration`,
  };
}
