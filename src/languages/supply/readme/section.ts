/** The section on accounts in a server's README. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Edit, Example, Scan, Server } from "../../../types.js";
import { callText, exampleAccount, exampleOf } from "../example/call.js";
import { fill, sourceTemplates, templateText } from "../templates.js";
import { type SectionPlace, sectionPlace } from "./place.js";

/** What is said beside the tools: each sentence only where it holds. */
export interface Said {
  /** What starts the server by its entry point; undefined where it has none. */
  readonly start: string | undefined;
  /** The file that lists the settings; undefined where none does. */
  readonly settings: string | undefined;
}

/** The insertion of the section; none where there is no README, or it speaks of the parameter already. */
export function sectionEdits(server: Server, files: FileStore, scan: Scan, said: Said): Edit[] {
  const file = readmeOf(server, files);
  const text = file && files.read(file)?.text;
  if (!file || text === undefined || text.includes("target_account_id")) return [];
  const place = sectionPlace(text);
  const section = sectionText(scan, said, place);
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  const added = `${gapBefore(text, place)}${section}${place.offset < text.length ? "\n" : ""}`;
  return [{ file, offset: place.offset, text: added.replaceAll("\n", lineBreak) }];
}

function readmeOf({ root }: Server, files: FileStore): string | undefined {
  const names = [
    "README.md",
    "readme.md",
    "Readme.md",
    "ReadMe.md",
    "README.MD",
    "README.markdown",
  ];
  return names.map((name) => join(root, name)).find((path) => files.isFile(path));
}

function sectionText(scan: Scan, said: Said, { level }: SectionPlace): string {
  const example = exampleOf(scan);
  const values = new Map([
    ["HEADING", "#".repeat(level)],
    ["TOOLS", everyToolTakesIt(scan) ? "Every tool takes" : "Tools take"],
    ["EXAMPLE_WITHOUT", block(example, {})],
    ["EXAMPLE_WITH", block(example, { target_account_id: exampleAccount })],
    ["STARTING", `${startingWords(said)}`],
  ]);
  return fill(templateText(sourceTemplates, "readme-section.md"), values);
}

/** Whether no tool is left out, whatever the reason. */
function everyToolTakesIt({ tools }: Scan): boolean {
  return tools.every(({ state, fix }) => state === "migrated" || fix !== undefined);
}

function block(example: Example | undefined, added: Record<string, unknown>): string {
  if (!example) return ".";
  return `:\n\n\`\`\`json\n${callText(example, added)}\n\`\`\``;
}

function startingWords({ start, settings }: Said): string {
  const listed = settings && `\`${settings}\` lists the settings`;
  if (!start) return listed ? `\n${listed}.\n` : "";
  const starts = `\`${start}\` starts the server over stdio or streamable HTTP`;
  if (!listed) return `\n${starts}.\n`;
  return `\n${starts}, with the settings of the\nenvironment and of a \`.env\` file in this folder; ${listed}.\n`;
}

/** An empty line above the section, whatever the text before it ends with. */
function gapBefore(text: string, { offset }: SectionPlace): string {
  const before = text.slice(0, offset).replaceAll("\r\n", "\n");
  if (before === "" || before.endsWith("\n\n")) return "";
  return before.endsWith("\n") ? "\n" : "\n\n";
}
