/** The insertions that put the account's credentials into the configuration of a client. */

import { ts } from "ts-morph";
import type { Edit } from "../../../types.js";
import { bare, nameOf, propertyOf } from "../syntax.js";

/** Insertions, and the one name of the services folder that they use. */
export interface ConfigFix {
  readonly edits: readonly Edit[];
  readonly name: "accountCredentials" | "withAccountCredentials";
}

/** A call whose first argument configures a client: `new X(config)`, or `super(config)` in a subclass. */
export type ConfigCall = ts.NewExpression | ts.CallExpression;

const key = "credentials";

/** What the call still needs; undefined where it takes the account's credentials already. */
export function configFix(call: ConfigCall): ConfigFix | undefined {
  const config = call.arguments?.[0];
  if (!config) return own(insertMissing(call));
  const value = bare(config);
  if (isAccountCall(value)) return undefined;
  if (!ts.isObjectLiteralExpression(value)) return wrap(config);
  if (hasAnonymousSigner(value)) return undefined;
  const property = propertyOf(value, key);
  const spread = value.properties.findLast(ts.isSpreadAssignment);
  if (property && (!spread || spread.pos < property.pos)) return fixProperty(property, config);
  return spread ? wrap(config) : own(insertProperty(value));
}

/** Whether a value is wrapped by the services already, under whatever name they were imported. */
function isAccountCall(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  const callee = node.expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  return ts.isIdentifier(name) && /^(a|withA)ccountCredentials$/.test(importedName(name));
}

function importedName(name: ts.Identifier): string {
  for (const statement of name.getSourceFile().statements) {
    const named = ts.isImportDeclaration(statement) && statement.importClause?.namedBindings;
    if (!named || !ts.isNamedImports(named)) continue;
    const found = named.elements.find((each) => each.name.text === name.text);
    if (found) return (found.propertyName ?? found.name).text;
  }
  return name.text;
}

/** `signer: { sign: async (request) => request }`: requests go out unsigned, on purpose. */
function hasAnonymousSigner(config: ts.ObjectLiteralExpression): boolean {
  return config.properties.some((property) => {
    if (nameOf(property.name) !== "signer" || !ts.isPropertyAssignment(property)) return false;
    return /\(?\s*(\w+)[^()]*\)?\s*(=>\s*\1\b|(=>\s*)?\{\s*return\s+\1\s*;?\s*\})/.test(
      property.initializer.getText(),
    );
  });
}

function fixProperty(
  property: ts.ObjectLiteralElementLike,
  config: ts.Expression,
): ConfigFix | undefined {
  if (ts.isShorthandPropertyAssignment(property)) {
    return own(around(property.name, `${key}: accountCredentials(`, ")"));
  }
  if (!ts.isPropertyAssignment(property)) return wrap(config);
  const { initializer } = property;
  if (isAccountCall(bare(initializer))) return undefined;
  return own(around(initializer, "accountCredentials(", ")"));
}

function own(edits: readonly Edit[]): ConfigFix {
  return { edits, name: "accountCredentials" };
}

function wrap(config: ts.Expression): ConfigFix {
  return { edits: around(config, "withAccountCredentials(", ")"), name: "withAccountCredentials" };
}

function around(node: ts.Node, before: string, after: string): Edit[] {
  const file = node.getSourceFile().fileName;
  return [
    { file, offset: node.getStart(), text: before },
    { file, offset: node.getEnd(), text: after },
  ];
}

const added = `${key}: accountCredentials()`;

/** `new X`, `new X()`, `super()`. */
function insertMissing(call: ConfigCall): Edit[] {
  const source = call.getSourceFile();
  const list = call.getChildren(source).find(({ kind }) => kind === ts.SyntaxKind.OpenParenToken);
  const offset = list?.getEnd() ?? call.getEnd();
  const text = list ? `{ ${added} }` : `({ ${added} })`;
  return [{ file: source.fileName, offset, text }];
}

/** A further property at the end of a literal, laid out as its neighbours are. */
function insertProperty(literal: ts.ObjectLiteralExpression): Edit[] {
  const source = literal.getSourceFile();
  const file = source.fileName;
  const last = literal.properties.at(-1);
  if (!last) return insertFirst(literal);
  const lineBreak = breakBefore(source.text, last.getStart(source));
  const { hasTrailingComma } = literal.properties;
  const end = hasTrailingComma ? literal.properties.end : last.getEnd();
  if (lineBreak === undefined) {
    const text = hasTrailingComma ? ` ${added},` : `, ${added}`;
    return [{ file, offset: end, text }];
  }
  const lineEnd = ts.getTrailingCommentRanges(source.text, end)?.at(-1)?.end ?? end;
  if (hasTrailingComma) return [{ file, offset: lineEnd, text: `${lineBreak}${added},` }];
  if (lineEnd === end) return [{ file, offset: end, text: `,${lineBreak}${added}` }];
  return [
    { file, offset: end, text: "," },
    { file, offset: lineEnd, text: `${lineBreak}${added}` },
  ];
}

function insertFirst(literal: ts.ObjectLiteralExpression): Edit[] {
  const source = literal.getSourceFile();
  const offset = literal.getStart(source) + 1;
  const inside = source.text.slice(offset, literal.getEnd() - 1);
  const lineBreak = /^[ \t]*(\r?\n[ \t]*)(?=\S)/.exec(inside)?.[1];
  if (lineBreak) return [{ file: source.fileName, offset, text: `${lineBreak}${added},` }];
  const text = inside === "" ? ` ${added} ` : ` ${added}${inside.trim() === "" ? "" : ","}`;
  return [{ file: source.fileName, offset, text }];
}

/** The line break and indentation right before an offset; undefined where text stands before it. */
function breakBefore(text: string, offset: number): string | undefined {
  return /\r?\n[ \t]*$/.exec(text.slice(0, offset))?.[0];
}
