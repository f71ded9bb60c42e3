/** `retrofit report --html`: many checks on one page. */

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { jsonReport } from "../../src/report/check/formats/json.js";
import type { Report } from "../../src/report/check/model.js";
import { checkPage } from "../../src/report/page/check-page.js";
import { documentOf } from "../../src/report/page/document.js";
import { folderWith, retrofit } from "../support/program.js";
import { findPython } from "../support/python-env.js";
import { ignored, pending, reportWith } from "../support/report.js";

const odd = { ...pending, fingerprint: "odd", message: "<script>alert(1)</script>" };
const open = reportWith([pending, odd], { root: "/repos/one" });
const clean = reportWith([ignored], { root: "/repos/two & more" });

const htmlReport = async (reports: readonly Report[]): Promise<string> =>
  documentOf(await checkPage(reports));

test("a line for each repository, what is open below, and nothing of theirs as HTML", async () => {
  const page = await htmlReport([open, clean]);
  expect(page).toContain("1 of 2 repositories clean");
  expect(page).toContain("6 tools found = 2 migrated + 0 partial + 2 pending");
  expect(page).toMatch(/one: open, \d errors?, \d warnings? of \d findings?/);
  expect(page).toContain("two &amp; more: clean");
  expect(page).toContain("It lacks wrapper.");
  expect(page).not.toContain("<script>alert");
});

test("the page's tags fit each other", async () => {
  const program = `import sys, html.parser
open_tags = []
class Reader(html.parser.HTMLParser):
    def handle_starttag(self, tag, _):
        if tag not in ("meta", "input"): open_tags.append(tag)
    def handle_endtag(self, tag):
        assert open_tags.pop() == tag, tag
Reader().feed(sys.stdin.read())
print(open_tags)`;
  const python = findPython();
  if (python === undefined) return;
  const page = await htmlReport([open, clean]);
  expect(spawnSync(python, ["-c", program], { input: page, encoding: "utf8" }).stdout).toBe("[]\n");
});

test("reads what check writes, and names what it did not", async () => {
  const cwd = folderWith({ "a.json": jsonReport(open), "b.json": "{}", "c.json": "no" });
  const page = retrofit(["report", "a.json", "--html"], { cwd });
  expect(page).toMatchObject({ code: 0, stderr: "", stdout: await htmlReport([open]) });
  writeFileSync(join(cwd, "d.json"), jsonReport({ ...open, version: 2 as 1 }));
  for (const name of ["b.json", "c.json", "d.json", "none.json"]) {
    const { code, stderr } = retrofit(["report", "a.json", name, "--html"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`^retrofit: ${name}: .*\n$`));
  }
});
