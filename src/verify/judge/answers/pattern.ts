/** A text that a regular expression matches, found by walking its tree and tried before it is used. */

import { type AST, RegExpParser } from "@eslint-community/regexpp";

/** How the walk goes: how often what may repeat does, and which of several ways it takes. */
interface Walk {
  readonly repeats: number;
  readonly way: number;
}

/** Characters that a class is tried with: the plainest first. */
const plain = [..."a0A-_.:/ +=@,;!#$%&'()*<>?[]^`{|}~\"\\\n\t\u00e9"];

/** The expression as JavaScript reads it, or undefined: some are of another dialect. */
export function compilePattern(pattern: string): RegExp | undefined {
  for (const flags of ["u", ""]) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // The next dialect.
    }
  }
  return undefined;
}

/** A text that matches and is taken by `accepts`; undefined where the walk finds none. */
export function sampleOf(
  expression: RegExp,
  accepts: (text: string) => boolean,
  least: number,
): string | undefined {
  const tree = parse(expression);
  if (!tree) return undefined;
  for (const repeats of [0, 1, 2, 3, 5, 8, least, least + 8, 2 * least]) {
    for (const way of [0, 1, 2, 3]) {
      const text = fromAlternatives(tree.alternatives, { repeats, way });
      if (accepts(text)) return text;
    }
  }
  return undefined;
}

function parse({ source, flags }: RegExp): AST.Pattern | undefined {
  try {
    const unicode = flags.includes("u");
    return new RegExpParser().parsePattern(source, 0, source.length, { unicode });
  } catch {
    return undefined;
  }
}

function fromAlternatives(alternatives: readonly AST.Alternative[], walk: Walk): string {
  const chosen = alternatives[walk.way % alternatives.length];
  return (chosen?.elements ?? []).map((element) => fromElement(element, walk)).join("");
}

function fromElement(element: AST.Element, walk: Walk): string {
  switch (element.type) {
    case "Character":
      return String.fromCodePoint(element.value);
    case "CharacterSet":
    case "CharacterClass":
      return characterOf(element.raw);
    case "Group":
    case "CapturingGroup":
      return fromAlternatives(element.alternatives, walk);
    case "Quantifier": {
      const times = Math.min(element.max, Math.max(element.min, walk.repeats));
      return fromElement(element.element, walk).repeat(Math.min(times, 4096));
    }
    default:
      return "";
  }
}

function characterOf(raw: string): string {
  const expression = compilePattern(`^(?:${raw})$`);
  const fromPlain = plain.find((character) => expression?.test(character));
  return fromPlain ?? firstOf(raw, expression) ?? "a";
}

/** For a class of other scripts: the first character of all that it takes. */
function firstOf(raw: string, expression: RegExp | undefined): string | undefined {
  for (let code = 0; code < 0x3000; code++) {
    const character = String.fromCodePoint(code);
    if (raw.includes(character) || expression?.test(character)) {
      if (expression?.test(character)) return character;
    }
  }
  return undefined;
}
