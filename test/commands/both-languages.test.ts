/** What `check` says, before and after a retrofit, of one and the same server in both languages. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fixturesRoot } from "../support/fixtures.js";
import { copyOf, type Run, retrofit } from "../support/program.js";

const root = join(fixturesRoot, "both");

describe.each(readdirSync(root))("%s", (name) => {
  const expected = readFileSync(join(root, name, "expect.txt"), "utf8");

  test.each(["python", "typescript"])("in %s", (language) => {
    const cwd = copyOf(join(root, name, language));
    const before = said(retrofit(["check", "."], { cwd }));
    const written = retrofit(["--yes", "."], { cwd });
    const after = said(retrofit(["check", "."], { cwd }));
    expect(`check ${before}\n--yes exits ${written.code}\ncheck ${after}`).toBe(expected);
  });
});

/** The exit code and the lines without what differs between languages: places, reasons and messages. */
function said({ code, stdout, stderr }: Run): string {
  const problems = stderr
    .split("\n")
    .filter(Boolean)
    .map(() => "a problem in a line of its own");
  const lines = stdout.split("\n").map(withoutTexts).filter(Boolean);
  return [`exits ${code}`, ...problems, ...lines.sort(), ""].join("\n");
}

function withoutTexts(line: string): string {
  const [, first, second] = /^\S+:\d+:\d+: ([\w-]+): ([\w-]+): /.exec(line) ?? [];
  return first === undefined ? line : `${first}: ${second}`;
}
