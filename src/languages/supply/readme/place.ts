/** Where a section goes in somebody's README: before what closes it, and into nobody's markers. */

import { closedSpans, type Heading, headingsOf } from "./headings.js";

export interface SectionPlace {
  readonly offset: number;
  /** How deep the section's heading is: as deep as the one that it stands before. */
  readonly level: number;
}

/** Titles of what stands at the end of a README, in the languages that READMEs are commonly written in. */
const licence =
  /^\W*(?:(?:the|open[- ]source|software|project|code|mit|apache)\W+)*(?:licen[cs](?:e|es|ing|ia|ias|ça)|lizenz(?:en)?|copyright|许可证?|授权|授權|許可|许可协议|开源协议|ライセンス|라이선스|лицензия)(?=$|\W+$|\s*(?:[&/|:,(–—-]|and\b|information|notice|terms|details))/i;
const closing =
  /^\W*(?:contribut(?:e|ing|ions?|ors)|support|acknowledge?ments?|credits|authors?|contact|disclaimer|security|related|changelog|roadmap|links|resources|references|star history|see also|community|贡献|致谢)(?=$|[\s\W\d])/i;

/** The place: before the sections that end with the licence, else at the end. */
export function sectionPlace(text: string): SectionPlace {
  const headings = headingsOf(text);
  const at = headings.findLastIndex(({ title }, at) => at > 0 && licence.test(title));
  const before = at < 0 ? undefined : firstOfClosing(headings, enclosing(headings, at));
  if (before) return outside(text, before);
  const words = licenceWords(text);
  return outside(text, { offset: words ?? text.length, level: 2 });
}

/** The section that holds the licence and is as deep as others are: a `### License` in an `## About` moves with it. */
function enclosing(headings: readonly Heading[], at: number): number {
  const { level = 2 } = headings[at] ?? {};
  if (level <= 2) return at;
  const above = headings.slice(0, at).findLastIndex((each) => each.level < level);
  // The title is above everything.
  return above <= 0 || headings[above]?.level === 1 ? at : enclosing(headings, above);
}

/** Contributors, support and the like, where they stand right before the licence. */
function firstOfClosing(headings: readonly Heading[], at: number): Heading | undefined {
  const { level = 2 } = headings[at] ?? {};
  const before = headings.slice(0, at).findLastIndex((each) => each.level <= level);
  const above = headings[before];
  const isClosing = above?.level === level && before > 0 && closing.test(above.title);
  return isClosing ? firstOfClosing(headings, before) : headings[at];
}

/** A last paragraph that is the licence, with the rule above it. */
function licenceWords(text: string): number | undefined {
  const last =
    /(?:^|\n)((?:[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*\r?\n\s*)?(?:[*_[]*)(?:MIT|Apache|BSD|ISC|MPL|GPL|Licen[cs]ed|Licen[cs]e|Copyright|©|(?:This|The) (?:project|software|library|code|package|repository|server) is (?:released |distributed |made available )?(?:under|licen[cs]ed))[^\n]*(?:\r?\n[^\n#]+){0,3}\s*)$/.exec(
      text,
    );
  return last ? last.index + last[0].length - (last[1] ?? "").length : undefined;
}

/** Before whatever it would stand inside of, at the beginning of a line. */
function outside(text: string, place: SectionPlace): SectionPlace {
  const around = closedSpans(text).filter(([from, to]) => from < place.offset && place.offset < to);
  const first = Math.min(...around.map(([from]) => from));
  if (around.length === 0) return place;
  return { ...place, offset: text.lastIndexOf("\n", first - 1) + 1 };
}
