/** Classes of AWS clients that are handed to code which can't be followed: it may make clients of them. */

import type { Finding } from "../../../types.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { type Outside, ofValue } from "../evaluate/outside.js";
import type { Value, Values } from "../evaluate/value.js";
import { ts } from "../source/compiler.js";
import { bare, calledName } from "../source/nodes.js";
import { lookup } from "../source/scope.js";
import { clientKind, isOfClients } from "./kinds.js";
import { type Context, report } from "./report.js";

/** A call of what is not the server's own, with a client's class, or all that a package has, among its arguments. */
export function findHandedOn(node: ts.Node, context: Context): Finding | undefined {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
  const { evaluator } = context;
  const given = (node.arguments ?? []).filter(
    (each) => mayBeClass(each) && context.carriers.isIn(each) && !isDeclaredPlain(each),
  );
  const classes = given.flatMap((argument) => {
    const found = classIn(evaluator, evaluator.evaluate(argument), deepest);
    return found ? [{ argument, found }] : [];
  });
  const [first] = classes;
  if (!first || isFollowed(evaluator, node) || onlyNames(node)) return undefined;
  const name = first.argument.getText();
  const isOld = clientKind(first.found) === "sdk-v2" || first.found.module.startsWith("aws-sdk");
  const message = `${name} is handed to code that can't be followed: a client that it makes keeps its account`;
  return isOld ? report("aws-sdk-v2", node, message) : report("aws-client", node, message, remedy);
}

const remedy =
  "make the client here and hand that over: `new …Client(withAccountCredentials(…))`; if the code makes none, mark the line `retrofit-ignore: reason`";

/** Lists and objects in lists and objects that are looked into. */
const deepest = 3;

/** Whether a name is declared as a text, a number or the like, or as a list of these: no class is. */
function isDeclaredPlain(argument: ts.Expression): boolean {
  const name = bare(argument);
  const declared = ts.isIdentifier(name) ? lookup(name, name.text, "value") : undefined;
  const isTyped = declared && (ts.isParameter(declared) || ts.isVariableDeclaration(declared));
  return isTyped && declared.type ? isPlain(declared.type) : false;
}

const plainKinds = new Set([
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.BigIntKeyword,
  ts.SyntaxKind.UndefinedKeyword,
  ts.SyntaxKind.LiteralType,
  ts.SyntaxKind.TemplateLiteralType,
]);

function isPlain(type: ts.TypeNode): boolean {
  if (ts.isUnionTypeNode(type)) return type.types.every(isPlain);
  if (ts.isArrayTypeNode(type)) return isPlain(type.elementType);
  if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) return isPlain(type.type);
  return plainKinds.has(type.kind);
}

/** Not what is written out as something else: a text, a function, a template. */
function mayBeClass(argument: ts.Expression): boolean {
  const value = bare(argument);
  return (
    ts.isIdentifier(value) ||
    ts.isPropertyAccessExpression(value) ||
    ts.isElementAccessExpression(value) ||
    ts.isObjectLiteralExpression(value) ||
    ts.isArrayLiteralExpression(value) ||
    ts.isConditionalExpression(value) ||
    ts.isSpreadElement(value)
  );
}

function classIn(evaluator: Evaluator, values: Values, deep: number): Outside | undefined {
  for (const value of values) {
    const own = ofValue(evaluator, value).find((each) => clientKind(each) || isOfClients(each));
    const found = own ?? (deep > 0 ? classIn(evaluator, partsOf(value), deep - 1) : undefined);
    if (found) return found;
  }
  return undefined;
}

function partsOf(value: Value): Values {
  if (value.kind === "object") {
    const named = [...value.properties].filter(([name]) => name !== "provide");
    return named.flatMap(([, property]) => property());
  }
  if (value.kind === "list") return value.items.flatMap((item) => item());
  return value.kind === "map" ? value.entries.flatMap((entry) => entry.value()) : [];
}

/** The language's own, which keep what they are given where it can be seen, or look at it alone. */
const harmless = /^(Object|Array|Promise|Map|Set|WeakMap|console|JSON|String|Boolean|Symbol)\b/;

/** Whether what is called is code of the server, or of the language, that is followed. */
export function isFollowed(
  evaluator: Evaluator,
  node: ts.CallExpression | ts.NewExpression,
): boolean {
  if (node.expression.kind === ts.SyntaxKind.SuperKeyword) return true;
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  const callees = evaluator.evaluate(node.expression);
  return callees.length > 0 && callees.every((value) => isOwn(evaluator, value, node));
}

function isOwn(
  evaluator: Evaluator,
  value: Value,
  node: ts.CallExpression | ts.NewExpression,
): boolean {
  if (value.kind !== "unknown") return true;
  const { external } = value;
  if (external && /promisify$/i.test(external.path.join("."))) return true;
  if (external) return external.module === "" && harmless.test(external.path.join("."));
  return isOfLanguage(evaluator, node);
}

/** A method of a list, map or text, whatever it does with the class, keeps it there. */
function isOfLanguage(
  evaluator: Evaluator,
  { expression }: ts.CallExpression | ts.NewExpression,
): boolean {
  const callee = bare(expression);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const owners = evaluator.evaluate(callee.expression);
  return owners.length > 0 && owners.every(({ kind }) => kind === "list" || kind === "map");
}

/** Where a class is only a name: of what is injected, in a decorator, for a comparison. */
function onlyNames(node: ts.CallExpression | ts.NewExpression): boolean {
  const called = calledName(node) ?? "";
  // Nest makes what a module lists as its providers.
  if (ts.isDecorator(node.parent)) return called !== "Module";
  // `Reflect.get(AWS, service)` gives any of them.
  if (node.expression.getText().startsWith("Reflect.")) return false;
  // `bind(S3Client).toSelf()` has the container make it.
  if (called === "bind" && isFollowedBy(node, "toSelf")) return false;
  return /^(get|bind|isBound|has|inject|instanceof|instanceOf)$/i.test(called);
}

function isFollowedBy({ parent }: ts.Node, name: string): boolean {
  return ts.isPropertyAccessExpression(parent) && parent.name.text === name;
}
