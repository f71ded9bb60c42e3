/** Whether two answers are the same, but for what differs with every process. */

import type { Answer } from "../client/session.js";

/** An answer's text without what belongs to one judge and one copy. */
export function plain({ kind, text }: Answer): string {
  return `${kind} ${text}`
    .replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT")
    .replace(/\bA[KS]IA[0-9A-F]{16}\b/g, "KEY")
    .replace(
      /((?:X-Amz-(?:Date|Credential|Security-Token|Signature)|Signature|Expires)=)[^&\s"'<>\\]+/gi,
      "$1SIGNED",
    )
    .replace(/[^\s"']*retrofit-verify-\w+\/(?:before|after|home)/g, "FOLDER");
}

/** Takes out of a text the words in which two answers to one question differed. */
export function varying(one: string, other: string): (text: string) => string {
  const [words, others] = [wordsOf(one), wordsOf(other)];
  const differing = new Set<number>();
  for (const [index, word] of words.entries()) if (word !== others[index]) differing.add(index);
  return (text) =>
    wordsOf(text)
      .map((word, index) => (differing.has(index) ? "?" : word))
      .join("");
}

function wordsOf(text: string): string[] {
  return text.match(/[\w.:-]+|[^\w.:-]/g) ?? [];
}
