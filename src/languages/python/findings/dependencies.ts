/**
 * What a library resolves before a tool's own body runs: `Depends` of fastmcp, `Resolve` of mcp 2. The services
 * switch to the account where the library runs the tool, and so before that; older copies of them do not.
 */

import { dirname, join } from "node:path";
import type { Finding } from "../../../types.js";
import { outsideCalls, type Wanted } from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import type { FoundTool } from "../forms/found-tool.js";
import { resolvers } from "../forms/library-queries.js";
import { SERVICES } from "../imports/service-names.js";
import { decoratorsOf } from "../source/nodes.js";
import { finding } from "./code.js";
import { mayReach } from "./reach.js";

const resolved: Wanted = {
  words: resolvers.map(({ word }) => [word, new RegExp(`\\b(?:${word}|getattr)\\b`, "g")]),
  path: new RegExp(
    `^(?:${resolvers
      .map(({ word, modules }) => `(?:${modules.join("|").replaceAll(".", "\\.")})\\b.*\\.${word}`)
      .join("|")})$`,
  ),
};
const keywords = resolvers.map(({ keyword }) => keyword);

const remedies = {
  services: `remove the folder ${SERVICES} and run retrofit again: its services run dependencies in the account of the call`,
  task: "make the value in the tool itself: the worker of a task resolves dependencies outside of the call",
};

/** Each dependency that uses AWS and that nothing resolves in the account of the call. */
export function dependencies(program: Program, tools: readonly FoundTool[]): Finding[] {
  return outsideCalls(program, resolved).flatMap(({ at, given: { positional, named } }) => {
    const work = positional[0] ?? keywords.flatMap((each) => named.get(each) ?? [])[0];
    if (!work || !mayReach(program, { file: at.file, node: work })) return [];
    const tool = tools.find(
      ({ file, definition }) =>
        file === at.file &&
        definition !== undefined &&
        definition.startIndex <= at.node.startIndex &&
        definition.endIndex >= at.node.endIndex,
    );
    const reason = reasonAt(program, at.file, tool);
    return reason ? finding(program, "other-process", at, message, remedies[reason]) : [];
  });
}

const message =
  "this dependency is resolved before the account is known: in the server's own account, or refused in strict mode";

function reasonAt(
  program: Program,
  file: string,
  tool: FoundTool | undefined,
): keyof typeof remedies | undefined {
  if (servicesAreOlder(program, file)) return "services";
  const decorators = tool?.definition ? decoratorsOf(tool.definition) : [];
  return decorators.some(({ text }) => /\btask\s*=\s*(?!False\b|None\b)/.test(text))
    ? "task"
    : undefined;
}

/** Whether the services that are there switch only in the tool's own wrapper. */
function servicesAreOlder({ project }: Program, file: string): boolean {
  const { root } = project.server;
  for (let folder = dirname(file); folder.startsWith(root); folder = dirname(folder)) {
    const services = join(folder, SERVICES);
    if (!project.files.isFile(join(services, "__init__.py"))) continue;
    return !project.files.read(join(services, "mcp_hooks.py"))?.text.includes("_run_tool");
  }
  return false;
}
