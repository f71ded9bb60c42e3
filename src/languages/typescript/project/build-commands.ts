/** The commands that build a server, as the scripts of its package.json give them. */

import { known, knownIn } from "../../shell/text.js";
import { runBy } from "../../shell/unwrap.js";
import { commandsOfScript } from "./script-words.js";

type Scripts = Readonly<Record<string, string>>;

/** The script that compiles or bundles: `build`, or the first that another common name gives. */
export function buildScript(scripts: Scripts = {}): string | undefined {
  const names = ["build", "compile", "tsc", "prepare", "prepack", "prepublishOnly"];
  return names.find((name) => scripts[name] !== undefined);
}

/** The commands of the build, one after another; those of scripts that it runs stand in their place. */
export function buildCommands(scripts: Scripts = {}): string[] {
  const name = buildScript(scripts);
  return name ? commandsOf(name, scripts, 0) : [];
}

/** Scripts that run scripts that run scripts: what goes deeper builds nothing. */
const deepest = 5;

function commandsOf(name: string, scripts: Scripts, depth: number): string[] {
  if (depth > deepest) return [];
  const hooked = [`pre${name}`, name, `post${name}`].flatMap((each) => scripts[each] ?? []);
  return hooked.flatMap(commandsOfScript).flatMap((words) => {
    const command = bareCommand(words);
    const inner = scriptsRunBy(command, scripts);
    if (inner.length > 0) return inner.flatMap((each) => commandsOf(each, scripts, depth + 1));
    return command.length > 0 ? [command.join(" ")] : [];
  });
}

const packageManagers = new Set(["npm", "pnpm", "yarn", "bun"]);
const runnersOfSeveral = new Set(["run-s", "run-p", "npm-run-all", "npm-run-all2", "concurrently"]);

/** The scripts that a command runs: `npm run x`, `pnpm x`, `run-s x y`, `concurrently "npm:x"`. */
function scriptsRunBy([first = "", ...rest]: readonly string[], scripts: Scripts): string[] {
  const own = rest
    .flatMap((word) => word.split(" "))
    .map((word) => word.replace(/^(?:npm|pnpm|yarn|bun):/, ""))
    .filter((word) => Object.hasOwn(scripts, word));
  if (runnersOfSeveral.has(first)) return own;
  return packageManagers.has(first) ? own.slice(0, 1) : [];
}

/** A command without variables set for it and without what merely runs it. */
export function bareCommand(words: readonly string[]): readonly string[] {
  const start = words.findIndex((word) => !/^\w+=/.test(word));
  const [program = "", ...rest] = start < 0 ? [] : words.slice(start);
  if (program === "") return [];
  const own = [program.replace(/^(?:\.\/)?node_modules\/\.bin\//, ""), ...rest];
  const run = runBy({ words: own.map(known), environment: [] });
  return run && "command" in run ? bareCommand(run.command.words.map(knownIn)) : own;
}
