/** What a module or package holds under a name. */

import type { Target } from "../project/modules.js";
import type { At } from "../source/nodes.js";
import { bound } from "./bindings.js";
import type { Program } from "./program.js";
import { emptyEnv, unknown, type Value } from "./values.js";

/** What a module holds under a name. Others ask `program.moduleMember`, which remembers it. */
export function memberOf(program: Program, target: Target, name: string): readonly Value[] {
  if (target.kind === "outside") return [{ kind: "outside", path: `${target.path}.${name}` }];
  const module = target.kind === "file" ? program.module(target.path) : undefined;
  if (module) {
    const at = { file: module.path, node: module.root };
    const bindings = program.scope(at).bindings.get(name);
    // A package that imports its own submodule under the same name means the submodule.
    const child = program.modules.child(target, name);
    if (
      bindings &&
      !(
        child &&
        bindings.every(
          (binding) =>
            binding.kind === "import" &&
            binding.name === name &&
            binding.level === 1 &&
            !binding.module,
        )
      )
    ) {
      return bound(program, at, name, bindings, emptyEnv);
    }
    if (child) return [{ kind: "module", target: child }];
    const lost = `\`${name}\` is not defined in ${module.path.split("/").at(-1)}`;
    return fromStars(program, at, name) ?? unknown(lost);
  }
  const child = program.modules.child(target, name);
  if (child) return [{ kind: "module", target: child }];
  return unknown(`there is no module \`${name}\``);
}

/** What a name gets from a module's `from … import *`, or undefined where none brings it. */
export function fromStars(
  program: Program,
  module: At,
  name: string,
): readonly Value[] | undefined {
  const outside: Value[] = [];
  for (const star of program.scope(module).stars) {
    const target = program.modules.resolve(module.file, star.module, star.level);
    if (target.kind === "outside") {
      outside.push({ kind: "outside", path: `${target.path}.${name}` });
      continue;
    }
    const values = program.moduleMember(target, name);
    if (values.some((value) => value.kind !== "unknown")) return values;
  }
  // What Python brings along, a library seldom has under the same name.
  return outside.length > 0 && !ofPython.test(name) ? outside : undefined;
}

const ofPython =
  /^(?:__\w+__|[A-Z]\w*(?:Error|Exception|Warning)|abs|all|any|bool|breakpoint|bytearray|bytes|callable|chr|classmethod|compile|delattr|dict|dir|divmod|enumerate|eval|exec|filter|float|format|frozenset|getattr|globals|hasattr|hash|hex|id|input|int|isinstance|issubclass|iter|len|list|locals|map|max|memoryview|min|next|object|oct|open|ord|pow|print|property|range|repr|reversed|round|set|setattr|slice|sorted|staticmethod|str|sum|super|tuple|type|vars|zip)$/;

/** The names that a module offers: `__all__` where it has one, else all without an underscore. */
export function moduleNames(program: Program, target: Target): readonly string[] {
  if (target.kind !== "file") return [];
  const module = program.module(target.path);
  if (!module) return [];
  const names = [...program.scope({ file: module.path, node: module.root }).bindings.keys()];
  return names.filter((name) => !name.startsWith("_"));
}
