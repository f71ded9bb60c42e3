/** The low-level pair: one handler lists the tools, another dispatches the calls. Both are wrapped. */

import type { Evaluator } from "../evaluate/evaluator.js";
import {
  type Change,
  change,
  isCallOf,
  type Refusal,
  together,
  wentThrough,
} from "../migrate/service-names.js";
import { ownReading } from "../migrate/wrapper.js";
import { isLibraryFile } from "../project/mcp-library.js";
import { ts } from "../source/compiler.js";
import { around } from "../source/insert.js";
import { above, receiverOf } from "../source/nodes.js";
import { isDelegating } from "./delegating.js";
import { linesOf } from "./library-queries.js";
import { listedTools } from "./listed-tools.js";
import { type Registration, unnamed } from "./registration.js";
import { type RequestHandler, requestOf } from "./request-kind.js";
import { serverCalls } from "./server-calls.js";

const lines = linesOf("method", "request");
const listWrapper = new Set(["withAccountList"]);
const callWrapper = new Set(["withAccountCall"]);

/** The handlers of tools/list and tools/call that one file sets on an MCP server. */
export function requestHandlers(evaluator: Evaluator, source: ts.SourceFile): RequestHandler[] {
  if (isLibraryFile(evaluator.project, source.fileName)) return [];
  const calls = lines.flatMap((line) => serverCalls(evaluator, source, line));
  return calls.flatMap(({ call, args }) => {
    const request = args[0] && requestOf(evaluator, args[0]);
    const handler = args.at(-1);
    return request && handler && args.length > 1 ? [{ call, handler, request }] : [];
  });
}

/**
 * Pairs up the handlers of a server's files, and says what each pair lists. A list without calls
 * beside it, in a server that registers tools one by one, overrides what the SDK would list of them:
 * no tools of its own, but each of theirs needs it wrapped; nor has one that asks what is registered.
 */
export function lowLevelPairs(
  evaluator: Evaluator,
  all: readonly RequestHandler[],
  others: readonly Registration[],
): Registration[] {
  const handlers = all.filter((each) => !isDelegating(evaluator, each));
  const lists = handlers.filter(({ request }) => request === "list");
  const calls = handlers.filter(({ request }) => request === "call");
  const paired = new Set<RequestHandler>();
  const overriding: RequestHandler[] = [];
  const pairs = lists.flatMap((list) => {
    const free = calls.filter((each) => !paired.has(each));
    const call = partnerOf(list, free);
    if (call) paired.add(call);
    if (call || others.length === 0) return [pairRegistration(evaluator, list, call)];
    overriding.push(list);
    return [];
  });
  const alone = calls.filter((call) => !paired.has(call)).map((call) => callOnly(evaluator, call));
  return [...others.map((each) => overridden(evaluator, each, overriding)), ...pairs, ...alone];
}

function overridden(
  evaluator: Evaluator,
  registration: Registration,
  lists: readonly RequestHandler[],
): Registration {
  const open = lists.filter(({ handler }) => !isDone(evaluator, handler, listWrapper));
  if (open.length === 0) return registration;
  const isComplete = registration.tools.every((tool) => tool.hasParameter);
  return {
    ...registration,
    tools: registration.tools.map((tool) => ({ ...tool, hasParameter: false })),
    parameter: () =>
      together(
        ...(isComplete ? [] : [registration.parameter()]),
        ...open.map(({ handler }) => wrap(handler, "withAccountList")),
      ),
  };
}

/** The call handler on the same server object; else the nearest one in the same file, else any. */
function partnerOf(
  list: RequestHandler,
  calls: readonly RequestHandler[],
): RequestHandler | undefined {
  const sameFile = calls.filter((call) => fileOf(call) === fileOf(list));
  const key = receiverText(list);
  const sameOwner = sameFile.filter((call) => receiverText(call) === key);
  const owner = above(list.call, ts.isFunctionLike);
  return (
    sameOwner.find((call) => above(call.call, ts.isFunctionLike) === owner) ??
    sameOwner[0] ??
    sameFile[0] ??
    calls.find((call) => receiverText(call) === key) ??
    calls[0]
  );
}

function fileOf({ call }: RequestHandler): string {
  return call.getSourceFile().fileName;
}

function receiverText({ call }: RequestHandler): string {
  return receiverOf(call)?.getText() ?? "";
}

function pairRegistration(
  evaluator: Evaluator,
  list: RequestHandler,
  call: RequestHandler | undefined,
): Registration {
  const isListed = isDone(evaluator, list.handler, listWrapper);
  const isCalled = call !== undefined && isDone(evaluator, call.handler, callWrapper);
  const halves = { hasParameter: isListed, hasContext: isCalled };
  const own = listedTools(evaluator, list.handler).map((tool) => ({ ...tool, ...halves }));
  return {
    form: "low-level",
    node: list.call,
    tools: own,
    ...(call && { dispatcher: call.call }),
    parameter: () => wrap(list.handler, "withAccountList"),
    context: () => (call ? callChange(evaluator, call) : { reason: missingCall }),
  };
}

const missingCall =
  "tools/list is answered here, but no handler of tools/call was found beside it; wrap that one in withAccountCall by hand";
const missingList =
  "tools/call is handled here, but no handler of tools/list was found beside it; wrap that one in withAccountList by hand";

function callOnly(evaluator: Evaluator, call: RequestHandler): Registration {
  const hasContext = isDone(evaluator, call.handler, callWrapper);
  const tool = unnamed(call.handler, "what lists them was not found");
  return {
    form: "low-level",
    node: call.call,
    tools: [{ ...tool, name: "<tools/call>", hasParameter: false, hasContext }],
    parameter: () => ({ reason: missingList }),
    context: () => callChange(evaluator, call),
  };
}

function isDone(evaluator: Evaluator, handler: ts.Expression, names: ReadonlySet<string>): boolean {
  return isCallOf(handler, names) || wentThrough(evaluator.evaluate(handler), names);
}

function callChange(evaluator: Evaluator, { handler }: RequestHandler): Change | Refusal {
  const refusal = ownReading(handler, evaluator.evaluate(handler));
  return refusal ?? wrap(handler, "withAccountCall");
}

function wrap(handler: ts.Expression, name: string): Change {
  return change(handler, name, around(handler, `${name}(`, ")"));
}
