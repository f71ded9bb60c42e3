/** `this.paidTool(name, …, handler)`: a registering method of a class whose source is in no file of the server. */

import { relative } from "node:path";
import type { ToolSite } from "../../../types.js";
import { asUnsupported } from "../../unsupported.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import type { External, Value } from "../evaluate/value.js";
import { hasParameter } from "../migrate/service-names.js";
import { isWrapped } from "../migrate/wrapper.js";
import { ts } from "../source/compiler.js";
import { extended, indexOf } from "../source/file-index.js";
import { above, isFunctionNode, receiverOf } from "../source/nodes.js";
import { libraryOf } from "./library-queries.js";
import { type FoundTool, type Registration, toolsNamed } from "./registration.js";

/** What a file has somewhere if it calls such a method. */
export const inheritedMark = /\bthis\s*\.\s*\w*Tool\b/;

const named = /Tool$/;
/** Methods with a tool's name and a function that do something with a tool that is there. */
const otherwise =
  /^_*(?:call|invoke|run|execute|use|get|find|has|is|on|remove|delete|unregister|update)/;

/** Calls of a method of `this`, by a name such as `paidTool`, that the server's own code doesn't have. */
function inheritedCalls(
  evaluator: Evaluator,
  source: ts.SourceFile,
): {
  readonly call: ts.CallExpression;
  readonly method: string;
  readonly values: readonly Value[];
}[] {
  return [...indexOf(source).calls]
    .filter(([method]) => named.test(method) && !otherwise.test(method))
    .flatMap(([method, calls]) =>
      calls
        .filter(ts.isCallExpression)
        .filter((call) => receiverOf(call)?.kind === ts.SyntaxKind.ThisKeyword)
        .map((call) => ({ call, method, values: evaluator.evaluate(call.expression) })),
    );
}

/**
 * The tools that are registered through a method of an installed class. What the method does with its
 * arguments can't be seen: no edit is made, but one that somebody made by hand counts.
 */
export function inheritedTools(evaluator: Evaluator, source: ts.SourceFile): Registration[] {
  return inheritedCalls(evaluator, source).flatMap(({ call, method, values }) => {
    const external = values.map(externalOf).find((each) => each !== undefined);
    if (!external || !isAgent(call, external) || !hasHandler(evaluator, call)) return [];
    const tools = installedTools(evaluator, call);
    if (tools.length === 0) return [];
    const refusal = {
      reason: `${method} is inherited from ${external.module}, whose source is not here, so that it can't be seen what becomes of the schema and the handler; register the tool on the server itself, or put ${zod} into the schema and withAccountContext round the handler by hand if both are handed on as they are`,
    };
    const change = () => refusal;
    return [{ form: "inherited", node: call, tools, parameter: change, context: change }];
  });
}

const zod = "target_account_id: targetAccountId";

function externalOf(value: Value): External | undefined {
  const external = value.kind === "unknown" ? value.external : undefined;
  return external && external.module !== "" && !libraryOf(external.module) ? external : undefined;
}

/** Whether the class that the method comes from is one for MCP, by any of its names. */
function isAgent(call: ts.CallExpression, { module, path }: External): boolean {
  const owner = above(call, ts.isClassLike);
  const names = [module, ...path, (owner && extended(owner)?.getText()) ?? ""];
  return names.some((name) => /mcp/i.test(name));
}

function hasHandler(evaluator: Evaluator, call: ts.CallExpression): boolean {
  return call.arguments.some((argument) =>
    evaluator.evaluate(argument).some(({ kind }) => kind === "function"),
  );
}

function installedTools(evaluator: Evaluator, call: ts.CallExpression): FoundTool[] {
  const [name, ...rest] = call.arguments;
  if (!name) return [];
  const tools = toolsNamed(evaluator, call, name, (env) => ({
    hasParameter: rest.some((each) => hasParameter(each, evaluator.evaluate(each, env))),
    hasContext: rest.some((each) => isWrapped(each, evaluator.evaluate(each, env))),
  }));
  return tools.filter(({ note }) => note === undefined);
}

/**
 * The tools that are registered through a method of a class of another package of the workspace.
 * `toolsOf` gives what the package that a file belongs to registers, in the words of a scan of its own:
 * there each of them is migrated.
 */
export function toolsOfWorkspace(
  evaluator: Evaluator,
  sources: readonly ts.SourceFile[],
  toolsOf: (file: string) => readonly ToolSite[],
): ToolSite[] {
  const own = new Set(evaluator.project.server.files);
  return sources.flatMap((source) =>
    inheritedCalls(evaluator, source).flatMap(({ call, method, values }) => {
      const fn = values.find(
        ({ node }) => isFunctionNode(node) && !own.has(node.getSourceFile().fileName),
      );
      const sites = fn ? toolsOf(fn.node.getSourceFile().fileName) : [];
      return sites
        .filter(({ place }) => isAt(place, call))
        .map((site) => elsewhere(site, method, evaluator.project.server.root));
    }),
  );
}

function isAt(place: ToolSite["place"], call: ts.CallExpression): boolean {
  const source = call.getSourceFile();
  if (place.file !== source.fileName) return false;
  const offset = source.getPositionOfLineAndCharacter(place.line - 1, place.column - 1);
  return offset >= call.getStart() && offset < call.end;
}

function elsewhere(site: ToolSite, method: string, root: string): ToolSite {
  if (!site.fix) return site;
  const where = relative(root, (site.registration ?? site.place).file);
  return asUnsupported(
    site,
    `${method} is inherited from another package of the workspace, which registers the tool in ${where}; name that package's folder as well`,
  );
}
