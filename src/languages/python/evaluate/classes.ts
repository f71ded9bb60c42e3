/** Which classes a class derives from, and which derive from it. */

import { filesDeriving } from "../source/name-index.js";
import { type At, field, keyOf } from "../source/nodes.js";
import type { Program } from "./program.js";
import { type ClassValue, emptyEnv, type Value } from "./values.js";

/** The class and its bases inside the server, nearest first. */
export function ancestorsOf(program: Program, of: ClassValue): readonly ClassValue[] {
  return program.remember(`ancestors ${keyOf(of)}`, () => {
    const found: ClassValue[] = [];
    const visit = (each: ClassValue): void => {
      if (found.some((known) => keyOf(known) === keyOf(each))) return;
      found.push(each);
      for (const base of basesOf(program, each)) if (base.kind === "class") visit(base);
    };
    visit(of);
    return found;
  });
}

/** What the bases of a class stand for, those outside the server too. */
export function basesOf(program: Program, of: ClassValue): readonly Value[] {
  const list = field(of.node, "superclasses");
  const nodes = list?.namedChildren.filter((child) =>
    /^(identifier|attribute|subscript)$/.test(child.type),
  );
  return (nodes ?? []).flatMap((node) => {
    const base = node.type === "subscript" ? field(node, "value") : node;
    return base ? program.evaluate({ file: of.file, node: base }, of.env) : [];
  });
}

/** The classes of the server that derive from this one, directly or not. */
export function descendantsOf(program: Program, of: ClassValue): readonly ClassValue[] {
  return program.remember(`descendants ${keyOf(of)}`, () => {
    const direct = directDescendants(program, of);
    const all = [...direct, ...direct.flatMap((each) => descendantsOf(program, each))];
    return [...new Map(all.map((each) => [keyOf(each), each])).values()];
  });
}

function directDescendants(program: Program, of: ClassValue): ClassValue[] {
  const name = field(of.node, "name")?.text ?? "";
  const pattern = new RegExp(`^[ \\t]*class\\s+\\w+\\s*\\([^)]*\\b${name}\\b`, "gm");
  const found: ClassValue[] = [];
  for (const file of filesDeriving(program, name)) {
    const text = program.project.files.read(file)?.text ?? "";
    for (const match of text.matchAll(pattern)) {
      const at = classAt(program, file, match.index + match[0].indexOf("class"));
      if (!at) continue;
      const candidate: ClassValue = { kind: "class", ...at, env: emptyEnv };
      const derives = basesOf(program, candidate).some(
        (base) => base.kind === "class" && keyOf(base) === keyOf(of),
      );
      if (derives) found.push(candidate);
    }
  }
  return found;
}

function classAt(program: Program, file: string, offset: number): At | undefined {
  const node = program.module(file)?.root.descendantForIndex(offset)?.parent;
  return node?.type === "class_definition" ? { file, node } : undefined;
}
