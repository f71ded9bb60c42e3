/** From where a function may come to run: its calls, the names by which it is handed on, what it decorates. */

import { identifiers } from "../source/identifiers.js";
import { filesNaming } from "../source/name-index.js";
import { type At, classOf, enclosingFunction, field, keyOf, nameOf } from "../source/nodes.js";
import { usesOf } from "./callers.js";
import { instances } from "./instances.js";
import type { Program } from "./program.js";
import { emptyEnv } from "./values.js";

export interface Reference extends At {
  /** "decorator": the node is the definition that is decorated, in whose calls the function may run. */
  readonly by: "name" | "decorator";
}

/** Every place that may make a function run, each once; none where nothing in the sources names it. */
export function referencesTo(program: Program, definition: At): readonly Reference[] {
  return program.remember(`references ${keyOf(definition)}`, () => {
    const used = usesOf(program, definition).flatMap((use): Reference[] => {
      if (use.kind === "call") return [{ ...use.call, by: "name" }];
      const { decorated } = use;
      return decorated.kind === "function"
        ? [{ file: decorated.file, node: decorated.node, by: "decorator" }]
        : [];
    });
    return [...used, ...handedOn(program, definition), ...unnamed(program, definition)];
  });
}

/** `to_thread(work)`, `Thread(target=self.work)`, `return work`: its name where it is not called. */
function handedOn(program: Program, definition: At): readonly Reference[] {
  const name = nameOf(definition.node);
  const own = field(definition.node, "name");
  return filesNaming(program, name).flatMap((file) =>
    identifiers(program, file, name).flatMap(({ node }): Reference[] => {
      const parent = node.parent;
      const isMember = parent?.type === "attribute" && field(parent, "attribute")?.id === node.id;
      const whole = isMember && parent ? parent : node;
      const isCalled =
        whole.parent?.type === "call" && field(whole.parent, "function")?.id === whole.id;
      const isName =
        node.id !== own?.id &&
        !/import|dotted|aliased|decorator|parameter/.test(whole.parent?.type ?? "");
      return isName && !isCalled && means(program, { file, node: whole }, definition)
        ? [{ file, node: whole, by: "name" }]
        : [];
    }),
  );
}

const byPython = /^__(?:a?enter|a?exit|call|new|post_init)__$/;

/** Methods that Python itself calls, of an object that is used: where such an object is made. */
function unnamed(program: Program, { file, node }: At): readonly Reference[] {
  const holder = byPython.test(nameOf(node)) ? classOf(node) : undefined;
  if (!holder) return [];
  return instances(program, { file, node: holder }).map((each) => ({ ...each, by: "name" }));
}

function means(program: Program, at: At, definition: At): boolean {
  return program
    .evaluate(at, emptyEnv)
    .some((value) => value.kind === "function" && keyOf(value) === keyOf(definition));
}

/** The functions in whose run a place is reached: the one around it, and all from which that may come to run. */
export function functionsReaching(program: Program, at: At): readonly At[] {
  const first = enclosingFunction(at.node);
  const found = new Map(
    first ? [[keyOf({ file: at.file, node: first }), { file: at.file, node: first }]] : [],
  );
  // What is added on the way is gone over as well.
  for (const each of found.values()) {
    for (const { file, node, by } of referencesTo(program, each)) {
      const owner = by === "decorator" ? node : enclosingFunction(node);
      if (owner) found.set(keyOf({ file, node: owner }), { file, node: owner });
    }
  }
  return [...found.values()];
}
