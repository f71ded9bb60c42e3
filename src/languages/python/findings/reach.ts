/** Whether a function comes to use AWS, itself or through functions of the server that it calls or hands on. */

import type { Node } from "web-tree-sitter";
import { valuesAt } from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import { argumentsOf, type Value } from "../evaluate/values.js";
import { type At, field, keyOf } from "../source/nodes.js";
import { ofAws } from "./aws-libraries.js";

const DEEPEST = 3;
const clientByName = /\b(?:boto3|botocore|aiobotocore|aioboto3)\b|\w*client\b|\.resource\(/;
const isClientName = /^(?:boto3|botocore|aiobotocore|aioboto3|\w*client)$/;

/** Of a function, class or lambda. Errs on the side of yes: what is not known may be a client where one is named. */
export function reachesAws(program: Program, definition: At, depth = 0): boolean {
  const { file, node } = definition;
  const leads = (value: Value): boolean => {
    if (value.kind === "outside" || value.kind === "made") return ofAws.test(value.path);
    return value.kind === "function" && depth < DEEPEST && reachesAws(program, value, depth + 1);
  };
  return program.once(`reach ${keyOf(definition)} ${depth}`, () => {
    const calls = node.descendantsOfType("call");
    const called = calls.flatMap((call) => field(call, "function") ?? []);
    const values = called.flatMap((callee) => valuesAt(program, { file, node: callee }));
    if (values.some(leads)) return true;
    if (values.some(({ kind }) => kind === "unknown") && namesClient(node)) return true;
    const handedOn = calls.flatMap(functionsGiven);
    return handedOn.some((given) => valuesAt(program, { file, node: given }).some(leads));
  });
}

/** Whether the code, not a comment or a text in it, names what may be a client. */
function namesClient(node: Node): boolean {
  if (!clientByName.test(node.text)) return false;
  return node
    .descendantsOfType("identifier")
    .some(
      ({ text, parent }) => isClientName.test(text) || (text === "resource" && isCalled(parent)),
    );
}

function isCalled(member: Node | null): boolean {
  return member?.type === "attribute" && member.parent?.type === "call";
}

/** Arguments that may be functions. */
function functionsGiven(call: Node): readonly Node[] {
  const { positional, named } = argumentsOf(call);
  return [...positional, ...named.values()].filter(({ type }) =>
    /^(identifier|attribute)$/.test(type),
  );
}

/** Whether an expression may be a function that comes to use AWS; what is not known may. */
export function mayReach(program: Program, work: At): boolean {
  if (/\brun_in_account$/.test(work.node.text)) return false;
  if (/^(?:lambda|function_definition)$/.test(work.node.type)) return reachesAws(program, work);
  return valuesAt(program, work).some((value) => {
    if (value.kind === "function") return reachesAws(program, value);
    return value.kind !== "outside" || ofAws.test(value.path);
  });
}
