/** The project's own formatter, for lines that the insertions made longer: nothing runs it, its command is said. */

import { relative, sep } from "node:path";
import { findingOf, topOf } from "../../rules/finding.js";
import type { Finding, Scan, Server } from "../../types.js";

/** How many files are named one by one. */
const most = 6;

/** The note that says how to format the sources which change; `command` takes their names at its end. */
export function formatNote(
  { root, manifest }: Server,
  { tools, findings }: Pick<Scan, "tools" | "findings">,
  command: string | undefined,
): Finding[] {
  const fixes = [...tools, ...findings].flatMap(({ fix }) => fix ?? []);
  const edited = fixes.flatMap(({ edits, imports }) => [...edits, ...imports]);
  const names = [...new Set(edited.map(({ file }) => file))]
    .map((file) => relative(root, file).split(sep).join("/"))
    .sort();
  if (command === undefined || names.length === 0) return [];
  const isFew = names.length <= most && names.every((name) => /^[\w./@-]+$/.test(name));
  const endings = [...new Set(names.map((name) => `'*.${name.split(".").at(-1)}'`))].join(" ");
  const whole = isFew
    ? `${command} ${names.join(" ")}`
    : `git diff --name-only --relative -z -- ${endings} | xargs -0 ${command}`;
  return [
    findingOf("run-formatter", {
      place: topOf(manifest ?? root),
      message: "insertions make lines longer, which the project's formatter may break otherwise",
      remedy: `run \`${whole}\``,
    }),
  ];
}
