/** What a text has somewhere that uses the libraries in some way: patterns made from the table of libraries. */

import type { Line } from "./library.js";
import { bytesOfLibraries, linesOf, wordsOf } from "./library-queries.js";

/** The methods that register tools, and the requests that list and call them. */
export const toolMethods = linesOf("method", "tool", "request");

/**
 * What a text has that uses one of these methods, however it is called or assigned. A word without a
 * capital letter is too common: it must be a member, or taken out of an object.
 */
export function methodPattern(lines: readonly Line[]): RegExp {
  const words = wordsOf(lines);
  const plain = words.filter((word) => !/[A-Z]/.test(word));
  const named = words.filter((word) => /[A-Z]/.test(word));
  const any = plain.join("|");
  return either(
    named.length > 0 && `\\b(?:${named.join("|")})\\b`,
    plain.length > 0 &&
      `\\.\\s*(?:${any})\\b|["'\`](?:${any})["'\`]\\s*\\]|\\b(?:${any})\\b[^{}]*\\}\\s*=[^=>]`,
  );
}

/** What a text has that carries one of these decorators. */
export function decoratorPattern(lines: readonly Line[]): RegExp {
  return new RegExp(`@(?:${wordsOf(lines).join("|")})\\b`);
}

/** What a text has that names one of these base classes. */
export function basePattern(lines: readonly Line[]): RegExp {
  return new RegExp(`\\b(?:${wordsOf(lines).join("|")})\\b`);
}

/** What a text has in which a tool is registered, going by how that looks. */
export const registeringPattern = either(
  `\\b(?:${wordsOf(toolMethods).join("|")})\\s*[(<]`,
  decoratorPattern(linesOf("decorator", "tool")),
  basePattern(linesOf("base", "tool")),
);

/** What a text has that speaks MCP: a library by name, or a method that no other library has. */
export const mcpPattern = either(
  bytesOfLibraries.join("|"),
  `\\.(?:${wordsOf(linesOf("method", "tool"))
    .filter((word) => /[A-Z]/.test(word))
    .join("|")})\\b`,
);

/** A pattern that matches where one of these does; those that there are not are left out. */
export function either(...patterns: readonly (RegExp | string | false)[]): RegExp {
  const sources = patterns.flatMap((each) =>
    each ? [each instanceof RegExp ? each.source : each] : [],
  );
  return new RegExp(sources.join("|"));
}
