/** The commands that build a server, as the scripts of its package.json give them. */

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

function commandsOf(name: string, scripts: Scripts, depth: number): string[] {
  if (depth > 5) return [];
  const hooked = [`pre${name}`, name, `post${name}`].flatMap((each) => scripts[each] ?? []);
  return hooked
    .flatMap((script) => script.split(/&&|\|\||[;&|\n]/))
    .flatMap((command) => {
      const inner = scriptsRunBy(command.trim(), scripts);
      return inner.length > 0
        ? inner.flatMap((each) => commandsOf(each, scripts, depth + 1))
        : [bare(command)];
    })
    .filter((command) => command !== "");
}

/** The scripts that a command runs: `npm run x`, `pnpm x`, `run-s x y`, `concurrently "npm:x"`. */
function scriptsRunBy(command: string, scripts: Scripts): string[] {
  const [first = "", ...rest] = bare(command).replaceAll(/["']/g, "").split(/\s+/);
  if (!/^(?:npm|pnpm|yarn|bun|run-[sp]|npm-run-all2?|concurrently)$/.test(first)) return [];
  const named = rest.map((word) => word.replace(/^(?:npm|pnpm|yarn|bun):/, ""));
  const own = named.filter((word) => scripts[word] !== undefined);
  return /^(?:run-|npm-run|conc)/.test(first) ? own : own.slice(0, 1);
}

/** A command without variables set for it and without what merely runs it. */
function bare(command: string): string {
  const before =
    /^(?:\w+=\S*\s+|(?:cross-env|npx|bunx|dotenv|corepack|pnpx)\s+|(?:npm|pnpm|yarn|bun)\s+(?:exec|dlx|x)\s+|--\s+|-\w+\s+|--[\w-]+\s+)+/;
  return command
    .trim()
    .replace(before, "")
    .replace(/^(?:\.\/)?node_modules\/\.bin\//, "");
}
