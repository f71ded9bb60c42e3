/** The insertions that put the account's credentials into the configuration of a client. */

import { ts } from "ts-morph";
import type { Edit } from "../../../types.js";
import { bare, nameOf, propertyOf } from "../syntax.js";
import { addProperty } from "./property.js";

/** Insertions, and the one name of the services folder that they use. */
export interface ConfigFix {
  readonly edits: readonly Edit[];
  readonly name: "accountCredentials" | "withAccountCredentials";
}

/** A call whose first argument configures a client: `new X(config)`, or `super(config)` in a subclass. */
export type ConfigCall = ts.NewExpression | ts.CallExpression;

const key = "credentials";

/**
 * What the call still needs; undefined where it takes the account's credentials already. A literal
 * that names its region gets them as a property. Any other configuration is wrapped, so that what it
 * has is kept, and the account's own region holds where it names none.
 */
export function configFix(call: ConfigCall): ConfigFix | undefined {
  const config = call.arguments?.[0];
  if (!config) return insertMissing(call);
  const value = bare(config);
  if (isAccountCall(value)) return undefined;
  if (!ts.isObjectLiteralExpression(value)) return wrap(config);
  if (hasAnonymousSigner(value)) return undefined;
  const property = propertyOf(value, key);
  const spread = value.properties.findLast(ts.isSpreadAssignment);
  const decides = property && (!spread || spread.pos < property.pos) ? property : undefined;
  if (decides && isMended(decides)) return undefined;
  const namesRegion = propertyOf(value, "region") && !propertyOf(value, "profile");
  if (!namesRegion || (spread && !decides)) return wrap(config);
  return decides
    ? fixProperty(decides, config)
    : own(addProperty(value, `${key}: accountCredentials()`));
}

function isMended(property: ts.ObjectLiteralElementLike): boolean {
  return ts.isPropertyAssignment(property) && isAccountCall(bare(property.initializer));
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

function fixProperty(property: ts.ObjectLiteralElementLike, config: ts.Expression): ConfigFix {
  if (ts.isShorthandPropertyAssignment(property)) {
    return own(around(property.name, `${key}: accountCredentials(`, ")"));
  }
  if (!ts.isPropertyAssignment(property)) return wrap(config);
  return own(around(property.initializer, "accountCredentials(", ")"));
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

/** `new X`, `new X()`, `super()`. */
function insertMissing(call: ConfigCall): ConfigFix {
  const source = call.getSourceFile();
  const list = call.getChildren(source).find(({ kind }) => kind === ts.SyntaxKind.OpenParenToken);
  const name = "withAccountCredentials";
  const text = list ? `${name}()` : `(${name}())`;
  return {
    edits: [{ file: source.fileName, offset: list?.getEnd() ?? call.getEnd(), text }],
    name,
  };
}
