/** A text that its shape allows: of its enumeration, its pattern, its length. */

import type { Shape } from "../models/model.js";
import type { AnswerContext, Place } from "./context.js";
import { otherTexts, textNamed } from "./names.js";
import { compilePattern, sampleOf } from "./pattern.js";

/** Of an enumeration, what somebody who waits hopes for: that work has ended well, else that something is there. */
const hoped = [
  /^(succeeded|success(ful)?|completed?|finished|done|(create|update)_?complete)$/i,
  /^(active|available|ready|running|enabled|deployed|in_?service|ok|healthy|issued|created|standard|string)$/i,
];

/** The text at a place: what the plan fixes, what the request named, else one by its name. */
export function makeText(context: AnswerContext, shape: Shape, place: Place): string {
  const fixed = context.plan.fixed.get(place.path);
  if (typeof fixed === "string") return fixed;
  const { expression, accepts } = limitsOf(shape);
  const echoed = echoedText(context, place);
  if (echoed !== undefined && accepts(echoed)) return echoed;
  if (shape.enum) return hopedFor(shape.enum);
  const wanted = textNamed(context, place.name);
  const possible = [wanted, ...otherTexts(context)];
  const texts = [...possible.flatMap((text) => fitted(shape, text)), ...possible];
  const known =
    texts.find(accepts) ?? (expression && sampleOf(expression, accepts, shape.min ?? 0));
  return known ?? fitted(shape, wanted)[0] ?? wanted;
}

function hopedFor(words: readonly string[]): string {
  for (const kind of hoped) {
    const word = words.find((each) => kind.test(each));
    if (word !== undefined) return word;
  }
  return words[0] ?? "";
}

function echoedText({ echo }: AnswerContext, { name, path }: Place): string | undefined {
  return path.split(".").length > 4 ? undefined : echo.get(name.toLowerCase())?.[0];
}

function limitsOf(shape: Shape) {
  const expression = shape.pattern === undefined ? undefined : compilePattern(shape.pattern);
  const accepts = (text: string) =>
    isWithin(shape, text) &&
    (expression?.test(text) ?? true) &&
    (shape.enum?.includes(text) ?? true);
  return { expression, accepts };
}

/** The text, made longer or shorter where the limits ask for it. */
function fitted({ min = 0, max = Number.POSITIVE_INFINITY }: Shape, text: string): string[] {
  if (text.length < min) return [text.padEnd(min, "0"), text.padEnd(min, "a")];
  return text.length > max ? [text.slice(0, max), text.slice(-max)] : [text];
}

function isWithin({ min = 0, max = Number.POSITIVE_INFINITY }: Shape, text: string): boolean {
  const length = [...text].length;
  return length >= min && length <= max;
}
