/** What a class of the server asks for, as a pydantic model, a dataclass, a TypedDict or an enumeration. */

import type { Node } from "web-tree-sitter";
import type { Schema } from "../../supply/example/schema.js";
import { ancestorsOf, basesOf } from "../evaluate/classes.js";
import type { Program } from "../evaluate/program.js";
import { type ClassValue, emptyEnv } from "../evaluate/values.js";
import { isRequired } from "../migrate/parameters.js";
import { type At, decoratorsOf, field, stringValue } from "../source/nodes.js";
import type { Reading } from "./reading.js";

/** The schema of what a name stands for; undefined where that is no class whose fields can be told. */
export function classSchema(program: Program, at: At, reading: Reading): Schema | undefined {
  const values = program.evaluate(at, emptyEnv);
  const [of] = values;
  if (of?.kind !== "class" || values.length > 1) return undefined;
  const kind = kindOf(program, of);
  if (kind === "enumeration") return firstMember(of.node);
  return kind === "fields" ? objectSchema(program, of, reading) : undefined;
}

function kindOf(program: Program, of: ClassValue): "enumeration" | "fields" | undefined {
  const ancestors = ancestorsOf(program, of);
  const paths = ancestors
    .flatMap((each) => basesOf(program, each))
    .flatMap((base) => (base.kind === "outside" ? [base.path] : []));
  if (paths.some((path) => /^enum\.\w*Enum$/.test(path))) return "enumeration";
  const isMade = paths.some((path) => /\.(?:BaseModel|TypedDict)$/.test(path));
  const isDataclass = decoratorsOf(of.node).some(({ text }) => /\bdataclass\b/.test(text));
  return isMade || isDataclass ? "fields" : undefined;
}

function firstMember(node: Node): Schema | undefined {
  const first = statements(node).find(({ type }) => type === "assignment");
  const right = first && field(first, "right");
  const value = right && stringValue(right);
  return value === undefined ? undefined : { enum: [value] };
}

function objectSchema(program: Program, of: ClassValue, reading: Reading): Schema | undefined {
  const classes = ancestorsOf(program, of);
  // Validators ask for what only running them tells, and an alias is another name.
  if (classes.some(({ node }) => /\b(?:\w*_)?validator\b|alias_generator/.test(node.text))) {
    return undefined;
  }
  const required = new Map<string, Schema>();
  for (const { file, node } of classes.toReversed()) {
    for (const { name, type, value } of fieldsOf(node)) {
      required.delete(name);
      if (!isGivenByCaller(name, type, value)) continue;
      const schema = reading.fieldSchema(program, { file, node: type }, value, reading.depth + 1);
      if (!schema) return undefined;
      required.set(name, schema);
    }
  }
  return { type: "object", required };
}

function isGivenByCaller(name: string, type: Node, value: Node | undefined): boolean {
  if (/\b(?:ClassVar|NotRequired)\b/.test(type.text) || name.startsWith("_")) return false;
  const plain = { kind: "plain", name, start: 0, end: 0, type: type.text } as const;
  return isRequired({ ...plain, value: value?.text });
}

interface ClassField {
  readonly name: string;
  readonly type: Node;
  readonly value: Node | undefined;
}

function fieldsOf(node: Node): ClassField[] {
  return statements(node).flatMap((statement): ClassField[] => {
    const [left, type] = [field(statement, "left"), field(statement, "type")];
    if (statement.type !== "assignment" || left?.type !== "identifier" || !type) return [];
    return [{ name: left.text, type, value: field(statement, "right") }];
  });
}

function statements(node: Node): Node[] {
  const lines = field(node, "body")?.namedChildren ?? [];
  return lines.flatMap((line) => (line.type === "expression_statement" ? line.namedChildren : []));
}
