/** Values as the three XML protocols write them. */

import type { Value } from "../answers/value.js";
import {
  type Model,
  membersOf,
  type Reference,
  type Shape,
  shapeOf,
  type XmlNamespace,
} from "../models/model.js";
import { writeTime } from "./times.js";

/** An element with its content. `content` is XML already. */
export function element(name: string, content: string, attributes = ""): string {
  return `<${name}${attributes}>${content}</${name}>`;
}

export function escapeXml(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return text.replace(/[&<>"]/g, (each) => entities[each] ?? each).replace(/\r/g, "&#xD;");
}

/** ` xmlns="…"`, or nothing. */
export function namespaceOf(namespace: XmlNamespace | undefined): string {
  if (namespace === undefined) return "";
  const { uri, prefix } = typeof namespace === "string" ? { uri: namespace } : namespace;
  return ` xmlns${prefix === undefined ? "" : `:${prefix}`}="${escapeXml(uri)}"`;
}

/** The members of a structure that are elements of the body. */
export function membersToXml(
  model: Model,
  shape: Shape,
  value: Readonly<Record<string, Value>>,
): string {
  const written = membersOf(shape).map(([name, reference]) => {
    const own = value[name];
    const elsewhere = reference.location !== undefined || reference.xmlAttribute;
    return own === undefined || elsewhere ? "" : toXml(model, reference, name, own);
  });
  return written.join("");
}

/** A member with its own element, or elements where a list is flattened. */
export function toXml(model: Model, reference: Reference, name: string, value: Value): string {
  const shape = shapeOf(model, reference);
  const own = reference.locationName ?? name;
  const attributes = namespaceOf(reference.xmlNamespace ?? shape.xmlNamespace);
  if (Array.isArray(value)) return listToXml(model, reference, shape, own, value);
  if (value instanceof Date) {
    return element(own, String(writeTime(value, reference, shape, "iso8601")));
  }
  if (Buffer.isBuffer(value)) return element(own, value.toString("base64"));
  if (typeof value !== "object") return element(own, escapeXml(String(value)), attributes);
  if (shape.type === "map") return mapToXml(model, reference, shape, own, value);
  return element(own, membersToXml(model, shape, value), attributes + attributesOf(shape, value));
}

function attributesOf(shape: Shape, value: Readonly<Record<string, Value>>): string {
  const attributes = membersOf(shape).filter(([, { xmlAttribute }]) => xmlAttribute);
  return attributes
    .map(
      ([name, { locationName = name }]) => ` ${locationName}="${escapeXml(String(value[name]))}"`,
    )
    .join("");
}

function listToXml(
  model: Model,
  reference: Reference,
  shape: Shape,
  name: string,
  items: readonly Value[],
): string {
  const { member } = shape;
  if (!member) return "";
  const flat = reference.flattened || shape.flattened;
  const itemName = member.locationName ?? (flat ? name : "member");
  const written = items.map((item) => toXml(model, member, itemName, item)).join("");
  return flat ? written : element(name, written);
}

function mapToXml(
  model: Model,
  reference: Reference,
  { key, value, flattened }: Shape,
  name: string,
  entries: Readonly<Record<string, Value>>,
): string {
  if (!key || !value) return "";
  const flat = reference.flattened || flattened;
  const pairs = Object.entries(entries).map(
    ([each, own]) => toXml(model, key, "key", each) + toXml(model, value, "value", own),
  );
  const written = pairs.map((pair) => element(flat ? name : "entry", pair)).join("");
  return flat ? written : element(name, written);
}
