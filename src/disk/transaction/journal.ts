/**
 * What a run writes, and what was there before: on the disk before anything else is touched, until the run is
 * finished, and from then on for `undo`. Every home of the run's servers has a copy.
 */

import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, normalize } from "node:path";
import { UserError } from "../../errors.js";
import type { Span } from "../../types.js";
import { createDurably, makeFolderDurably, syncFolder } from "../durable.js";
import type { SourceText } from "../files.js";
import { isWithin } from "../paths.js";
import { homeOf, homesOf, runsFolder, territoryOf, unfinishedPath } from "./home.js";

/** One file of a run. */
export interface FileRecord {
  readonly path: string;
  /** Its permissions: those that it had, or those that it is given. */
  readonly mode: number;
  /** Undefined where there was no file. */
  readonly before?: SourceText;
  /** Undefined where the run takes the file away. */
  readonly after?: SourceText;
  /** Where nothing but insertions was made: what of `after` they are. */
  readonly insertions?: readonly Span[];
}

export interface Journal {
  readonly version: typeof VERSION;
  /** Sorts by time. */
  readonly id: string;
  /** In ISO 8601, UTC. */
  readonly started: string;
  /** The roots of the servers, which say where the copies are and where the run may write. */
  readonly roots: readonly string[];
  /** In the order in which they are written. */
  readonly files: readonly FileRecord[];
  /** The folders that the run makes, the outer ones first. */
  readonly made: readonly string[];
  /** The folders that go when the run is finished, the outer ones first, unless something else is in them. */
  readonly emptied: readonly string[];
  /** The id of the run that this one takes back. */
  readonly undoes?: string;
}

const VERSION = 1;
/** The finished runs whose journals are kept for `undo`. */
const MOST_RUNS = 20;

type Content = Pick<Journal, "roots" | "files" | "made" | "emptied" | "undoes">;

export function createJournal(content: Content): Journal {
  const started = new Date().toISOString();
  const id = `${started.replaceAll(/[:.]/g, "-")}-${process.pid}`;
  return { version: VERSION, id, started, ...content };
}

/** Puts the journal of a run that begins on the disk. Throws UserError where one is unfinished that nobody has settled. */
export function open(journal: Journal): void {
  const bytes = Buffer.from(JSON.stringify(journal));
  for (const home of homesOf(journal.roots)) {
    const path = unfinishedPath(home);
    if (existsSync(path)) throw new UserError(`${path}: a run was cut short meanwhile; run again`);
    const draft = `${path}.new`;
    rmSync(draft, { force: true });
    createDurably(draft, bytes, 0o600);
    renameSync(draft, path);
    syncFolder(home);
  }
}

/** Says that everything of a run is on the disk: its journal is kept for `undo`, or goes with the one that it took back. */
export function close(journal: Journal): void {
  for (const home of homesOf(journal.roots)) {
    if (journal.undoes === undefined) keep(home, journal.id);
    else {
      rmSync(runPath(home, journal.undoes), { force: true });
      if (existsSync(runsFolder(home))) syncFolder(runsFolder(home));
      if (idOf(unfinishedPath(home)) === journal.id) rmSync(unfinishedPath(home));
    }
    syncFolder(home);
  }
}

/** Says that nothing of a run is on the disk. */
export function drop(journal: Journal): void {
  for (const home of homesOf(journal.roots)) {
    rmSync(`${unfinishedPath(home)}.new`, { force: true });
    if (idOf(unfinishedPath(home)) !== journal.id) continue;
    rmSync(unfinishedPath(home));
    syncFolder(home);
  }
}

function keep(home: string, id: string): void {
  makeFolderDurably(runsFolder(home), 0o700);
  // Another's, or none, where a run that was cut short had come so far in this home.
  if (idOf(unfinishedPath(home)) === id) renameSync(unfinishedPath(home), runPath(home, id));
  syncFolder(runsFolder(home));
  for (const old of runIds(home).slice(0, -MOST_RUNS)) rmSync(runPath(home, old), { force: true });
}

/** The unfinished run of a home; undefined where there is none. */
export function unfinishedIn(home: string): Journal | undefined {
  return existsSync(unfinishedPath(home)) ? read(unfinishedPath(home), home) : undefined;
}

/** The finished runs of a home that can be taken back, the last one first. */
export function runsIn(home: string): Journal[] {
  return runIds(home)
    .reverse()
    .map((id) => read(runPath(home, id), home));
}

function runIds(home: string): string[] {
  if (!existsSync(runsFolder(home))) return [];
  const names = readdirSync(runsFolder(home)).filter((name) => name.endsWith(".json"));
  return names.map((name) => name.slice(0, -".json".length)).sort();
}

function runPath(home: string, id: string): string {
  return join(runsFolder(home), `${id}.json`);
}

function read(path: string, home: string): Journal {
  const journal = parsed(readFileSync(path, "utf8"));
  if (journal?.version !== VERSION) {
    const what = journal
      ? `of version ${journal.version}, which this retrofit does not know`
      : "not a journal";
    throw new UserError(`${path}: ${what}: use the retrofit that wrote it, or remove it`);
  }
  const own = ownPart(journal, home);
  if (own.files.length > 0 || journal.files.length === 0) return own;
  throw new UserError(
    `${path}: it speaks of ${journal.files[0]?.path}, which is not in this work tree: take the run back where it was made, or remove the journal`,
  );
}

function parsed(text: string): Journal | undefined {
  try {
    const value = JSON.parse(text);
    return Array.isArray(value?.files) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What of a journal its home has a say over: its own servers, and others where a copy lies in their homes. Somebody may
 * have been handed a repository with a journal in it that speaks of the rest of his disk.
 */
function ownPart(journal: Journal, home: string): Journal {
  const territories = journal.roots
    .filter((root) => homeOf(root) === home || hasCopy(homeOf(root), journal.id))
    .map(territoryOf);
  const isOwn = (path: string): boolean =>
    normalize(path) === path && territories.some((each) => isWithin(path, each));
  return {
    ...journal,
    files: journal.files.filter(({ path }) => isOwn(path)),
    made: journal.made.filter(isOwn),
    emptied: journal.emptied.filter(isOwn),
  };
}

function hasCopy(home: string, id: string): boolean {
  return existsSync(runPath(home, id)) || idOf(unfinishedPath(home)) === id;
}

function idOf(path: string): string | undefined {
  return existsSync(path) ? parsed(readFileSync(path, "utf8"))?.id : undefined;
}
