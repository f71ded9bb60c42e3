/** `a.b`: the member of whatever `a` may be. */

import type { ts } from "ts-morph";
import { nameOf } from "../source/nodes.js";
import { instanceMember, staticMember } from "./classes.js";
import type { Evaluator } from "./evaluator.js";
import { exportNamed } from "./exports.js";
import { memberType, valueOfType } from "./types.js";
import { type Env, unknown, type Value, type Values } from "./value.js";

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
      return found ? found() : owner.open ? [unknown(node, owner.open.reason, env)] : [];
    }
    case "list":
      return /^\d+$/.test(name)
        ? (owner.items[Number(name)]?.() ?? [])
        : [unknown(node, `a list's ${name} is not followed`, env)];
    case "instance":
      return instanceMember(evaluator, owner, name, node);
    case "class":
      return staticMember(evaluator, owner, name);
    case "module":
      return exportNamed(evaluator, owner.file, name, node);
    case "unknown": {
      const typed = owner.type && memberType(evaluator, owner.type, name);
      if (typed) return valueOfType(evaluator, typed, node, env);
      const external = owner.external && {
        module: owner.external.module,
        path: [...owner.external.path, name],
      };
      return [unknown(node, owner.reason, env, external ? { external } : {})];
    }
    default:
      return [unknown(node, `its ${name} is not followed`, env)];
  }
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
