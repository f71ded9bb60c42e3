/** Finds the tools that a server's own code registers, each with its state and its fix. */

import type { Example, ToolSite } from "../../../types.js";
import { byPlace } from "../../by-place.js";
import { exampleAmong } from "../../supply/example/call.js";
import { createEvaluator } from "../evaluate/evaluate.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { exampleArguments } from "../examples/index.js";
import { credentialWriteIn } from "../findings/environment-credentials.js";
import { type Handlers, handlersOf } from "../findings/handlers.js";
import { keptAccounts } from "../findings/ways.js";
import { ownReads } from "../migrate/account-reads.js";
import { sitesOf } from "../migrate/state.js";
import { packageOf } from "../project/dependents.js";
import type { ts } from "../source/compiler.js";
import { openProject } from "../source/parse.js";
import { checkedImports, lackingExports } from "../supply/services-exports.js";
import { sourcesOfAliases } from "./aliased-methods.js";
import { folded, makersOf } from "./fold.js";
import { inheritedMark, inheritedTools, toolsOfWorkspace } from "./inherited.js";
import { handWritten, handWrittenMark } from "./json-rpc.js";
import { linesOf } from "./library-queries.js";
import { lowLevelPairs, requestHandlers } from "./low-level.js";
import { frameworkTools } from "./mcp-framework.js";
import { toolsByMethod } from "./methods.js";
import { nestTools } from "./nest.js";
import { handedOn } from "./passed-on.js";
import { decoratorPattern, either, methodPattern, toolMethods } from "./prefilter.js";
import type { Form, FoundTool } from "./registration.js";
import { setLater, unlessSetLater } from "./set-later.js";
import { untypedReceivers } from "./untyped-receivers.js";
import { exportedTools } from "./xmcp.js";

/** What a file has somewhere if it registers a tool: the name of what registers. */
const pattern = either(
  methodPattern(toolMethods),
  decoratorPattern(linesOf("decorator", "tool")),
  inheritedMark,
  handWrittenMark,
);

/** The forms that are told file by file. */
const forms: readonly Form[] = [
  toolsByMethod,
  nestTools,
  inheritedTools,
  handedOn,
  untypedReceivers,
  handWritten,
];

/** The tools of a server, and a call of one of them. */
export interface FoundTools {
  readonly tools: ToolSite[];
  readonly example: Example | undefined;
  /** The functions that answer their calls. */
  readonly handlers: Handlers;
}

/** Every tool of a server, by its place: those that it registers through a package of its workspace as well. */
export function findTools(evaluator: Evaluator): FoundTools {
  const { files } = evaluator.project;
  const packages = new Map<string, readonly ToolSite[]>();
  const toolsOf = (file: string): readonly ToolSite[] => {
    const owner = packageOf(file, files);
    const known = packages.get(owner.root);
    if (known) return known;
    const found = registeredTools(createEvaluator(openProject(owner, files))).tools;
    packages.set(owner.root, found);
    return found;
  };
  const through = toolsOfWorkspace(
    evaluator,
    evaluator.project.sourcesWith(inheritedMark),
    toolsOf,
  );
  const { tools, ...found } = registeredTools(evaluator);
  return { tools: [...tools, ...through].sort(byPlace), ...found };
}

function registeredTools(evaluator: Evaluator): FoundTools {
  const { project } = evaluator;
  const { server, files } = project;
  const aliased = sourcesOfAliases(evaluator, toolMethods);
  const sources = [...new Set([...project.sourcesWith(pattern), ...aliased])];
  const single = [
    ...sources.flatMap((source) => forms.flatMap((form) => form(evaluator, source))),
    ...frameworkTools(evaluator),
  ];
  const requests = sources.flatMap((source) => requestHandlers(evaluator, source));
  const registrations = [
    ...lowLevelPairs(evaluator, requests, single),
    ...exportedTools(evaluator),
  ];
  const reads = ownReads(project);
  const lacking = lackingExports(server, files);
  const later = setLater(evaluator);
  const handlers = handlersOf(evaluator, registrations);
  const unreached = {
    setup: (from: readonly ts.Node[]) => credentialWriteIn(evaluator, from),
    kept: keptAccounts(evaluator, handlers),
  };
  const placed = registrations.flatMap((each) => {
    const makers = makersOf(evaluator, each.node);
    return sitesOf(each, evaluator.project, reads, unreached).map((site, at) => ({
      site: unlessSetLater(site, each.node, later),
      makers,
      input: each.tools[at]?.input,
    }));
  });
  const tools = folded(placed).map((tool) => checkedImports(tool, project, lacking));
  return { tools, example: exampleOf(evaluator, placed), handlers };
}

interface Exemplary {
  readonly site: ToolSite;
  readonly input: FoundTool["input"];
}

/** A call of one of the tools whose schema can be read. */
function exampleOf(evaluator: Evaluator, placed: readonly Exemplary[]): Example | undefined {
  const readable = placed.flatMap(({ site, input }) => (input ? [{ ...site, input }] : []));
  return exampleAmong(readable.toSorted(byPlace), ({ input }) => {
    const schemas = input();
    return schemas ? exampleArguments(evaluator, schemas) : {};
  });
}
