/** Packages that start processes, workers and pools, by their documentation. Data. */

import type { Starter } from "./environment.js";

/** A package, names of its exports (`.sync` and the like included) and how those take their command. */
export interface StartingPackage {
  readonly module: RegExp;
  readonly name: RegExp;
  readonly starter: Starter;
}

const promising =
  "cross-spawn(?:-promise|-async)?|@malept/cross-spawn-promise|@expo/spawn-async|@npmcli/promise-spawn|foreground-child";
const likeNode = "child-process-promise|promisify-child-process";
const pty = "(?:@[\\w-]+/)?node-pty[\\w-]*";
const dax = "(?:jsr:)?@david/dax|dax-sh|dax";
const others =
  "nano-spawn|tinyexec|bun|teen_process|@actions/exec|sudo-prompt|node-cmd|python-shell";
const mcpClient = "@modelcontextprotocol/(?:sdk/client/stdio(?:\\.js)?|client)";

/** What is called to start a process; "" is the module of globals. */
export const starting: readonly StartingPackage[] = [
  { module: /^(node:)?child_process$/, name: /^exec(Sync)?$/, starter: "command" },
  { module: /^(node:)?child_process$/, name: /^(execFile|spawn)(Sync)?$/, starter: "file" },
  {
    module: whole(promising),
    name: /^(default|\*|spawn|crossSpawn|foregroundChild)(\.(sync|spawn))?$|^sync$/,
    starter: "file",
  },
  { module: whole(likeNode), name: /^(default\.)?exec$/, starter: "command" },
  { module: whole(likeNode), name: /^(default\.)?(execFile|spawn)$/, starter: "file" },
  { module: whole(pty), name: /^(default\.)?spawn$/, starter: "file" },
  { module: /^shelljs$/, name: /^(default\.)?exec$/, starter: "command" },
  { module: /^shelljs$/, name: /^(default\.)?cmd$/, starter: "other" },
  { module: /^execa$/, name: /^execaCommand(Sync)?$/, starter: "execa-command" },
  {
    module: /^execa$/,
    name: /^(execa|execaSync|default|\$)(\.(sync|pipe))*$/,
    starter: "execa-file",
  },
  { module: /^execa$/, name: /^(execaNode|execa\.node)$/, starter: "other" },
  {
    module: /^(sudo-prompt|node-cmd)$/,
    name: /^(default\.)?(exec|run|runSync|get)$/,
    starter: "other-command",
  },
  { module: /^python-shell$/, name: /^(default\.)?PythonShell(\.run)?$/, starter: "other" },
  {
    module: whole(others),
    name: /^(default\.)?(default|x|exec|spawn|spawnSync|getExecOutput|SubProcess)$/,
    starter: "other",
  },
  { module: whole(mcpClient), name: /^StdioClientTransport$/, starter: "other" },
  { module: /^$/, name: /^Bun\.spawn(Sync)?$/, starter: "list" },
  { module: /^$/, name: /^Deno\.(Command|run)$/, starter: "other" },
];

/** What `shelljs/global` makes global. */
export const shellGlobals = {
  mark: /['"]shelljs\/global/,
  name: /^exec$/,
  starter: "command",
} as const;

/** Packages of which a tag runs its template. */
export const tagging = whole(`zx|execa|bun|${dax}`);

/** Packages whose functions, called with options alone, give themselves again. */
export const binding = whole(`execa|zx|${dax}`);

const all = `(?:node:)?child_process|execa|zx|shelljs|${promising}|${likeNode}|${pty}|${dax}|${others}|${mcpClient}`;

/** Whether a module has something that starts processes. */
export const startingModule = new RegExp(`^(?:${all})(?:/|$)`);

/** What sources have somewhere that start processes. */
export const startingMark = new RegExp(`["'\`](?:${all})\\b|\\b(?:Bun|Deno)\\b`);

/** Packages of workers and pools: names that are constructed, and names that are called. */
const pools: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:node:)?worker_threads$/, /^(?:default\.)?Worker$/],
  [/^(?:web-worker|@eshaz\/web-worker)$/, /^(?:default|\*)$/],
  [/^$/, /^Worker$/],
  [/^piscina$/, /^(?:default\.)?(?:default|\*|Piscina)$/],
  [/^tinypool$/, /^(?:default\.)?(?:default|\*|Tinypool)$/],
  [/^jest-worker$/, /^(?:default\.)?(?:default|\*|Worker|JestWorker)$/],
  [/^threads$/, /^(?:default\.)?Worker$/],
  [/^poolifier$/, /^(?:Fixed|Dynamic)(?:Thread|Cluster)Pool$/],
  [/^node-worker-threads-pool$/, /^(?:StaticPool|DynamicPool)$/],
  [/^(?:node:)?child_process$/, /^(?:default\.)?fork$/],
  [/^(?:node:)?cluster$/, /^(?:default\.)?fork$/],
  [/^workerpool$/, /^(?:default\.)?pool$/],
  [/^worker-farm$/, /^(?:default|\*)$/],
  [/^synckit$/, /^createSyncFn$/],
];

/** Whether an export is a worker, a fork or a pool of them. */
export function isPool({
  module,
  name,
}: {
  readonly module: string;
  readonly name: string;
}): boolean {
  return pools.some(([from, named]) => from.test(module) && named.test(name));
}

const poolWords =
  "(?:node:)?(?:worker_threads|child_process|cluster)|web-worker|@eshaz/web-worker|piscina|tinypool|jest-worker|threads|poolifier|node-worker-threads-pool|workerpool|worker-farm|synckit";
export const poolModule = whole(poolWords);
export const poolMark = new RegExp(`["'\`](?:${poolWords})["'\`]|\\bnew Worker\\b`);

function whole(words: string): RegExp {
  return new RegExp(`^(?:${words})$`);
}
