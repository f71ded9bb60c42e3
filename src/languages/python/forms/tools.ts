/** From a registration to the tools it makes. */

import type { Node } from "web-tree-sitter";
import { solve } from "../evaluate/paths.js";
import type { Program } from "../evaluate/program.js";
import { argumentsOf, type Env, type Value } from "../evaluate/values.js";
import {
  type At,
  classOf,
  decoratorsOf,
  enclosingFunction,
  field,
  nameOf,
  short,
} from "../source/nodes.js";
import { type Definition, definitionsOf } from "./definition.js";
import type { FormId, Generated, ToolParent } from "./found-tool.js";
import { parentsOf } from "./parents.js";
import type { Registration } from "./registration.js";
import { described, nameOr, ownName, solvedNames, toolName } from "./tool-names.js";

/** A tool before its surroundings are looked at. */
export interface Draft {
  readonly name: string;
  readonly form: FormId;
  readonly registration: At;
  readonly definition?: At;
  readonly registering: readonly Node[];
  readonly bound: boolean;
  readonly description?: At;
  /** The tools it is made from by a function that has to name all of their arguments. */
  readonly parents?: readonly ToolParent[];
  readonly generated?: Generated;
  readonly reason?: string;
}

/** The tools of one registration: several where it stands in a loop or in a helper, at least one always. */
export function draftsOf(program: Program, registration: Registration): readonly Draft[] {
  const { target } = registration;
  if (target.kind === "lost") return [unfollowed(registration, target.reason)];
  if (target.kind === "decorated") return decoratedDrafts(program, registration, target);
  return passedDrafts(program, registration, target.value);
}

function decoratedDrafts(
  program: Program,
  registration: Registration,
  target: { readonly definition: Node; readonly decorator: Node },
): Draft[] {
  const definition = { file: registration.at.file, node: target.definition };
  const form: FormId = registration.helper
    ? "helper"
    : classOf(target.definition)
      ? "decorator-method"
      : enclosingFunction(target.definition)
        ? "decorator-nested"
        : "decorator";
  const names = solvedNames(program, registration, registration.env) ?? [nameOf(target.definition)];
  return names.map((name) => ({
    name,
    form,
    registration: registration.at,
    definition,
    registering: [target.decorator],
    bound: isMethod(target.definition),
    ...described(registration),
  }));
}

function passedDrafts(program: Program, registration: Registration, passed: At): readonly Draft[] {
  const given = withoutParameter(passed);
  const value = toolOf(given ?? passed);
  const direct = program.evaluate(value, registration.env).some((each) => each.kind === "free");
  const found = solve(program, value, registration.env).flatMap((solution) =>
    solution.values
      .filter((each) => each.kind !== "none")
      .flatMap((each) => passedDraft(program, registration, value, each, solution.env, direct)),
  );
  return found.length > 0
    ? distinct(givenParameter(found, given !== undefined))
    : [unfollowed(registration, "nothing that it could be was found in this server")];
}

/** What the services' function that adds the parameter is given, where it is called. */
function withoutParameter({ file, node }: At): At | undefined {
  const callee = node.type === "call" ? field(node, "function") : undefined;
  if (!callee || !/(?:^|_|\.)with_account_parameter$/.test(callee.text)) return undefined;
  const [inner] = argumentsOf(node).positional;
  return inner && { file, node: inner };
}

/** Where all that may be passed are functions with signatures made at run time, they are given the parameter there. */
function givenParameter(drafts: readonly Draft[], isGiven: boolean): readonly Draft[] {
  const isEach = drafts.every(({ generated }) => generated !== undefined);
  return drafts.map(({ generated, reason, ...draft }) =>
    isEach && generated
      ? { ...draft, generated: { ...generated, isGiven } }
      : { ...draft, ...(reason === undefined ? {} : { reason }) },
  );
}

/** `tool.fn` stands for the tool, which knows its name too. */
function toolOf(at: At): At {
  const object = at.node.type === "attribute" ? field(at.node, "object") : undefined;
  return object && field(at.node, "attribute")?.text === "fn"
    ? { file: at.file, node: object }
    : at;
}

function passedDraft(
  program: Program,
  registration: Registration,
  value: At,
  from: Value,
  env: Env,
  helped: boolean,
): Draft[] {
  return definitionsOf(program, from, env).map((found) => {
    if (!("function" in found)) {
      // Only what is passed itself can be given the parameter there: no list of it, and no tool made of it.
      const isPassed = found.generated !== undefined && from.kind === "function";
      return {
        ...unfollowed(registration, found.reason),
        ...(isPassed && {
          generated: { at: value, function: found.generated, isGiven: false },
        }),
        name: nameOr(program, registration, env, ownName(found) ?? `<${short(value.node)}>`),
      };
    }
    const definition = { file: found.function.file, node: found.function.node };
    const description = described(registration).description ?? found.tool?.description;
    return {
      name: toolName(program, registration, found, found.env),
      form: formOf(registration, value, found, helped || found.wrapped),
      registration: registration.at,
      definition,
      registering: found.function.decorator ? [found.function.decorator] : [],
      bound: found.function.self !== undefined && isMethod(definition.node),
      parents: parentsOf(program, found),
      ...(description && { description }),
    };
  });
}

function formOf(
  registration: Registration,
  value: At,
  found: Extract<Definition, { function: unknown }>,
  helped: boolean,
): FormId {
  if (found.tool) return "tool-object";
  if (/\b(getattr|getmembers|vars)\s*\(/.test(value.node.text)) return "reflection";
  if (registration.helper || helped) return "helper";
  return found.function.self ? "call-method" : "call-function";
}

function unfollowed(registration: Registration, reason: string): Draft {
  const { at, target } = registration;
  const node = target.kind === "passed" ? target.value.node : at.node;
  return {
    name: `<${short(node)}>`,
    form: "generated",
    registration: at,
    registering: [],
    bound: false,
    reason,
  };
}

/** Whether the first parameter is the object's and not the caller's. */
export function isMethod(definition: Node): boolean {
  if (!classOf(definition)) return false;
  return !decoratorsOf(definition).some((each) => /^@\s*staticmethod\b/.test(each.text));
}

/** Each tool once; one that is followed on one way and lost on another is lost, as half of it would be missing. */
function distinct(drafts: readonly Draft[]): Draft[] {
  const found = new Map<string, Draft>();
  for (const draft of drafts) {
    const lost = drafts.find(({ name, reason }) => reason !== undefined && name === draft.name);
    const at = draft.definition;
    if (lost && !lost.name.startsWith("<")) {
      const known = found.get(draft.name);
      found.set(draft.name, { ...(at ? draft : (known ?? draft)), reason: lost.reason ?? "" });
    } else {
      const where = at ? `${at.file}:${at.node.startIndex}` : (draft.reason ?? "");
      found.set(`${draft.name} ${where}`, draft);
    }
  }
  return [...found.values()];
}
