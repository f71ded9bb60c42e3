/** Finds what a retrofit by hand changed of a tool's contract, which insertions cannot fix. */

import { findingOf } from "../../../rules/finding.js";
import type { Finding } from "../../../types.js";
import { failsWithNone } from "./none.js";
import type { Parameter } from "./parameters.js";
import { placeAt, type Subject } from "./subject.js";

/**
 * A parameter that was required must be given a default where `target_account_id` was put before it.
 * `= None` behind a type that None does not fit gives that away; where retrofit itself may have put
 * `target_account_id` there, only a body that fails with None does.
 */
export function contractFindings(subject: Subject): Finding[] {
  const { tool, module, signature, parameter, definition } = subject;
  if (!parameter) return [];
  const isOurs = /TargetAccountId/.test(parameter.type ?? "");
  const later = signature.parameters.filter(({ start }) => start > parameter.start);
  const changed = later.filter(
    (each) => wasRequired(each) && (!isOurs || failsWithNone(definition, each.name)),
  );
  return changed.map((changed) =>
    findingOf("contract-changed", {
      place: placeAt(module.path, module.text, changed.start),
      message: `${tool.name}: ${changed.name} was required and is now optional, so that target_account_id could stand before it`,
      remedy: `Move target_account_id behind the required parameters and take the default of ${changed.name} away again: ${restored(changed)}.`,
    }),
  );
}

function wasRequired({ type, value }: Parameter): boolean {
  if (type === undefined || value === undefined) return false;
  const isNone = /^None$|^(?:\w+\.)?Field\s*\(\s*(?:default\s*=\s*)?None\b/.test(value);
  return isNone && !/\bOptional\b|\bNone\b|\bAny\b|\bContext\b/.test(type);
}

function restored({ name, type, value }: Parameter): string {
  if (value === "None") return `${name}: ${type}`;
  const field = value?.replace(/\(\s*(?:default\s*=\s*)?None\b/, "(...").replace(/\s+/g, " ");
  return `${name}: ${type} = ${field}`;
}
