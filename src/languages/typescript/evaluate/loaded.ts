/** Modules that calls load: `import(…)`, `require(…)`, and what `createRequire(…)` gives. */

import { knownIn, startOf, type Text, unknownWords, wholeText } from "../../shell/text.js";
import { isAws } from "../project/module-names.js";
import { ts } from "../source/compiler.js";
import type { Evaluator } from "./evaluator.js";
import { fromModule } from "./modules.js";
import { textsIn } from "./texts.js";
import { type Env, type External, unknown, type Values } from "./value.js";

/** Whether calling this, which comes from outside, loads a module. */
export function loadsModules({ module, path }: External): boolean {
  const called = path.slice(path[0] === "default" ? 1 : 0).join(".");
  if (/^(node:process)?$/.test(module) && /^(process\.)?getBuiltinModule$/.test(called))
    return true;
  if (module === "") return called === "require";
  return /^(node:)?module$/.test(module) && called === "createRequire.()";
}

/** The modules that a call may load, by its first argument. */
export function loaded(evaluator: Evaluator, call: ts.CallExpression, env: Env): Values {
  const [specifier] = call.arguments;
  if (!specifier) return [];
  if (ts.isStringLiteralLike(specifier)) {
    return fromModule(evaluator, call, specifier.text, "*", env);
  }
  const text = specifierOf(specifier, evaluator, env);
  const whole = wholeText(text);
  if (whole !== undefined) return fromModule(evaluator, call, whole, "*", env);
  const module = text.map((piece) => (typeof piece === "string" ? piece : "…")).join("");
  const external = { module, path: [], computed: text };
  return [unknown(call, "its package is chosen at run time", env, { external })];
}

/** npm's own limit. */
const longestName = 214;

/** The name of the package, as far as it is known; one of AWS if any may be. */
function specifierOf(node: ts.Expression, evaluator: Evaluator, env: Env): Text {
  const all = textsIn(evaluator, node, env).flatMap((value) =>
    value.kind === "text" && knownIn(value.text).length <= longestName ? [value.text] : [],
  );
  return all.find((text) => isAws(startOf(text))) ?? all[0] ?? unknownWords;
}
