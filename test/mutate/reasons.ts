/** Mutants that no test need see, and why. */

interface Known {
  readonly path: string;
  /** As `npm run mutate` prints it: `before  →  after`. */
  readonly change: string;
  readonly reason: string;
}

const known: readonly Known[] = [
  ...["true", "useful.length >= 0"].map((replacement) => ({
    path: "src/languages/python/evaluate/calls.ts",
    change: `useful.length > 0  →  ${replacement}`,
    reason:
      "only what names a tool tells None from nothing, and no server has a function for that which gives None",
  })),
  {
    path: "src/languages/python/findings/served.ts",
    change: "program.project.files.read(file)?.text  →  program.project.files.read(file).text",
    reason: "a source that has been parsed can be read",
  },
  {
    path: "src/plan/gates/index.ts",
    change: "fix?.edits  →  fix.edits",
    reason: "what is selected has a fix; the type of a tool does not know",
  },
  {
    path: "src/plan/gates/index.ts",
    change: '"all"  →  ""',
    reason: "only the word for the tools alone makes a difference",
  },
  {
    path: "src/languages/python/migrate/format-response.ts",
    change: "name.parent?.type  →  name.parent.type",
    reason: "a name stands in something; the type of a node does not know",
  },
  {
    path: "src/disk/transaction/lock.ts",
    change: 'code === "ENOENT"  →  false',
    reason:
      "the folder goes only where another writer ends in the moment between making it and this",
  },
  {
    path: "src/languages/python/evaluate/aliases.ts",
    change: "left?.namedChildren  →  left.namedChildren",
    reason: "an assignment has a left side; the type of a field does not know",
  },
];

/** Why this change of a file is none that a test need see; undefined where it should. */
export function reasonFor(path: string, change: string): string | undefined {
  return known.find((each) => each.path === path && each.change === change)?.reason;
}
