/** Properties of a shell's words, and of sets of possible texts. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Alternatives,
  concatenated,
  joinedBy,
  listed,
  ofList,
  ofText,
  only,
  union,
  wordsOf,
} from "../../src/languages/shell/alternatives.js";
import { shellUse } from "../../src/languages/shell/command-line.js";
import { commandsIn } from "../../src/languages/shell/commands.js";
import { loadShell } from "../../src/languages/shell/grammar.js";
import {
  asOneWord,
  concat,
  known,
  type Text,
  unknownWord,
  unknownWords,
} from "../../src/languages/shell/text.js";
import { worstUse } from "../../src/languages/shell/use.js";
import { text } from "../support/shell-text.js";

await loadShell();

/** What a person might put between quotes: letters, white space, and what means something to a shell. */
const raw = fc.string({
  unit: fc.constantFrom(...'ab/-.:=,~ \t\n$`"\\|&;<>(){}[]*?!#%@é'),
  minLength: 1,
  maxLength: 12,
});
const pieces = fc
  .array(fc.oneof(raw.map(known), fc.constant(unknownWord), fc.constant(unknownWords)), {
    minLength: 1,
    maxLength: 4,
  })
  .map((all) => concat(...all));

describe("words", () => {
  test("what stands between single quotes is one word, as it is", () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 5 }), (words) => {
        const quoted = words.flatMap((word) => [known(" '"), word, known("'")]);
        const [command, more] = commandsIn(concat(known("run"), ...quoted));
        expect(command?.words).toEqual([known("run"), ...words.map(asOneWord)]);
        expect(more).toBeUndefined();
      }),
    );
  });

  test("what stands between double quotes is one word, its escapes taken off", () => {
    fc.assert(
      fc.property(raw, (word) => {
        const escaped = word.replaceAll(/[$`"\\]/g, "\\$&");
        expect(commandsIn(known(`run "${escaped}"`))[0]?.words[1]).toEqual(known(word));
      }),
    );
  });

  test("a text of plain words comes apart at white space", () => {
    const plain = fc.stringMatching(/^[a-z][a-z0-9./:=-]{0,8}$/);
    fc.assert(
      fc.property(fc.array(plain, { minLength: 1, maxLength: 6 }), (words) => {
        const line = words.filter((word) => !word.includes("=")).map(known);
        const parted = wordsOf(only(words.join(" \t")));
        expect(parted).toEqual([ofList(words.map(known))]);
        const byShell = wordsOf(joinedBy([ofList([known("run"), ...line])], " "), "shell");
        expect(byShell).toEqual([ofList([known("run"), ...line])]);
      }),
    );
  });

  test("any text is read to its end, without an error", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), raw), (line) => {
        expect(shellUse(known(line)).kind).toMatch(/^(aws|none|code|unlisted|unknown)$/);
      }),
    );
  });
});

test.each([
  ["parentheses", "(".repeat(9000)],
  ["defaults", "${a:-".repeat(1000) + "}".repeat(1000)],
  ["runners", `${"sudo ".repeat(3000)}aws s3 ls`],
  ["texts for a shell", `${"eval ".repeat(3000)}aws s3 ls`],
  ["lines", "aws s3 ls\n".repeat(9000)],
])("too many %s are not known", (_name, line) => {
  expect(shellUse(known(line)).kind).toBe("unknown");
});

describe("command lines", () => {
  const line = fc.constantFrom(
    "aws s3 ls",
    "git log",
    "python3 -c <word>",
    "<word> --list",
    "chaos run",
    "aws s3 ls --profile <word>",
    "timeout 5 cdk deploy <words>",
    "sh -c 'ls; sam deploy'",
  );
  const between = fc.constantFrom(" && ", " || ", "; ", "\n", " | ", " & ");

  test("commands together are as bad as the worst of them, in any order", () => {
    fc.assert(
      fc.property(line, between, line, (first, by, second) => {
        const worst = worstUse([first, second].map((each) => shellUse(text(each))));
        expect(shellUse(text(first + by + second))).toEqual(worst);
        expect(shellUse(text(second + by + first))).toMatchObject({
          kind: worst.kind,
          account: worst.account,
        });
      }),
    );
  });

  test("a command is what it is within quotes, a substitution, a group and what runs it", () => {
    const around = fc.constantFrom<(inner: string) => string>(
      (inner) => `( ${inner} )`,
      (inner) => `{ ${inner}; }`,
      (inner) => `echo "$(${inner})"`,
      (inner) => `if true; then ${inner}; fi`,
      (inner) => `nohup nice ${inner}`,
      (inner) => `timeout -s KILL 10 env ${inner}`,
      (inner) => `bash <<EOF\n${inner}\nEOF`,
    );
    fc.assert(
      fc.property(line, around, (inner, wrap) => {
        expect(shellUse(text(wrap(inner)))).toEqual(shellUse(text(inner)));
      }),
    );
  });
});

describe("alternatives", () => {
  const value = fc.oneof(pieces.map(ofText), fc.array(pieces, { maxLength: 3 }).map(ofList));
  const part = fc.array(value, { minLength: 1, maxLength: 30 });

  test("however many parts there are, there are few alternatives", () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        for (const all of [concatenated(parts), listed(parts)]) {
          expect(all.length).toBeLessThanOrEqual(24);
          expect(all.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  test("they are a set: each once, in the order of the first", () => {
    fc.assert(
      fc.property(part, part, (one, other) => {
        const all = union(one, other);
        expect(union(all, one)).toEqual(all);
        expect(new Set(all.map((each) => JSON.stringify(each))).size).toBe(all.length);
      }),
    );
  });

  test("putting texts one behind the other does not depend on where one begins", () => {
    const few = fc.array(pieces.map(ofText), { minLength: 1, maxLength: 2 });
    const strings = (all: Alternatives): Text[] =>
      all.flatMap((each) => (each.kind === "text" ? [each.text] : []));
    fc.assert(
      fc.property(few, few, few, (a, b, c) => {
        const left = concatenated([concatenated([a, b]), c]);
        expect(strings(left)).toEqual(strings(concatenated([a, concatenated([b, c])])));
      }),
    );
  });
});
