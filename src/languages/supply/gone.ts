/** Services that are gone though code imports them: a server that does not start, whatever `check` says of its tools. */

import { basename, extname, relative } from "node:path";
import type { FileStore } from "../../disk/files.js";
import { findingOf, topOf } from "../../rules/finding.js";
import type { Edit, Finding, NewFile, Scan } from "../../types.js";

/** The services that a server imports, as they should be. */
export interface AskedFor {
  /** The file of the server that imports them. */
  readonly importer: string;
  /** What is asked for first: `__init__.py`, `index.ts`. */
  readonly index: RegExp;
  readonly files: readonly NewFile[];
  /** Whether the server uses all of these files; else those that are there tell which. */
  readonly isWhole?: boolean;
  /** What an index that is there is to gain. */
  readonly edits?: readonly Edit[];
  /** What is not there of an edition whose files are not carried along any more. */
  readonly lost?: string | undefined;
}

/** The services that are gone, and the finding of them, which is fixed by putting them back; none where all are there. */
export function goneServices(
  asked: AskedFor | undefined,
  root: string,
  files: FileStore,
): { readonly gone: readonly NewFile[]; readonly findings: readonly Finding[] } {
  const gone = asked ? filesGone(asked, files) : [];
  if (!asked) return { gone, findings: [] };
  const { importer, edits = [], lost } = asked;
  const place = topOf(importer);
  const told = (what: string): string => `the account services are imported, and ${what}`;
  const isThere = (path: string): string => `${relative(root, path)} is not there`;
  if (lost !== undefined) {
    const remedy =
      "restore it, or remove the folder and run `retrofit` again, which copies this edition";
    const message = told(`${isThere(lost)}, which belongs to an earlier edition`);
    return { gone, findings: [findingOf("services-missing", { place, message, remedy })] };
  }
  const [first] = gone;
  const [edit] = edits;
  if (!first && !edit) return { gone, findings: [] };
  const others = gone.length > 1 ? `, with ${gone.length - 1} more` : "";
  const lacking = `${relative(root, edit?.file ?? "")} lacks names that are imported from it`;
  const message = told(first ? `${isThere(first.path)}${others}` : lacking);
  const fix = { edits: [], imports: [] };
  return { gone, findings: [findingOf("services-missing", { place, message, fix })] };
}

/** All that is not there without its index; else what those that are there ask for: older editions have fewer files. */
function filesGone({ files: whole, index, isWhole }: AskedFor, files: FileStore): NewFile[] {
  const there = whole.filter(({ path }) => files.isFile(path));
  const gone = whole.filter((file) => !there.includes(file));
  if (isWhole || !there.some(({ path }) => index.test(path))) return gone;
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
