/** What git ignores, held against git. */

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { walk } from "../../src/disk/walk.js";
import { folderWith } from "../support/program.js";
import { runs } from "../support/properties.js";

const paths = ["a.py", "b/a.py", "b/c.gen.py", "b/b/A.py", "b/d/!e.py", "d/b/a.py", "d/#f.py"];
const taking =
  "a.py b b/ *.py *.gen.py A.PY /b /b/ b/b b/* b/**/a.py b/*.py d/** **/b a* [ab].py ?.py \\!e.py \\#f.py #f.py \\a.py .py *";
const takingBack =
  "!e.py !!e.py !#f.py !\\#f.py !a.py !b !b/ !*.py !/b !b/b !b/* !b/**/a.py !b/*.py !c.* !*.gen.py";
const rules = [...taking.split(" "), ...takingBack.split(" "), "d/ ", ""];
const ruleFile = fc
  .tuple(fc.constantFrom("", "\uFEFF"), fc.array(fc.constantFrom(...rules), { maxLength: 6 }))
  .chain(([start, lines]) => fc.constantFrom("\n", "\r\n").map((end) => start + lines.join(end)));

test("a walk finds the files that git would take", () => {
  const folder = folderWith(Object.fromEntries(paths.map((path) => [path, ""])));
  const git = (...words: string[]): string =>
    execFileSync("git", words, { cwd: folder }).toString();
  git("init", "--quiet");
  fc.assert(
    fc.property(ruleFile, ruleFile, (outer, inner) => {
      writeFileSync(join(folder, ".gitignore"), outer);
      writeFileSync(join(folder, "b/.gitignore"), inner);
      const taken = git("ls-files", "-z", "--others", "--exclude-standard").split("\0");
      const found = walk(folder, (name) => name.endsWith(".py")).files;
      expect(found.map((file) => relative(folder, file)).sort()).toEqual(
        taken.filter((path) => path.endsWith(".py")).sort(),
      );
    }),
    { numRuns: runs(300) },
  );
});
