/** The tools of a server, with what planning needs to know of each. */

import { byPlace } from "../../by-place.js";
import { lazily } from "../../lazily.js";
import type { Program } from "../evaluate/program.js";
import { credentialWrites } from "../findings/environment-credentials.js";
import { choosingAccounts } from "../findings/own-argument.js";
import { keptAccount } from "../findings/ways.js";
import { callsOf } from "../migrate/call-sites.js";
import { answersThroughFormat } from "../migrate/format-response.js";
import { callsByLookup } from "../migrate/lookups.js";
import {
  type At,
  classOf,
  decoratorsOf,
  field,
  keyOf,
  nameOf,
  placeOf,
  stringValue,
} from "../source/nodes.js";
import { ignoreReason } from "../source/pragma.js";
import { findDrafts } from "./find-drafts.js";
import type { FoundTool } from "./found-tool.js";
import { handlerNames } from "./library-queries.js";
import type { LowLevelDraft } from "./low-level.js";
import type { Draft } from "./tools.js";

/** Every tool of the server, in the order of its files and lines. */
export function findTools(program: Program): readonly FoundTool[] {
  const { tools, lowLevel } = findDrafts(program);
  const names = new Set(
    tools.flatMap(({ name, definition }) => (definition ? [name, nameOf(definition.node)] : [])),
  );
  const keys = choosingAccounts(tools.flatMap(({ definition }) => definition ?? []));
  const found = [
    ...tools.map((draft) => fromDraft(program, draft, names, keys)),
    ...lowLevel.map((draft) => fromLowLevel(program, draft, keys)),
  ];
  return found.sort(byPlace);
}

function fromDraft(
  program: Program,
  draft: Draft,
  names: ReadonlySet<string>,
  keys: ReadonlySet<string>,
): FoundTool {
  const { definition, registration } = draft;
  const around = definition ? [registration, definition] : [registration];
  const ignore = ignoreReason(program, around);
  const decorated = draft.registration.node.type === "decorator";
  const decorators = definition ? decoratorsOf(definition.node) : [];
  const starts = new Set(draft.registering.map((node) => node.startIndex));
  return {
    name: draft.name,
    form: draft.form,
    place: placeOf(definition ? named(definition) : registration),
    ...(definition && !decorated && { registration: placeOf(registration) }),
    file: (definition ?? registration).file,
    definition: definition?.node,
    decorators,
    registering: decorators.filter((node) => starts.has(node.startIndex)),
    ...classNameOf(definition),
    bound: draft.bound,
    ...(draft.description && literal(draft.description)),
    ...(draft.generated && { generated: draft.generated }),
    parents: draft.parents ?? [],
    formatResponse: definition ? answersThroughFormat(program, definition) : false,
    ...(ignore !== undefined && { ignore }),
    ...reasonOf(reasonsOf(program, draft, keys)),
    callers: callersOf(program, draft, names),
  };
}

/** Everything for which a tool is left alone: who mends one thing is not to find the next afterwards. */
function reasonsOf(
  program: Program,
  { definition, generated, reason }: Draft,
  keys: ReadonlySet<string>,
): (string | undefined)[] {
  const problem = definition && program.module(definition.file)?.problem;
  const unread = problem && `its file ${problem.message}; repair it at line ${problem.line}`;
  return [reason, unread, ...reasonsIn(program, definition ?? generated?.function, keys)];
}

/** What is done in the tool, or on its way, that the account would not reach. */
function reasonsIn(
  program: Program,
  definition: At | undefined,
  keys: ReadonlySet<string>,
): (string | undefined)[] {
  if (!definition || program.module(definition.file)?.problem) return [];
  return [ownSetup(program, definition), keptAccount(program, definition, keys)];
}

function reasonOf(reasons: readonly (string | undefined)[]): { reason?: string } {
  const given = reasons.filter((each) => each !== undefined);
  return given.length > 0 ? { reason: given.join("; ") } : {};
}

/** A setup that changes the whole process also changes calls without an account, which no wrapper undoes. */
function ownSetup(program: Program, definition: At): string | undefined {
  const [write] = credentialWrites(program, definition);
  if (!write || ignoreReason(program, [write]) !== undefined) return undefined;
  const { file, line } = placeOf(write);
  const where = `${file.slice(file.lastIndexOf("/") + 1)}:${line}`;
  return `it sets credentials for the whole process (${where}); take the own setup out, then run again`;
}

const registering = new RegExp(`\\b(?:${handlerNames})\\s*\\(`);

function fromLowLevel(
  program: Program,
  draft: LowLevelDraft,
  keys: ReadonlySet<string>,
): FoundTool {
  const call = draft.handlers?.call;
  const ignore = ignoreReason(program, [draft.at, ...(call ? [call] : [])]);
  const decorators = call ? decoratorsOf(call.node) : [];
  return {
    name: draft.name,
    form: "low-level",
    place: placeOf(draft.at),
    ...(call && { registration: placeOf(named(call)) }),
    file: call?.file ?? draft.at.file,
    definition: call?.node,
    decorators,
    registering: decorators.filter(({ text }) => registering.test(text)),
    bound: false,
    ...(draft.handlers && { lowLevel: draft.handlers }),
    parents: [],
    formatResponse: false,
    ...(ignore !== undefined && { ignore }),
    ...reasonOf([draft.reason, ...reasonsIn(program, call, keys)]),
    callers: () => [],
  };
}

function callersOf(
  program: Program,
  { definition, name }: Draft,
  names: ReadonlySet<string>,
): FoundTool["callers"] {
  if (!definition) return () => [];
  return lazily(() => [
    ...program.remember(`callers ${keyOf(definition)}`, () => callsOf(program, definition, names)),
    ...callsByLookup(program, new Set([name, nameOf(definition.node)]), names),
  ]);
}

function classNameOf(definition: At | undefined): { className?: string } {
  const holder = definition && classOf(definition.node);
  return holder ? { className: nameOf(holder) } : {};
}

/** The name of a definition: the place that people look for. */
function named(definition: At): At {
  return { file: definition.file, node: field(definition.node, "name") ?? definition.node };
}

function literal(at: At): { description?: At } {
  return stringValue(at.node) === undefined ? {} : { description: at };
}
