/** Tests that compare the exact schema of a tool: the parameter that a retrofit adds makes them fail. */

import { dirname, join } from "node:path";
import type { FileStore } from "../../disk/files.js";
import { findingOf } from "../../rules/finding.js";
import type { Finding, Place, Scan } from "../../types.js";

/** A place where a test compares the schema of a tool as a whole. */
export interface Comparison {
  readonly place: Place;
  /** The texts that may name the tool: of the test around it, of its file; the first that names one counts. */
  readonly texts: readonly string[];
}

/** The names of the tools that change, each with the other names that code has for it. */
export type Changing = ReadonlyMap<string, readonly string[]>;

/** The tools of a scan that get the parameter. */
export function changingIn({ tools }: Pick<Scan, "tools">): Changing {
  const changing = tools.filter(({ fix, missing }) => fix && missing.includes("parameter"));
  return new Map(changing.map(({ name }) => [name, []]));
}

/** A finding for each place that compares the schema of a tool which changes. */
export function schemaTests(comparisons: readonly Comparison[], changing: Changing): Finding[] {
  return comparisons.flatMap(({ place, texts }) => {
    // It expects the parameter already.
    if (texts[0]?.includes("target_account_id")) return [];
    const named = texts.map((text) => namesIn(text, changing)).find((names) => names.length > 0);
    return named ? [findingFor(place, named)] : [];
  });
}

function findingFor(place: Place, names: readonly string[]): Finding {
  const [first = "", ...others] = names;
  const of = others.length > 0 ? `${first} and ${others.length} more` : first;
  return findingOf("schema-test", {
    place,
    message: `expect this test to fail: it compares the schema of ${of}`,
  });
}

/** The tools that a text names: in quotes, or by a name that code has for them. */
export function namesIn(text: string, changing: Changing): string[] {
  const isNamed = ([name, others]: [string, readonly string[]]): boolean =>
    [`"${name}"`, `'${name}'`, `\`${name}\``].some((quoted) => text.includes(quoted)) ||
    others.some((other) => new RegExp(`(?<![\\w$.])${other}(?![\\w$])`).test(text));
  return [...changing].filter(isNamed).map(([name]) => name);
}

const kept = /["']([^"'\n]*\.(?:json|snap|ambr|ya?ml|txt|raw))["']/g;
const schemaKey = /\binputSchema\b|\binput_schema\b/;

/** What files that a test names, or its snapshots, hold of tools' schemas: a comparison for each of them. */
export function keptSchemas(
  test: string,
  text: string,
  files: FileStore,
  beside: readonly string[],
): Comparison[] {
  const named = [...text.matchAll(kept)].map(([, name = ""]) => join(dirname(test), name));
  const paths = [...new Set([...beside, ...named])].filter((path) => files.isFile(path));
  return paths.flatMap((file) => {
    const content = files.read(file)?.text ?? "";
    const at = content.search(schemaKey);
    if (at < 0) return [];
    const line = content.slice(0, at).split("\n").length;
    return [{ place: { file, line, column: 1 }, texts: [content.replaceAll("\\", "")] }];
  });
}
