/** What of the languages is to be known to take a run back. */

import { existsSync } from "node:fs";
import { extname } from "node:path";
import { createFileStore, encode } from "../disk/files.js";
import type { FileRecord } from "../disk/transaction/journal.js";
import type { Knowledge } from "../disk/transaction/take-back.js";
import type { Language } from "../languages/language.js";
import { languageOf, languages } from "../languages/registry.js";
import { namesLeft } from "../plan/unpick.js";
import { discover } from "../run/discover.js";

export const knowledge: Knowledge = {
  async objectionTo({ path, after, insertions = [] }, left) {
    const language = languageFor(path);
    if (!language || !after) return undefined;
    const [name] = namesLeft(after.text, insertions, left);
    if (name) return `what was written since uses ${name}, which the run brought`;
    const problem = await language.syntaxProblem(path, left);
    return problem && `without the insertions it would not parse: ${problem.message}`;
  },

  async objectionsTo(roots, records) {
    const going = records.filter(({ after }) => !after).map(({ path }) => path);
    if (!going.some(languageFor)) return [];
    const files = createFileStore().over(bytesAfter(records));
    const { servers } = discover(roots.filter(existsSync), languages, files);
    const targets = new Set(going);
    const found = servers.map((server) =>
      languageOf(server.language).importers(server, files, targets),
    );
    return (await Promise.all(found))
      .flat()
      .map(({ file, imported }) => `${file}: it imports ${imported}, which the run added`);
  },

  leftovers: (path) => languageFor(path)?.leftovers?.(path) ?? [],
};

function languageFor(path: string): Language | undefined {
  return languages.find(({ extensions }) => extensions.includes(extname(path)));
}

function bytesAfter(records: readonly FileRecord[]): Map<string, Uint8Array> {
  return new Map(records.flatMap(({ path, after }) => (after ? [[path, encode(after)]] : [])));
}
