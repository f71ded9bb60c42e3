/** The commands of a script of package.json as words. Read at once and without a grammar: every server is asked. */

import { type ParseEntry, parse } from "shell-quote";

/** What parts commands; other operators belong to one. */
const between = new Set(["&&", "||", ";", "&", "|", "|&", ";;", "(", ")"]);

/** The words of each command in a script, quotes taken off and variables left as they are. */
export function commandsOfScript(script: string): string[][] {
  const commands: string[][] = [[]];
  for (const line of script.split("\n")) {
    for (const entry of parse(line, (name) => `$${name}`)) {
      const word = wordOf(entry);
      if (word === undefined) commands.push([]);
      else commands.at(-1)?.push(word);
    }
    commands.push([]);
  }
  return commands.filter((words) => words.length > 0);
}

/** One word; undefined where a command ends. */
function wordOf(entry: ParseEntry): string | undefined {
  if (typeof entry === "string") return entry;
  if ("comment" in entry) return undefined;
  if ("pattern" in entry) return entry.pattern;
  return between.has(entry.op) ? undefined : entry.op;
}
