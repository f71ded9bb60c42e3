/** All forms together: every tool of a server, each once. */

import { solve } from "../evaluate/paths.js";
import type { Program } from "../evaluate/program.js";
import { emptyEnv, type Value } from "../evaluate/values.js";
import { type At, field, keyOf } from "../source/nodes.js";
import { constructedDrafts } from "./constructed.js";
import { isForwarding } from "./forwarding.js";
import { generatedAt } from "./generated.js";
import { handWrittenDrafts } from "./json-rpc.js";
import { hasKind } from "./library-queries.js";
import { type LowLevelDraft, lowLevelDrafts } from "./low-level.js";
import { isPerhapsOther, isSuper, receiverOf } from "./receivers.js";
import { addedTool, type Registration, registrationsOf } from "./registration.js";
import { type Site, sitesOf } from "./sites.js";
import { type Draft, draftsOf } from "./tools.js";

export interface Drafts {
  readonly tools: readonly Draft[];
  readonly lowLevel: readonly LowLevelDraft[];
}

export function findDrafts(program: Program): Drafts {
  const sites = sitesOf(program);
  const tools = withoutMarked(sites.map((site) => ({ site, drafts: draftsAt(program, site) })));
  const handlers = sites.filter(({ kind }) => kind === "handler" || kind === "given-handler");
  return {
    tools: once([...tools, ...handWrittenDrafts(program)]),
    lowLevel: lowLevelDrafts(program, handlers),
  };
}

/** A function that a decorator made a tool is that one, by the name given there, when it is added to a server. */
function withoutMarked(
  found: readonly { readonly site: Site; readonly drafts: readonly Draft[] }[],
) {
  const marked = new Set(
    found
      .filter(({ site }) => site.kind === "standalone")
      .flatMap(({ drafts }) =>
        drafts.flatMap(({ definition }) => (definition ? keyOf(definition) : [])),
      ),
  );
  return found.flatMap(({ site, drafts }) =>
    drafts.filter(
      ({ definition }) =>
        site.kind === "standalone" || !definition || !marked.has(keyOf(definition)),
    ),
  );
}

function draftsAt(program: Program, site: Site): readonly Draft[] {
  switch (site.kind) {
    case "tool":
    case "add_tool":
      return registered(program, site)
        .filter((each) => !isOthers(program, each))
        .flatMap((each) => draftsOf(program, each));
    case "standalone":
      return standalone(program, site).flatMap((each) => draftsOf(program, each));
    case "tools":
      return constructedDrafts(program, site);
    case "generator": {
      const found = generatedAt(program, site);
      return found ? [unsupported(found.at, found.reason)] : [];
    }
    case "handler":
    case "given-handler":
      // The low-level form takes them in pairs.
      return [];
  }
}

function registered(program: Program, site: Site): readonly Registration[] {
  const attribute = site.node.parent;
  const object = attribute && field(attribute, "object");
  if (!attribute || !object || field(attribute, "attribute")?.id !== site.node.id) return [];
  if (site.kind === "tool" && !isUsed(attribute.parent?.type)) return [];
  const receiver = receiverOf(program, { file: site.file, node: object });
  if (receiver === "other") return [];
  const call = attribute.parent;
  if (isSuper(object) && call?.type === "call" && receiver === "server") {
    if (isForwarding(program, { file: site.file, node: call })) return [];
  }
  const added = site.kind === "add_tool" ? addedTool(site) : undefined;
  const found =
    site.kind === "add_tool"
      ? added
        ? [added]
        : []
      : registrationsOf(program, { file: site.file, node: attribute });
  if (receiver === "server") return found;
  const reason = `what \`${object.text}\` is cannot be told; annotate it with the server's class`;
  return found.map((each) => ({ ...each, target: { kind: "lost", reason } }));
}

/**
 * Whether an object is handed to what may be a server of somebody's own making as well: an MCP library takes
 * functions and tools only, so the object is for that one.
 */
function isOthers(program: Program, { at, target }: Registration): boolean {
  const callee = field(at.node, "function");
  const object = callee && field(callee, "object");
  if (target.kind !== "passed" || !object) return false;
  if (!isPerhapsOther(program, { file: at.file, node: object })) return false;
  const values = solve(program, target.value, emptyEnv).flatMap((solution) => solution.values);
  return values.length > 0 && values.every(({ kind }) => kind === "instance");
}

/** A method is called, decorates, or is kept under a name; anything else reads some other attribute. */
function isUsed(parent: string | undefined): boolean {
  return (
    parent === "call" ||
    parent === "decorator" ||
    parent === "assignment" ||
    parent === "argument_list"
  );
}

/** A decorator that registers by itself: `@tool` and `@mcp_tool` of fastmcp. */
function standalone(program: Program, site: Site): readonly Registration[] {
  const values = program.evaluate(site, emptyEnv);
  return values.some(isStandalone) ? registrationsOf(program, site) : [];
}

function isStandalone(value: Value): boolean {
  return value.kind === "outside" && hasKind(value.path, "standalone");
}

function unsupported(at: At, reason: string): Draft {
  const callee = field(at.node, "function")?.text ?? "";
  return {
    name: `<${callee}>`,
    form: "generated",
    registration: at,
    registering: [],
    bound: false,
    reason,
  };
}

/** Several paths may lead to a function: `@tool` and `add_tool`, one list walked twice. */
function once(drafts: readonly Draft[]): Draft[] {
  const found = new Map<string, Draft>();
  for (const draft of drafts) {
    const at = draft.definition ?? draft.registration;
    const key = `${at.file}:${at.node.startIndex}:${draft.name}`;
    const known = found.get(key);
    if (!known) found.set(key, draft);
    else found.set(key, { ...known, registering: merged(known, draft) });
  }
  return [...found.values()];
}

function merged(a: Draft, b: Draft): Draft["registering"] {
  const nodes = [...a.registering, ...b.registering];
  return [...new Map(nodes.map((node) => [node.startIndex, node])).values()];
}
