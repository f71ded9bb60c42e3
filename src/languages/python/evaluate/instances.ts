/** Where objects of a class are made. */

import { type At, field, keyOf, nameOf } from "../source/nodes.js";
import { descendantsOf } from "./classes.js";
import type { Program } from "./program.js";
import { emptyEnv } from "./values.js";

/** The calls that make an object of a class or of one that derives from it. */
export function instances(program: Program, of: At): readonly At[] {
  const own = { kind: "class", ...of, env: emptyEnv } as const;
  const classes = [own, ...descendantsOf(program, own)];
  return classes.flatMap((each) =>
    program.uses(nameOf(each.node)).flatMap(({ file, node }) => {
      const whole = node.parent?.type === "attribute" ? node.parent : node;
      const call = whole.parent;
      if (call?.type !== "call" || field(call, "function")?.id !== whole.id) return [];
      const values = program.evaluate({ file, node: whole }, emptyEnv);
      return values.some((value) => value.kind === "class" && keyOf(value) === keyOf(each))
        ? [{ file, node: call }]
        : [];
    }),
  );
}
