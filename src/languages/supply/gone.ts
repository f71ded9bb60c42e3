/** Services that are gone though code imports them: a server that does not start, whatever `check` says of its tools. */

import { basename, extname, relative } from "node:path";
import type { FileStore } from "../../disk/files.js";
import { findingOf, topOf } from "../../rules/finding.js";
import type { Finding, NewFile, Scan } from "../../types.js";

/** The services that a server imports, as they should be. */
export interface AskedFor {
  /** The file of the server that imports them. */
  readonly importer: string;
  /** What is asked for first: `__init__.py`, `index.ts`. */
  readonly index: RegExp;
  readonly files: readonly NewFile[];
}

/** The services that are gone, and the finding of them, which is fixed by putting them back; none where all are there. */
export function goneServices(
  asked: AskedFor | undefined,
  root: string,
  files: FileStore,
): { readonly gone: readonly NewFile[]; readonly findings: readonly Finding[] } {
  const gone = asked ? filesGone(asked, files) : [];
  const [first] = gone;
  if (!asked || !first) return { gone, findings: [] };
  const others = gone.length > 1 ? `, with ${gone.length - 1} more` : "";
  const message = `the account services are imported, and ${relative(root, first.path)} is not there${others}`;
  const fix = { edits: [], imports: [] };
  const finding = findingOf("services-missing", { place: topOf(asked.importer), message, fix });
  return { gone, findings: [finding] };
}

/** All that is not there without its index; else what those that are there ask for: older editions have fewer files. */
function filesGone({ files: whole, index }: AskedFor, files: FileStore): NewFile[] {
  const there = whole.filter(({ path }) => files.isFile(path));
  const gone = whole.filter((file) => !there.includes(file));
  if (!there.some(({ path }) => index.test(path))) return gone;
  const texts = there.map(({ path }) => files.read(path)?.text ?? "");
  const asked = new Set<NewFile>();
  for (let text = texts.pop(); text !== undefined; text = texts.pop()) {
    for (const file of gone.filter((each) => !asked.has(each) && imports(text, each))) {
      asked.add(file);
      texts.push(file.content);
    }
  }
  return [...asked];
}

/** Whether one of the services imports another: `from .name import …`, `from "./name.js"`. */
function imports(text: string, { path }: NewFile): boolean {
  return new RegExp(`(?:\\bfrom \\.|["']\\./)${basename(path, extname(path))}\\b`).test(text);
}

/** Whether there is more to do in a server than to put its services back. */
export function hasMore({ tools, findings }: Scan): boolean {
  const others = findings.filter(({ rule }) => rule !== "services-missing");
  return [...tools, ...others].some(({ fix }) => fix);
}
