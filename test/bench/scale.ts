/** How time and memory grow with the files of a server, and the servers that are generated for it. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generated, type Kind, write } from "./generate.js";
import { type Command, run, type Sample } from "./measure.js";

/** The seed of every generated server. */
const SEED = 12;

/** Does some work over a generated server, which is gone afterwards. */
export async function withServer<T>(
  kind: Kind,
  files: number,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), `retrofit-bench-${kind}-`));
  try {
    write(folder, generated(kind, files, SEED));
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A point of the curve: one run over a server of so many files. */
export interface Point {
  readonly kind: Kind;
  readonly files: number;
  readonly sample: Sample;
}

/** One after the other, so that each is told as soon as it is known. */
export async function* curve(
  sizes: readonly number[],
  command: (folder: string) => Command,
): AsyncGenerator<Point> {
  for (const kind of ["typescript", "python"] as const) {
    for (const files of sizes) {
      const sample = await withServer(kind, files, (folder) => run(command(folder)));
      yield { kind, files, sample };
    }
  }
}
