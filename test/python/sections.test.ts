/** The part of a docstring that lists the parameters, told from its lines. */

import { expect, test } from "vitest";
import { sectionOf } from "../../src/languages/python/migrate/sections.js";

/** A section in a word: `style indent+mark+quote step name:first-last… last`. */
function section(text: string): string {
  const found = sectionOf(text.split("\n"), ["a", "b"]);
  if (!found) return "none";
  const entries = found.entries.map(({ name, first, last }) => `${name}:${first}-${last}`);
  const model = JSON.stringify(found.indent + found.mark + found.quote);
  return [found.style, model, ...entries, found.last].join(" ");
}

test.each([
  ["no heading", "Do it.\n\na: What.", "none"],
  ["a word that is no heading", "Do it.\n\nParameters\na: What.", "none"],
  ["the first line", "Args:\n    a: What.\n    b: How.", 'google "    " a:1-1 b:2-2 2'],
  [
    "the first line, with another part",
    "Args:\n  a: What.\n\nReturns:\n  b: How.",
    'google "  " a:1-1 1',
  ],
  [
    "an entry of many lines",
    "Do.\n\nArgs:\n    a: What\n        goes on\n\n    b: How.\n",
    'google "    " a:3-4 b:6-6 6',
  ],
  [
    "a blank line of spaces",
    "Do.\n\nArgs:\n    a: What\n    \n    b: How.\n\nThat.",
    'google "    " a:3-3 b:5-5 5',
  ],
  [
    "a heading that is indented",
    "Do.\n\n    Args:\n        a: What.\n    Returns:\n        b: That.",
    'google "        " a:3-3 3',
  ],
  [
    "a parameter of a parameter",
    "Do.\n\nArgs:\n    a: What.\n        b: Of a.",
    'google "    " a:3-4 4',
  ],
  ["an empty part", "Do.\n\nArgs:\n\nReturns:\n    That.", 'google "    " 2'],
  ["an empty part with tabs", "Do.\n\n\tArgs:\n\nThat.", 'google "\\t\\t" 2'],
  ["parameters of others", "Do.\n\nArgs:\n  - c: What.", 'google "  - " 3'],
  [
    "a rule below",
    "Do.\n\nParameters\n----------\na : str\n    What.\nb : str\n\nReturns\n-------\nstr",
    'numpy "" a:4-5 b:6-6 6',
  ],
  ["a rule below, and nothing", "Do.\n\nParameters\n----------", 'numpy "" 3'],
  ["a rule that is too short", "Do.\n\nParameters\n--\na : str", "none"],
  [
    "Markdown",
    "Do.\n\n## Parameters\n\n- `a`: What.\n- `b`: How.\n\n## Answer\n\n- c",
    'google "- `" a:4-4 b:5-5 5',
  ],
  [
    "a comment of the author",
    "Do.\n\nArgs:\n    a: What.\n    # like this\n    b: How.",
    'google "    " a:3-4 b:5-5 5',
  ],
  [
    "a heading in the first column",
    "Do.\n\n    Args:\n        a: What.\n# Answer\n        b: How.",
    'google "        " a:3-3 3',
  ],
  ["stars", "Do.\n\n**Args:**\n* **a** What.", 'google "* **" a:3-3 3'],
  [
    "fields",
    "Do.\n\n:param a: What\n    goes on.\n:type a: str\n:param str b: How.\n\nThat.",
    'sphinx "" a:2-3 a:4-4 b:5-5 5',
  ],
  [
    "fields that are indented",
    "Do.\n\n    :param a: What.\n    :returns: That.",
    'sphinx "    " a:2-2 2',
  ],
  [
    "the first line, below an indentation",
    "Args:\n        a: What.\n    Returns:\n        b: That.",
    'google "        " a:1-1 1',
  ],
  [
    "the first line, in Markdown",
    "## Parameters\n\n    - a: What.\n\n    ## Answer\n    - b",
    'google "    - " a:2-2 2',
  ],
  ["the first line, and nothing of it", "Args:\n\nThat.", 'google "    " 0'],
  ["spaces below", "Do.\n\nArgs:\n    c: What.\n     \nThat.", 'google "    " 3'],
  ["an unknown bullet", "Do.\n\nArgs:\n  -  c: What - all of it.", 'google "  -  " 3'],
  ["a rule with more on its line", "Do.\n\nParameters\n---- ----\na : str", "none"],
  ["a rule with more before it", "Do.\n\nParameters\n- ---\na : str", "none"],
  [
    "a rule that is indented",
    "Do.\n\n  Parameters\n  ---------- \n  a : str",
    'numpy "  " a:4-4 4',
  ],
  ["a field that ends the text", "Do.\n\n  :param a: What.\n    More.", 'sphinx "  " a:2-3 3'],
  ["a field above spaces", "Do.\n\n:param a: What.\n      \nThat.", 'sphinx "" a:2-2 2'],
  ["a field in a sentence", "Do.\n\nSee :param a: there.", "none"],
  ["a field with a name of many letters", "Do.\n\n:param bucket: What.", 'sphinx "" bucket:2-2 2'],
  [
    "a sentence with a dash behind it",
    "Do.\n\nArgs:\n    a: What.\nThat is it - all of it.\n    b: How.",
    'google "    " a:3-3 3',
  ],
  ["a type alone", "Do.\n\n:type a: str\nSee :param there.", "none"],
])("of %s", (_, text, expected) => {
  expect(section(text)).toBe(expected);
});
