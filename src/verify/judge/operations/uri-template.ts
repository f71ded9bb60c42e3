/** The addresses of REST operations: `/{Bucket}/{Key+}?list-type=2`. */

import { decode } from "../request.js";
import { encode } from "../signature/canonical.js";

export interface UriTemplate {
  /** How much of it is literal: the more, the better a match. */
  readonly literals: number;
  /** Whether it ends with a slash: a request may differ, but one that does not is the better match. */
  readonly endsWithSlash: boolean;
  /** The parameters in the path, or undefined where the address is another. */
  match(path: string, query: ReadonlyMap<string, string>): Record<string, string> | undefined;
}

export function parseUriTemplate(template: string): UriTemplate {
  const [path = "", queryText = ""] = template.split("?");
  const segments = path.split("/").filter((segment) => segment !== "");
  const wanted = queryText.split("&").filter((pair) => pair !== "");
  const names = segments.flatMap((segment) => /^\{(.+?)\+?\}$/.exec(segment)?.[1] ?? []);
  const pattern = new RegExp(`^${segments.map(segmentPattern).join("")}/?$`, "s");
  return {
    endsWithSlash: path.endsWith("/"),
    literals: segments.length - names.length + 2 * wanted.length,
    match(asked, query) {
      const found = pattern.exec(asked);
      if (!found || !wanted.every((pair) => isIn(query, pair))) return undefined;
      return Object.fromEntries(names.map((name, at) => [name, decode(found[at + 1] ?? "")]));
    },
  };
}

function segmentPattern(segment: string): string {
  if (/^\{.+\+\}$/.test(segment)) return "/(.+)";
  if (/^\{.+\}$/.test(segment)) return "/([^/]+)";
  return `/(?:${escapeRegExp(segment)}|${escapeRegExp(encode(segment))})`;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function isIn(query: ReadonlyMap<string, string>, pair: string): boolean {
  const [name = "", value = ""] = pair.split("=");
  const given = query.get(name);
  return given !== undefined && (value === "" || given === value);
}
