/** Classes that derive from those of a library, and whose methods use AWS: what these do is done there. */

import { descendantsOf } from "../evaluate/classes.js";
import { outsideUses, type Wanted } from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import { type ClassValue, emptyEnv } from "../evaluate/values.js";
import { type At, field } from "../source/nodes.js";
import { reachesAws } from "./reach.js";

/** Where to tell of each, by whatever name it derives. */
export function heirsReachingAws(program: Program, wanted: Wanted): readonly At[] {
  return outsideUses(program, wanted, derivedFrom).flatMap(({ base, of }) => {
    const heirs = descendantsOf(program, of).map(({ file, node }) => ({
      place: { file, node: field(node, "name") ?? node },
      file,
      node,
    }));
    return [{ place: base, ...of }, ...heirs].flatMap((each) =>
      reachesAws(program, each) ? [each.place] : [],
    );
  });
}

/** The class that has this expression for a base. */
function derivedFrom(base: At): { readonly base: At; readonly of: ClassValue } | undefined {
  const { file, node } = base;
  const holder = node.parent?.type === "argument_list" ? node.parent.parent : undefined;
  if (holder?.type !== "class_definition") return undefined;
  return { base, of: { kind: "class", file, node: holder, env: emptyEnv } };
}
