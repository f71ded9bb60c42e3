/** The expressions that a value is made of: what is assigned, put in, returned and passed, one step after the other. */

import type { Node } from "web-tree-sitter";
import { SERVICES } from "../imports/service-names.js";
import { type At, field, keyOf } from "../source/nodes.js";
import { assignedIn } from "./attributes.js";
import { ancestorsOf } from "./classes.js";
import type { Program } from "./program.js";
import { binderOf } from "./scopes.js";
import { passedTo, returnedBy } from "./texts/passed.js";
import { emptyEnv } from "./values.js";

/** How many expressions are looked at: what is made of more is seldom told apart by them. */
const MOST = 300;

export interface Origins {
  /** The expression, and all that it is made of as far as that is written in the server. */
  readonly parts: readonly At[];
  /** Whether others than the server's own calls may pass some of it, or there is more of it than is looked at. */
  readonly isOpen: boolean;
}

export function originsOf(program: Program, at: At): Origins {
  const parts = new Map([[keyOf(at), at]]);
  let isOpen = false;
  for (const part of parts.values()) {
    for (const name of within(part.node)) {
      for (const next of behind(program, { file: part.file, node: name })) {
        // What the account services give is told by their names.
        if (next?.file.includes(`/${SERVICES}/`)) continue;
        if (next && parts.size < MOST) parts.set(keyOf(next), next);
        else isOpen = true;
      }
    }
  }
  return { parts: [...parts.values()], isOpen };
}

/** The names, calls and attributes in an expression. */
function within(node: Node): readonly Node[] {
  const all = node.descendantsOfType(["identifier", "call", "attribute"]);
  return all.filter(
    (each) =>
      each.parent?.type !== "keyword_argument" || field(each.parent, "name")?.id !== each.id,
  );
}

/** What one of them stands for; undefined in the list for what can't be followed. */
function behind(program: Program, at: At): readonly (At | undefined)[] {
  if (at.node.type === "call") return returnedBy(program, at);
  if (at.node.type === "attribute") return assignedTo(program, at);
  const parent = at.node.parent;
  const isMember = parent?.type === "attribute" && field(parent, "attribute")?.id === at.node.id;
  return isMember ? [] : bound(program, at);
}

function bound(program: Program, { file, node }: At): readonly (At | undefined)[] {
  const binder = binderOf(program, { file, node });
  if (!binder) return [];
  const { scope, bindings } = binder;
  const given = bindings.flatMap((binding): readonly (At | undefined)[] => {
    if (binding.kind === "assign" || binding.kind === "extend" || binding.kind === "with") {
      return [{ file, node: binding.value }];
    }
    if (binding.kind === "loop")
      return [{ file, node: field(binding.loop, "right") ?? binding.loop }];
    if (binding.kind === "import")
      return imported(program, file, binding.module, binding.level, binding.name);
    if (binding.kind !== "parameter") return [];
    const byDefault = field(binding.node, "value");
    const passed = passedTo(program, scope, binding.node) ?? [undefined];
    return byDefault ? [...passed, { file, node: byDefault }] : passed;
  });
  return [...given, ...putInto(program, scope, node.text)];
}

function imported(
  program: Program,
  file: string,
  module: string,
  level: number,
  name: string | undefined,
) {
  const target = program.modules.resolve(file, module, level);
  const from = target.kind === "file" ? program.module(target.path) : undefined;
  if (!from || name === undefined) return [];
  const scope = { file: from.path, node: from.root };
  const bindings = program.scope(scope).bindings.get(name) ?? [];
  const assigned = bindings.flatMap((binding) =>
    binding.kind === "assign" ? [{ file: from.path, node: binding.value }] : [],
  );
  return [...assigned, ...putInto(program, scope, name)];
}

/** `name[key] = value`, `name.update(value)`, `name.append(value)` and the like in a scope. */
export function putInto(program: Program, scope: At, name: string): readonly At[] {
  const { startIndex, endIndex } = scope.node;
  const module = program.module(scope.file);
  const text = module?.text.slice(startIndex, endIndex) ?? "";
  const pattern = new RegExp(
    `(?<![\\w.])${name}\\s*(?:\\[|\\.\\s*(?:update|setdefault|append|extend|insert|add)\\s*\\()`,
    "g",
  );
  return [...text.matchAll(pattern)].flatMap((match) => {
    const holder = module?.root.descendantForIndex(startIndex + match.index)?.parent;
    const statement = holder?.type === "subscript" ? holder.parent : undefined;
    if (statement?.type === "assignment" && field(statement, "left")?.id === holder?.id) {
      const right = field(statement, "right");
      return right && holder
        ? [
            { file: scope.file, node: right },
            { file: scope.file, node: holder },
          ]
        : [];
    }
    const call = holder?.type === "attribute" ? holder.parent : undefined;
    const list = call?.type === "call" ? field(call, "arguments") : undefined;
    return list ? [{ file: scope.file, node: list }] : [];
  });
}

/** What is assigned to the attribute of an object of the server's own. */
function assignedTo(program: Program, { file, node }: At): readonly At[] {
  const object = field(node, "object");
  const name = field(node, "attribute")?.text ?? "";
  const values = object ? program.evaluate({ file, node: object }, emptyEnv) : [];
  return values.flatMap((value) => {
    const of = value.kind === "instance" ? value.of : value.kind === "class" ? value : undefined;
    return of ? ancestorsOf(program, of).flatMap((each) => assignedIn(program, each, name)) : [];
  });
}
