/** `FastMCP(…, tools=[…])` and `MCPServer(…, tools=[…])`: tools that the server is made with. */

import { solve } from "../evaluate/paths.js";
import type { Program } from "../evaluate/program.js";
import { emptyEnv, type Value } from "../evaluate/values.js";
import { type At, ancestor, field } from "../source/nodes.js";
import { isServerClass } from "./receivers.js";
import type { Registration } from "./registration.js";
import type { Site } from "./sites.js";
import { type Draft, draftsOf } from "./tools.js";

/** The tools that a server is made with; one without a definition where they cannot be followed. */
export function constructedDrafts(program: Program, site: Site): readonly Draft[] {
  const argument = site.node.parent;
  const call = ancestor(site.node, "call");
  const value = argument && field(argument, "value");
  const callee = call && field(call, "function");
  if (!value || !callee || argument?.parent?.parent?.id !== call.id) return [];
  if (!makesServer(program, { file: site.file, node: callee })) return [];
  const at = { file: site.file, node: value };
  if (isNothing(program, at)) return [];
  const registration: Registration = {
    at: { file: site.file, node: call },
    target: { kind: "passed", value: at },
    env: emptyEnv,
    helper: false,
  };
  return draftsOf(program, registration);
}

/** A server's class, and `super().__init__` in a class that derives from one. */
function makesServer(program: Program, callee: At): boolean {
  const { file, node } = callee;
  const object = field(node, "object");
  if (object && /^super\(/.test(object.text) && field(node, "attribute")?.text === "__init__") {
    const holder = ancestor(node, "class_definition");
    return holder !== undefined && isServerClass(program, classValue({ file, node: holder }));
  }
  return program.evaluate(callee, emptyEnv).some((each) => isServerClass(program, each));
}

function classValue(at: At): Value {
  return { kind: "class", ...at, env: emptyEnv };
}

/** Whether no tools are given: None, or a list that is written empty. */
function isNothing(program: Program, at: At): boolean {
  const values = solve(program, at, emptyEnv).flatMap((solution) => solution.values);
  const isMade = /comprehension|generator_expression/.test(at.node.type);
  return values.every(
    (each) => each.kind === "none" || (each.kind === "list" && each.items.length === 0 && !isMade),
  );
}
