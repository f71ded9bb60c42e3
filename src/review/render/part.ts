/** What is written beside the tools' own edits: each file once, all of it. */

import type { ChalkInstance } from "chalk";
import { count } from "../../report/count.js";
import type { Deck } from "../deck.js";
import { hunksOf } from "../marked.js";
import type { Kind, Part, Shared } from "../rest.js";
import { pathText } from "./about.js";
import { codeLines, hunkLines } from "./code.js";
import { wrap } from "./text.js";

const CONTEXT = 2;

const said: Readonly<Record<Kind, { readonly title: string; readonly why: string }>> = {
  imports: {
    title: "imports",
    why: "What the tools' edits name is imported, in the style of each file.",
  },
  fixes: {
    title: "clients and other fixes",
    why: "AWS clients that would keep an account of their own get the credentials of the call. They go with the tools: without them a tool would ignore the account that it is given.",
  },
  comments: {
    title: "comments that leave tools out",
    why: "What you left out for good is not asked about again, and `check` lists it as ignored.",
  },
  around: {
    title: "manifests and documentation",
    why: "Dependencies of the account services, and how to call a tool with an account.",
  },
  added: {
    title: "new files",
    why: "What starts and deploys the server with accounts. Nothing that is there is overwritten.",
  },
  services: {
    title: "account services, copied as they are",
    why: "They look an account up, decrypt its keys and assume its role. They become part of the server, and yours.",
  },
};

/** `imports: 4 files`. */
export function partTitle({ kind, files }: Part): string {
  return `${said[kind].title}: ${count(files.flatMap(({ paths }) => paths).length, "file")}`;
}

export function partLines(part: Part, deck: Deck, width: number, paint: ChalkInstance): string[] {
  return [
    ...wrap(paint.dim(said[part.kind].why), width),
    "",
    ...part.files.flatMap((file) => [...fileLines(file, deck, width, paint), ""]),
  ];
}

function fileLines(file: Shared, deck: Deck, width: number, paint: ChalkInstance): string[] {
  const { paths, lines, isNew, isExecutable } = file;
  const [first = "", ...others] = paths.map((path) => pathText(path, deck));
  const what = `${isNew ? "new: " : ""}${first}${isExecutable ? " (a program)" : ""}`;
  const same = others.length > 0 ? paint.dim(`, and the same at ${others.join(", ")}`) : "";
  const code = isNew
    ? lines.flatMap((line) => codeLines(line, width, paint))
    : hunkLines(hunksOf(lines, CONTEXT), width, paint);
  return [...wrap(paint.bold(what) + same, width), ...code];
}
