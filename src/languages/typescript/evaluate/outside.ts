/** What a value is of the packages outside: an export, or a class of the server's own that extends one. */

import type { Text } from "../../shell/text.js";
import { ts } from "../source/compiler.js";
import { extended } from "../source/file-index.js";
import type { Evaluator } from "./evaluator.js";
import type { External, Value, Values } from "./value.js";

export interface Outside {
  /** The package as imported, with an ellipsis for what is computed; "" for a global. */
  readonly module: string;
  /**
   * "*" for the package as a whole, "?" for an export chosen at run time, with a dot for the member of an
   * export. Of a CommonJS package the default export counts as the package.
   */
  readonly name: string;
  /** The name of a package that is computed, as far as it is known. */
  readonly computed?: Text;
  /** The server's own class between the value and the export, if there is one: the most derived. */
  readonly subclass?: ts.ClassLikeDeclaration;
}

/**
 * Methods of texts and lists. Nothing of a package that matters has such a name, and what they are called on is
 * often put together of so many texts that following all of them would use up the steps for the whole server.
 */
export const plainMethods: ReadonlySet<string> = new Set(
  [
    "push pop shift unshift concat slice splice join map filter forEach some every reduce flat flatMap includes indexOf",
    "trim trimStart trimEnd split replace replaceAll startsWith endsWith padStart padEnd repeat toLowerCase toUpperCase",
    "toString toFixed toISOString toLocaleString charAt charCodeAt substring",
  ].flatMap((names) => names.split(" ")),
);

/** Everything from outside that an expression may be. */
export function outsideOf(evaluator: Evaluator, node: ts.Expression): Outside[] {
  if (ts.isPropertyAccessExpression(node) && plainMethods.has(node.name.text)) return [];
  return evaluator.evaluate(node).flatMap((value) => ofValue(evaluator, value));
}

/** Everything from outside that a value may be; nothing of what was made or called of it. */
export function ofValue(
  evaluator: Evaluator,
  value: Value,
  seen: readonly ts.Node[] = [],
): Outside[] {
  if (value.kind === "unknown") return value.external ? exported(value.external) : [];
  if (value.kind !== "class" || seen.includes(value.node)) return [];
  return basesOf(evaluator, value).flatMap((base) =>
    ofValue(evaluator, base, [...seen, value.node]).map((each) => ({
      ...each,
      subclass: value.node,
    })),
  );
}

function basesOf(evaluator: Evaluator, { node, env }: Extract<Value, { kind: "class" }>): Values {
  const base = extended(node);
  return base ? evaluator.evaluate(base, env) : [];
}

const globals = /^(?:globalThis|global|window|self)$/;

function exported({ module, path, computed }: External): Outside[] {
  const isBound = path.at(-2) === "bind" && path.at(-1) === "()";
  const whole = isBound ? path.slice(0, -2) : path;
  const isOfGlobal = module === "" && whole.length > 1 && globals.test(whole[0] ?? "");
  const [first, ...rest] = isOfGlobal ? whole.slice(1) : whole;
  const names = first === "default" && rest.length > 0 && module !== "" ? rest : [first, ...rest];
  if (names.some((each) => each?.endsWith("()"))) return [];
  const name = first === undefined ? "*" : names.join(".");
  return [computed ? { module, name, computed } : { module, name }];
}
