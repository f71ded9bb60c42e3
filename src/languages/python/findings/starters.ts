/** What starts processes: functions of Python's own and of libraries, as data, and how each is told what to run. */

import type { Node } from "web-tree-sitter";
import { type Alternatives, anything, asWord, listed, only } from "../../shell/alternatives.js";
import { usesOf } from "../../shell/command-line.js";
import type { DeclaredPrograms } from "../../shell/programs.js";
import { type Use, unknownUse } from "../../shell/use.js";
import type { OutsideCall, Wanted } from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import { textsOf, textsOfRow } from "../evaluate/texts/index.js";
import { field } from "../source/nodes.js";

/**
 * How the command is given: a list, or a text that is one for a shell where `shell=` or the library says so; a text
 * for a shell; each word as an argument; the program and then what can't be told; the program and a list of words.
 */
type Reading = "command" | "text" | "row" | "program" | "pair";

interface Starter {
  readonly path: RegExp;
  readonly reads: Reading;
  /** Arguments before the command. */
  readonly skips?: number;
  /** What runs the program that is named. */
  readonly by?: string;
  /** Whether `env=` is an argument of it, by this name. */
  readonly takesEnv?: true;
}

const starters: readonly Starter[] = [
  {
    path: /^subprocess\.(?:run|Popen|call|check_call|check_output)$/,
    reads: "command",
    takesEnv: true,
  },
  { path: /^subprocess\.(?:getoutput|getstatusoutput)$/, reads: "text" },
  { path: /^os\.(?:system|popen)$/, reads: "text" },
  { path: /^os\.(?:exec[lv]\w*|posix_spawnp?)$/, reads: "program" },
  { path: /^os\.spawn\w*$/, reads: "program", skips: 1 },
  { path: /^pty\.spawn$/, reads: "command" },
  { path: /^asyncio\.(?:subprocess\.)?create_subprocess_exec$/, reads: "row", takesEnv: true },
  { path: /^asyncio\.(?:subprocess\.)?create_subprocess_shell$/, reads: "text", takesEnv: true },
  { path: /^(?:asyncio\b.*\.)?subprocess_exec$/, reads: "row", skips: 1, takesEnv: true },
  { path: /^(?:asyncio\b.*\.)?subprocess_shell$/, reads: "text", skips: 1, takesEnv: true },
  { path: /^anyio\.(?:run_process|open_process)$/, reads: "command", takesEnv: true },
  { path: /^trio\.(?:run_process|lowlevel\.open_process)$/, reads: "command", takesEnv: true },
  { path: /^pexpect\b.*\.(?:spawnu?|runu?|PopenSpawn)$/, reads: "text", takesEnv: true },
  { path: /^ptyprocess\b.*\.spawn$/, reads: "command", takesEnv: true },
  { path: /^invoke\.(?:.*\.)?(?:run|sudo)$/, reads: "text", takesEnv: true },
  { path: /^fabric\b.*\.local$/, reads: "text", takesEnv: true },
  { path: /^mcp\b.*\.StdioServerParameters$/, reads: "pair", takesEnv: true },
  { path: /^fastmcp\b.*\.StdioTransport$/, reads: "pair", takesEnv: true },
  { path: /^fastmcp\b.*\.PythonStdioTransport$/, reads: "pair", by: "python", takesEnv: true },
  { path: /^fastmcp\b.*\.NodeStdioTransport$/, reads: "pair", by: "node", takesEnv: true },
  { path: /^fastmcp\b.*\.(?:Npx|Uvx?)StdioTransport$/, reads: "pair" },
];

const ofOs = /\b(?:system|popen|exec[lv]\w*|spawn\w*|posix_spawnp?)\b/g;

/** Words of which one is in every file that names these first, with their names there. */
const words: Wanted["words"] = [
  [
    "subprocess",
    /\b(?:run|Popen|call|check_call|check_output|getoutput|getstatusoutput|create_subprocess_exec|create_subprocess_shell|getattr)\b/g,
  ],
  ...[
    "os.system",
    "os.popen",
    "os.exec",
    "os.spawn",
    "os.posix_spawn",
    "from os import",
    "import os as",
    "import pty",
    "from pty import",
  ].map((word) => [word, ofOs] as const),
  ["anyio", /\b(?:run_process|open_process)\b/g],
  ["trio", /\b(?:run_process|open_process)\b/g],
  ["subprocess_exec", /\bsubprocess_exec\b/g],
  ["subprocess_shell", /\bsubprocess_shell\b/g],
  ["pexpect", /\b(?:spawnu?|runu?|PopenSpawn)\b/g],
  ["ptyprocess", /\bspawn\b/g],
  ["import invoke", /\b(?:run|sudo)\b/g],
  ["from invoke", /\b(?:run|sudo)\b/g],
  ["import fabric", /\blocal\b/g],
  ["from fabric", /\blocal\b/g],
  ["StdioServerParameters", /\bStdioServerParameters\b/g],
  ["StdioTransport", /\b\w*StdioTransport\b/g],
];

/** All of them, as they are looked for in code. */
export const startersWanted: Wanted = {
  words,
  path: new RegExp(starters.map(({ path }) => path.source).join("|")),
  member: /^subprocess_(?:exec|shell)$/,
};

function starterOf(path: string): Starter | undefined {
  return starters.find((each) => each.path.test(path));
}

/** Whether what starts a process takes the environment by `env=`. */
export function takesEnv(path: string): boolean {
  return starterOf(path)?.takesEnv ?? false;
}

/** Whether the process goes on when the call that starts it has returned, or is started by what the call makes. */
export function goesOn(path: string): boolean {
  return /Popen$|\.popen$|subprocess_|open_process$|^p(?:expect|typrocess)\b.*spawn|Stdio/.test(
    path,
  );
}

/**
 * Whether a process that is given no environment gets all of the server's: what MCP's clients start then gets a few
 * variables, and no others are to be added for calls that name no account.
 */
export function inheritsAll({ path, given }: OutsideCall): boolean {
  const env = given.named.get("env");
  return !/Stdio/.test(path) || (env !== undefined && env.type !== "none");
}

/** What a call that starts a process runs. */
export function usesOfCall(
  program: Program,
  call: OutsideCall,
  declared: DeclaredPrograms | undefined,
): readonly Use[] {
  const { named } = call.given;
  const { file } = call.at;
  const starter = starterOf(call.path);
  if (!starter) return [unknownUse];
  const positional = call.given.positional.slice(starter.skips ?? 0);
  const asProgram = (all: Alternatives) => usesOf(all, "program", declared);
  if (starter.reads === "program") {
    return asProgram(listed([textsOfRow(program, file, positional.slice(0, 1)), anything]));
  }
  if (starter.reads === "row") {
    const row = [...starsIn(call.at.node), ...positional].sort(
      (a, b) => a.startIndex - b.startIndex,
    );
    return asProgram(textsOfRow(program, file, row));
  }
  const names = starter.reads === "pair" ? programNames : commandNames;
  const command = positional[0] ?? names.flatMap((name) => named.get(name) ?? [])[0];
  if (!command) return [unknownUse];
  const texts = textsOf(program, { file, node: command });
  const rest = positional[1] ?? named.get("args") ?? named.get("tool_args");
  if (starter.reads === "pair" || (rest && /^pexpect/.test(call.path))) {
    const by = starter.by ? [only(starter.by)] : [];
    const given = rest ? textsOf(program, { file, node: rest }) : listed([]);
    return asProgram(listed([...by, asWord(texts), given]));
  }
  return usesOf(texts, isShell(starter, call, command) ? "shell" : "program", declared);
}

const commandNames = ["args", "cmd", "command", "argv"];
const programNames = ["command", "tool_name", "package", "script_path"];

function starsIn(call: Node): Node[] {
  return (field(call, "arguments")?.namedChildren ?? []).filter(
    ({ type }) => type === "list_splat",
  );
}

function isShell({ reads }: Starter, { path, given }: OutsideCall, command: Node): boolean {
  if (reads === "text") return true;
  if (/^anyio\./.test(path)) return /string$/.test(command.type);
  const shell = given.named.get("shell");
  return shell !== undefined && shell.text !== "False";
}
