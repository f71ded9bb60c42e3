/** What a command does to the disk, step by step, with what has to be synced for each change to last. */

import { dirname } from "node:path";
import { isWithin } from "../../src/disk/paths.js";
import { inject } from "./faults.mjs";
import type { Disk, Entry } from "./snapshot.js";

type File = Exclude<Entry, "folder">;
/** A folder, by its path, or a file, by the number of its opening. */
type Thing = string | number;

/** A change: of names in folders, or of what is in a file. */
export interface Change {
  /** It lasts once any of these is synced. */
  readonly of: readonly Thing[];
  apply(disk: Disk, opened: Map<number, File>): void;
}
export type Step = Change | { readonly syncs: Thing };

type Call = (args: never, result: number) => readonly Step[];

/** Gives the steps of what is done meanwhile below some folders. */
export async function record(
  below: readonly string[],
  act: () => Promise<unknown>,
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  const calls = createCalls();
  const end = inject({
    below,
    names: Object.keys(calls),
    at: 1,
    until: Number.POSITIVE_INFINITY,
    behind: true,
    act: (name, _subject, args, result) => {
      steps.push(...(calls[name]?.(args as never, result as number) ?? []));
    },
  });
  try {
    await act();
  } finally {
    end();
  }
  return steps;
}

function createCalls(): Record<string, Call> {
  let count = 0;
  const opened = new Map<number, Thing>();
  const inFile = (fd: number, change: (file: File) => void): Step[] => {
    const of = opened.get(fd) ?? "";
    const apply: Change["apply"] = (_disk, files) => {
      const file = files.get(of as number);
      if (file) change(file);
    };
    return [{ of: [of], apply }];
  };
  return {
    openSync([path, flags]: [string, string], fd) {
      opened.set(fd, flags === "wx" ? ++count : path);
      return flags === "wx" ? [creation(path, count)] : [];
    },
    writeSync([fd, bytes, offset, length]: [number, Buffer, number, number], written) {
      const part = Buffer.from(bytes.subarray(offset, offset + Math.min(written, length)));
      return inFile(fd, (file) => {
        file.bytes = Buffer.concat([file.bytes, part]);
      });
    },
    fchmodSync: ([fd, mode]: [number, number]) =>
      inFile(fd, (file) => {
        file.mode = mode;
      }),
    fsyncSync: ([fd]: [number]) => [{ syncs: opened.get(fd) ?? "" }],
    mkdirSync: ([path]: [string]) => [
      named([path], (disk) => disk.has(dirname(path)) && disk.set(path, "folder")),
    ],
    renameSync: ([from, to]: [string, string]) => [
      named([from, to], (disk) => move(disk, from, to)),
    ],
    rmSync: ([path]: [string]) => [named([path], (disk) => disk.delete(path))],
    rmdirSync: ([path]: [string]) => [
      named([path], (disk) => {
        for (const each of [...disk.keys()]) if (isWithin(each, path)) disk.delete(each);
      }),
    ],
  };
}

function named(paths: readonly string[], apply: Change["apply"]): Change {
  return { of: paths.map((path) => dirname(path)), apply };
}

function creation(path: string, number: number): Change {
  return named([path], (disk, opened) => {
    const file = { bytes: Buffer.of(), mode: 0o600 };
    opened.set(number, file);
    if (disk.has(dirname(path))) disk.set(path, file);
  });
}

function move(disk: Disk, from: string, to: string): void {
  const entry = disk.get(from);
  if (entry === undefined || !disk.has(dirname(to))) return;
  disk.delete(from);
  disk.set(to, entry);
}
