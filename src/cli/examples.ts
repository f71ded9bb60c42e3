/** Examples below the help of each command. */

import type { Command } from "commander";

const examples: Readonly<Record<string, readonly (readonly [command: string, what: string])[]>> = {
  retrofit: [
    ["mcp-retrofit ./my-server", "review what would be changed, then write it or nothing"],
    ["mcp-retrofit --dry-run ./servers > all.patch", "the diff, in the form git apply takes"],
    ["mcp-retrofit --yes --todo TODO.md ./servers", "write without asking, and list what is left"],
  ],
  check: [
    ["mcp-retrofit check ./servers", "in CI: is every tool migrated?"],
    ["mcp-retrofit check --format sarif=out.sarif .", "text on stdout, and SARIF in a file"],
    ["mcp-retrofit check --since main .", "only servers that the branch touches"],
  ],
  verify: [
    ["mcp-retrofit verify ./my-server", "run it before and after, on a local judge"],
    ["mcp-retrofit verify --tool list_buckets ./my-server", "one tool"],
  ],
  undo: [
    ["mcp-retrofit undo ./my-server", "take the last run back"],
    ["mcp-retrofit undo --list", "the runs there are to take back"],
  ],
  explain: [["mcp-retrofit explain raw-thread", "what it means, why it matters, what to do"]],
};

/** Adds them to the program and to those of its commands that have some. */
export function addExamples(program: Command): void {
  for (const command of [program, ...program.commands]) {
    const own = examples[command.name()] ?? [];
    if (own.length === 0) continue;
    const lines = own.map(([line, what]) => `  ${line}\n      ${what}`);
    command.addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
  }
}
