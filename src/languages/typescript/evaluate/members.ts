/** `a.b`: the member of whatever `a` may be. */

import type { ts } from "../source/compiler.js";
import { nameOf } from "../source/nodes.js";
import { instanceMember, staticMember } from "./classes.js";
import type { Evaluator } from "./evaluator.js";
import { exportNamed } from "./exports.js";
import { memberType, valueOfType } from "./types.js";
import {
  type Env,
  further,
  type List,
  type Thunk,
  type Unknown,
  unknown,
  type Value,
  type Values,
} from "./value.js";

/** The values of a member. None where the object is known and has no such member. */
export function memberOf(
  evaluator: Evaluator,
  owners: Values,
  name: string,
  node: ts.Node,
  env: Env,
): Values {
  return owners.flatMap((owner) => memberOfOne(evaluator, owner, name, node, env));
}

function memberOfOne(
  evaluator: Evaluator,
  owner: Value,
  name: string,
  node: ts.Node,
  env: Env,
): Values {
  switch (owner.kind) {
    case "object": {
      const found = owner.properties.get(name);
      return found ? found() : owner.open ? [memberOfUnknown(owner.open, name, node, env)] : [];
    }
    case "list":
      return /^\d+$/.test(name)
        ? itemsAt(owner, Number(name)).flatMap((item) => item())
        : [unknown(node, `a list's ${name} is not followed`, env)];
    case "instance":
      return instanceMember(evaluator, owner, name, node);
    case "class":
      return staticMember(evaluator, owner, name, node);
    case "module":
      return exportNamed(evaluator, owner.file, name, node);
    case "unknown": {
      const typed = owner.type && memberType(evaluator, owner.type, name);
      if (typed) return valueOfType(evaluator, typed, node, env);
      return [memberOfUnknown(owner, name, node, env)];
    }
    default:
      return [unknown(node, `its ${name} is not followed`, env)];
  }
}

/** The item in a place, or all that may stand there where a list of unknown length is spread in front of it. */
function itemsAt({ items, elements }: List, at: number): readonly Thunk[] {
  const isCounted = !elements?.slice(0, at + 1).some(({ isSpread }) => isSpread);
  return isCounted ? items.slice(at, at + 1) : items;
}

function memberOfUnknown(owner: Unknown, name: string, node: ts.Node, env: Env): Unknown {
  const { external, reason } = owner;
  return unknown(node, reason, env, external ? { external: further(external, name) } : {});
}

/** Whatever a key that is not known may find: each of the members. */
export function everyMember(
  evaluator: Evaluator,
  owner: Value,
  node: ts.Expression,
  env: Env,
): Values {
  const each = (names: Iterable<string>): Values =>
    [...names].flatMap((name) => memberOfOne(evaluator, owner, name, node, env));
  switch (owner.kind) {
    case "object": {
      const known = [...owner.properties.values()].flatMap((property) => property());
      return owner.open ? [...known, memberOfUnknown(owner.open, "?", node, env)] : known;
    }
    case "list":
      return owner.items.flatMap((item) => item());
    case "module":
      return each(evaluator.exportsOf(owner.file).keys());
    case "class":
      return each(memberNames(owner.node));
    case "instance":
      return each(memberNames(owner.of.node));
    case "unknown":
      return [memberOfUnknown(owner, "?", node, env)];
    default:
      return [unknown(node, "its key is worked out at run time", env)];
  }
}

function memberNames(node: ts.ClassLikeDeclaration): string[] {
  return node.members.flatMap(({ name }) => (name && nameOf(name)) ?? []);
}

/** The member of an enumeration, as text. */
export function enumMember(node: ts.EnumDeclaration, evaluator: Evaluator, env: Env): Value {
  const members = node.members.flatMap((member) => {
    const name = nameOf(member.name);
    const { initializer } = member;
    return name && initializer ? [[name, evaluator.later(initializer, env)] as const] : [];
  });
  return { kind: "object", node, properties: new Map(members), env };
}
