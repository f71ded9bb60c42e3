/** The sample of the settings that the services and the entry point read: a file, or what another lacks. */

import { basename, join } from "node:path";
import type { FileStore } from "../../disk/files.js";
import type { Edit, LanguageId, NewFile, Server } from "../../types.js";
import { sourceTemplates, templateText } from "./templates.js";

export interface SettingsSample {
  /** The name of the file that lists the settings; undefined where one is there that can't be read. */
  readonly name: string | undefined;
  readonly files: readonly NewFile[];
  readonly edits: readonly Edit[];
}

/** The names that such files commonly have, ours first. */
const names = [
  ".env.example",
  ".env.sample",
  ".env.template",
  ".env.dist",
  "env.example",
  "example.env",
];
const folder = join(sourceTemplates, "deploy", "env");

/** A new file, or the settings that a sample which is there does not name, at its end. */
export function settingsSample(
  server: Server,
  files: FileStore,
  hasEntryPoint: boolean,
): SettingsSample {
  const paths = names.map((name) => join(server.root, name));
  const path = paths.find((each) => files.isFile(each));
  const blocks = blocksFor(server.language, hasEntryPoint);
  if (!path) {
    const content = [headFor(hasEntryPoint), ...blocks].join("\n");
    return {
      name: names[0],
      files: [{ path: join(server.root, names[0] ?? ""), content }],
      edits: [],
    };
  }
  const text = files.read(path)?.text;
  if (text === undefined) return { name: undefined, files: [], edits: [] };
  const missing = lacking(blocks, text);
  const edits = missing.length > 0 ? [{ file: path, ...atEnd(text, missing) }] : [];
  return { name: basename(path), files: [], edits };
}

function headFor(hasEntryPoint: boolean): string {
  const how = hasEntryPoint
    ? "# Copy to .env, which the entry point reads, and fill in; what the environment sets comes first.\n"
    : "# Settings of the server's environment.\n";
  return `${how}# Never commit the values: they hold the key to every account.\n`;
}

/** Settings with the comments above them, as paragraphs. */
function blocksFor(language: LanguageId, hasEntryPoint: boolean): string[] {
  const text = (name: string): string => templateText(folder, name);
  const own = language === "python" ? text("serving.python.env") : "";
  const all = text("accounts.env") + (hasEntryPoint ? `\n${text("serving.env")}${own}` : "");
  return all.split(/\n(?=\n)/).map((block) => `${block.replace(/^\n/, "").trimEnd()}\n`);
}

const setting = /^[ \t]*(?:#[ \t]*)?(?:export[ \t]+)?([A-Z][A-Z\d_]*)[ \t]*=/;

/** The paragraphs without the settings that the text names already, each with the comment above it. */
function lacking(blocks: readonly string[], text: string): string[] {
  const named = new Set(text.split("\n").map(nameIn));
  return blocks.flatMap((block) => {
    const kept = unitsOf(block).filter(
      (unit) => !unit.some((line) => named.has(nameIn(line) ?? "")),
    );
    return kept.length > 0 ? [`${kept.flat().join("\n")}\n`] : [];
  });
}

/** Each setting with the comment above it. */
function unitsOf(block: string): string[][] {
  const units: string[][] = [[]];
  for (const line of block.trimEnd().split("\n")) {
    units.at(-1)?.push(line);
    if (nameIn(line)) units.push([]);
  }
  return units.filter((unit) => unit.length > 0);
}

function nameIn(line: string): string | undefined {
  return setting.exec(line)?.[1];
}

function atEnd(text: string, blocks: readonly string[]): { offset: number; text: string } {
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  const gap = text === "" ? "" : text.endsWith("\n") ? "\n" : "\n\n";
  const added = `${gap}# Acting in other AWS accounts.\n\n${blocks.join("\n")}`;
  return { offset: text.length, text: added.replaceAll("\n", lineBreak) };
}
