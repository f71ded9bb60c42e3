/** Mutants that no test need see, and why. */

interface Known {
  readonly path: string;
  /** As `npm run mutate` prints it: `before  →  after`. */
  readonly change: string;
  readonly reason: string;
}

const known: readonly Known[] = [];

/** Why this change of a file is none that a test need see; undefined where it should. */
export function reasonFor(path: string, change: string): string | undefined {
  return known.find((each) => each.path === path && each.change === change)?.reason;
}
