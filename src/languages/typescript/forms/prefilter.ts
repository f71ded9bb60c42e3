/**
 * What a file has somewhere if it has a method that registers tools, in whatever way it is called or held.
 * `tool` alone is too common a word: there it is a member, or taken out of an object.
 */
export const methodMark = new RegExp(
  [
    /\b(?:registerTool|registerToolTask|addTools?|setRequestHandler)\b/,
    /\.\s*tool\b|["'`]tool["'`]\s*\]|\btool\b[^{}]*\}\s*=[^=>]/,
  ]
    .map(({ source }) => source)
    .join("|"),
);
