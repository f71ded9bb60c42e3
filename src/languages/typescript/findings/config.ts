/** The insertions that put the account's credentials into the configuration of a client. */

import type { Edit } from "../../../types.js";
import { isCallOf } from "../migrate/service-names.js";
import { ts } from "../source/compiler.js";
import { around, intoLiteral } from "../source/insert.js";
import { bare, nameOf, propertyOf } from "../source/nodes.js";

/** Insertions, and the one name of the services folder that they use. */
export interface ConfigFix {
  readonly edits: readonly Edit[];
  readonly name: "accountCredentials" | "withAccountCredentials";
}

/** A call whose first argument configures a client: `new X(config)`, or `super(config)` in a subclass. */
export type ConfigCall = ts.NewExpression | ts.CallExpression;

const key = "credentials";
export const ours: ReadonlySet<string> = new Set(["accountCredentials", "withAccountCredentials"]);

/**
 * What the call still needs; undefined where it takes the account's credentials already. A literal
 * that names its region gets them as a property. Any other configuration is wrapped, so that what it
 * has is kept, and the account's own region holds where it names none. So is one for a class that is
 * only known at run time (`isOpen`): its type may not list `credentials`.
 */
export function configFix(call: ConfigCall, isOpen = false): ConfigFix | undefined {
  const config = call.arguments?.[0];
  if (!config) return insertMissing(call);
  const value = bare(config);
  if (isCallOf(value, ours)) return undefined;
  if (!ts.isObjectLiteralExpression(value)) return wrap(config);
  if (hasAnonymousSigner(value)) return undefined;
  const property = propertyOf(value, key);
  const spread = value.properties.findLast(ts.isSpreadAssignment);
  const decides = property && (!spread || spread.pos < property.pos) ? property : undefined;
  if (decides && isMended(decides)) return undefined;
  const namesRegion = propertyOf(value, "region") && !propertyOf(value, "profile");
  if (isOpen || !namesRegion || (spread && !decides)) return wrap(config);
  return decides
    ? fixProperty(decides, config)
    : own(intoLiteral(value, `${key}: accountCredentials()`));
}

/** `credentials` as a client's configuration has it written, where nothing that is spread in after it may replace it. */
export function credentialsGiven(call: ConfigCall): ts.Expression | undefined {
  const config = call.arguments?.[0] && bare(call.arguments[0]);
  if (!config || !ts.isObjectLiteralExpression(config)) return undefined;
  const property = propertyOf(config, key);
  const spread = config.properties.findLast(ts.isSpreadAssignment);
  if (!property || (spread && spread.pos > property.pos)) return undefined;
  if (ts.isShorthandPropertyAssignment(property)) return property.name;
  return ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

/** The account's credentials where those that are given are none: `credentials: given ?? accountCredentials()`. */
export function insteadOfNone(given: ts.Expression): ConfigFix {
  const isName = ts.isIdentifier(given);
  const start = ts.isShorthandPropertyAssignment(given.parent) ? `${key}: ` : isName ? "" : "(";
  return own(around(given, start, `${isName ? "" : ")"} ?? accountCredentials()`));
}

function isMended(property: ts.ObjectLiteralElementLike): boolean {
  return ts.isPropertyAssignment(property) && isCallOf(property.initializer, ours);
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
