/** Members of what is known, and what patterns take out of it. */

import { ts } from "../../source/compiler.js";
import { nameOf } from "../../source/nodes.js";
import type { Reader } from "./reader.js";
import { isThing, type Known, unknown } from "./world.js";

export function part(reader: Reader, element: ts.BindingElement, whole: Known): Known {
  if (ts.isObjectBindingPattern(element.parent)) {
    const name = nameOf((element.propertyName ?? element.name) as ts.PropertyName);
    return name === undefined || element.dotDotDotToken ? unknown : memberOf(reader, whole, name);
  }
  const index = element.parent.elements.indexOf(element);
  if (!Array.isArray(whole)) return unknown;
  return element.dotDotDotToken ? whole.slice(index) : whole[index];
}

export function memberOf(reader: Reader, value: Known, name: string): Known {
  if (value === undefined || value === null) return undefined;
  if ((typeof value === "string" || Array.isArray(value)) && name === "length") {
    return value.length;
  }
  if (Array.isArray(value)) return /^\d+$/.test(name) ? value[Number(name)] : unknown;
  if (!isThing(value)) return unknown;
  if (value.id === "env") reader.reads.push(name);
  return value.members.has(name) || !value.isOpen ? value.members.get(name) : unknown;
}
