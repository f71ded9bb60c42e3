/** Takes insertions out of a text that was edited after they were put in: exactly, or not at all. */

import { diffArrays, diffChars } from "diff";
import type { Span } from "../types.js";

/**
 * What `current` is without the insertions that `after` holds at `spans`; undefined where one of them was edited, or
 * something was written so close to it that it would lose its meaning.
 */
export function unpick(after: string, spans: readonly Span[], current: string): string | undefined {
  const found = hunksOf(after, current).map((hunk) => locateIn(hunk, spans));
  if (found.some((each) => each === undefined)) return undefined;
  const ranges = (found as Range[][]).flat();
  if (ranges.length < spans.length || ranges.some((one) => isGlued(one, after, current))) {
    return undefined;
  }
  return without(
    current,
    ranges.map(({ start, span }) => [start, start + span[1] - span[0]]),
  );
}

/** A text without some stretches of it, which are in order and apart. */
export function without(text: string, spans: readonly Span[]): string {
  const starts = [0, ...spans.map(([, end]) => end)];
  const ends = [...spans.map(([start]) => start), text.length];
  return starts.map((start, index) => text.slice(start, ends[index])).join("");
}

/**
 * The names that insertions brought into a text and that are still used once they are taken out. Only those made of
 * several words are looked for: a comment that was inserted is full of the others.
 */
export function namesLeft(after: string, spans: readonly Span[], left: string): string[] {
  const inserted = spans.map(([start, end]) => after.slice(start, end)).join("\n");
  const before = namesIn(without(after, spans));
  const now = namesIn(left);
  return [...namesIn(inserted)].filter((name) => !before.has(name) && now.has(name));
}

function namesIn(text: string): Set<string> {
  return new Set(text.match(/[A-Za-z]\w*(?:_[A-Za-z]|[a-z][A-Z])\w*/g));
}

/** Stretches of both texts that belong together: the same lines, or lines that became others. */
interface Hunk {
  readonly offset: number;
  readonly text: string;
  readonly now: string;
  readonly nowOffset: number;
}

/** Where an insertion is in the edited text. */
interface Range {
  readonly span: Span;
  readonly start: number;
}

function hunksOf(after: string, current: string): Hunk[] {
  const hunks: Hunk[] = [];
  const at = { offset: 0, nowOffset: 0 };
  let [text, now, isSame] = ["", "", true];
  const end = (): void => {
    if (text !== "" || now !== "") hunks.push({ ...at, text, now });
    at.offset += text.length;
    at.nowOffset += now.length;
    [text, now] = ["", ""];
  };
  for (const { added, removed, value } of diffArrays(linesOf(after), linesOf(current))) {
    if (isSame !== !(added || removed)) end();
    isSame = !(added || removed);
    if (!added) text += value.join("");
    if (!removed) now += value.join("");
  }
  end();
  return hunks;
}

function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

/** The insertions that begin in a hunk; undefined where one of them is not there as a whole. */
function locateIn(hunk: Hunk, spans: readonly Span[]): Range[] | undefined {
  const { offset, text } = hunk;
  const own = spans.filter(([start]) => start >= offset && start < offset + text.length);
  if (own.some((span) => !holds(hunk, span))) return undefined;
  return hunk.text === hunk.now ? own.map((span) => rangeOf(span, hunk)) : locate(hunk, own);
}

/** Goes by an insertion that is there once, before and now; where there is none, by the characters that stayed. */
function locate(hunk: Hunk, spans: readonly Span[]): Range[] | undefined {
  if (spans.length === 0) return [];
  const anchor = spans.find(
    (span) => isOnce(hunk.text, hunk, span) && isOnce(hunk.now, hunk, span),
  );
  if (!anchor) return locateByCharacters(hunk, spans);
  const [from, to] = [anchor[0] - hunk.offset, anchor[1] - hunk.offset];
  const at = hunk.now.indexOf(hunk.text.slice(from, to));
  const left = { ...hunk, text: hunk.text.slice(0, from), now: hunk.now.slice(0, at) };
  const right = {
    offset: anchor[1],
    text: hunk.text.slice(to),
    nowOffset: hunk.nowOffset + at + to - from,
    now: hunk.now.slice(at + to - from),
  };
  const before = locate(left, spans.slice(0, spans.indexOf(anchor)));
  const behind = locate(right, spans.slice(spans.indexOf(anchor) + 1));
  const range = { span: anchor, start: hunk.nowOffset + at };
  return before && behind && [...before, range, ...behind];
}

/** Shorter ones stand in a line by chance. */
const SHORTEST_ANCHOR = 4;

function isOnce(text: string, { offset, text: all }: Hunk, [start, end]: Span): boolean {
  const wanted = all.slice(start - offset, end - offset);
  if (wanted.length < Math.max(end - start, SHORTEST_ANCHOR)) return false;
  return text.split(wanted).length === 2;
}

function locateByCharacters(hunk: Hunk, spans: readonly Span[]): Range[] | undefined {
  const kept: Hunk[] = [];
  let { offset, nowOffset } = hunk;
  for (const { added, removed, value } of diffChars(hunk.text, hunk.now)) {
    if (!added && !removed) kept.push({ offset, nowOffset, text: value, now: value });
    if (!added) offset += value.length;
    if (!removed) nowOffset += value.length;
  }
  const ranges = spans.flatMap((span) => {
    const around = kept.find((each) => holds(each, span));
    return around ? [rangeOf(span, around)] : [];
  });
  return ranges.length === spans.length ? ranges : undefined;
}

function holds({ offset, text }: Hunk, [start, end]: Span): boolean {
  return start >= offset && end <= offset + text.length;
}

function rangeOf(span: Span, { offset, nowOffset }: Hunk): Range {
  return { span, start: span[0] - offset + nowOffset };
}

/** Whether something was written at one side of an insertion that is no list's next item, no argument, no line of its own. */
function isGlued({ span: [from, to], start }: Range, after: string, current: string): boolean {
  const end = start + to - from;
  const [last, next] = [after[to - 1] ?? "", current[end] ?? ""];
  const [first, previous] = [after[from] ?? "", current[start - 1] ?? ""];
  const isApartBehind = next === (after[to] ?? "") || opens(last) || closes(next);
  const isApartBefore = previous === (after[from - 1] ?? "") || opens(previous) || closes(first);
  return !isApartBehind || !isApartBefore;
}

function opens(character: string): boolean {
  return /^[\s([{,;]?$/.test(character);
}

function closes(character: string): boolean {
  return /^[\s)\]},;]?$/.test(character);
}
