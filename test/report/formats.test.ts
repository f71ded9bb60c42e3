/** Every format of `check`, made from a report as data. */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import { Chalk } from "chalk";
import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import { githubReport } from "../../src/report/check/formats/github.js";
import { gitlabReport } from "../../src/report/check/formats/gitlab.js";
import { formatted } from "../../src/report/check/formats/index.js";
import { jsonReport } from "../../src/report/check/formats/json.js";
import { junitReport } from "../../src/report/check/formats/junit.js";
import { markdownReport } from "../../src/report/check/formats/markdown.js";
import { formatNames } from "../../src/report/check/formats/names.js";
import { sarifReport } from "../../src/report/check/formats/sarif.js";
import { textReport } from "../../src/report/check/formats/text.js";
import { reportJsonSchema } from "../../src/report/check/json-schema.js";
import { findPython } from "../support/python-env.js";
import { findingWith, ignored, pending, reportWith } from "../support/report.js";

const paint = new Chalk({ level: 0 });
const brief = { verbose: false, paint };
const everything = { verbose: true, paint };

const warning = findingWith({ severity: "warning", rule: "jest-imports", message: "may not find" });
const note = findingWith({ severity: "note", rule: "no-entry-point", message: "none added" });
const known = findingWith({ known: true, rule: "raw-thread", message: "an old one" });
const edits = [
  { place: { file: "src/my server.ts", line: 3, column: 18 }, offset: 40, text: "credentials" },
];
const fixed = findingWith({ edits });
const problems = [{ file: "src/broken.ts", line: 7, message: "does not parse" }];

const full = reportWith([pending, ignored, warning, note, known, fixed], { problems });

describe("the outcome", () => {
  test.each([
    ["clean", reportWith([ignored, note, known, warning])],
    ["open", reportWith([pending])],
    ["open", reportWith([warning], {}, 0)],
    ["clean", reportWith([warning], {}, 1)],
    ["incomplete", reportWith([pending], { problems })],
  ])("is %s", (outcome, report) => {
    expect(report.outcome).toBe(outcome);
  });

  test("counts what several servers share once", () => {
    const [server] = full.servers;
    const twice = { ...full, servers: [server, server] as typeof full.servers };
    expect(JSON.parse(jsonReport(twice)).counts).toEqual(full.counts);
    expect(JSON.parse(sarifReport(twice)).runs[0].results).toHaveLength(6);
  });
});

test("the JSON is valid by its own schema, which refuses what lacks a key", () => {
  const valid = new Ajv({ strict: false }).compile(reportJsonSchema());
  const value = JSON.parse(jsonReport(full));
  expect(valid(value), JSON.stringify(valid.errors)).toBe(true);
  expect(valid({ ...value, outcome: undefined })).toBe(false);
});

describe("SARIF", () => {
  const log = JSON.parse(sarifReport(full)) as Log;
  const run = log.runs[0];

  test("is valid by the official schema", () => {
    const packaged = createRequire(import.meta.url).resolve("@microsoft/jest-sarif/package.json");
    const path = join(dirname(packaged), "lib/schemas/sarif-2.1.0-rtm.5.json");
    // It is of draft 4, of which it uses nothing that later drafts mean otherwise but the name of its own address.
    const { $schema: _draft, id: _address, ...schema } = JSON.parse(readFileSync(path, "utf8"));
    const valid = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
      schema,
    );
    expect(valid(log), JSON.stringify(valid.errors)).toBe(true);
    expect(valid({ ...log, version: "2.0.0" })).toBe(false);
  });

  test("has one run with each finding, its rule and its fingerprint", () => {
    expect(log.runs).toHaveLength(1);
    expect(run?.results).toHaveLength(6);
    for (const { ruleId, ruleIndex = -1, partialFingerprints } of run?.results ?? []) {
      expect(run?.tool.driver.rules?.[ruleIndex]?.id).toBe(ruleId);
      expect(partialFingerprints).toMatchObject({ "mcpRetrofitFinding/v1": expect.any(String) });
    }
  });

  test("has fixes as insertions, addresses as addresses, and why a result is suppressed", () => {
    const result = run?.results?.find(({ fixes }) => fixes);
    expect(result?.fixes?.[0]?.artifactChanges[0]).toEqual({
      artifactLocation: { uri: "src/my%20server.ts", uriBaseId: "SRCROOT" },
      replacements: [
        {
          deletedRegion: { startLine: 3, startColumn: 18, endLine: 3, endColumn: 18 },
          insertedContent: { text: "credentials" },
        },
      ],
    });
    const suppressed = run?.results?.flatMap(({ suppressions = [] }) => suppressions);
    expect(suppressed?.map(({ justification }) => justification)).toEqual([
      "reaches no AWS",
      "it is in the baseline",
    ]);
  });

  test("says what could not be looked at", () => {
    expect(run?.invocations?.[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ message: { text: "does not parse" } }],
    });
  });
});

describe("GitHub's annotations", () => {
  const many = (files: number, each: number) =>
    Array.from({ length: files * each }, (_, index) =>
      findingWith({
        place: { file: `f${index % files}.ts`, line: index + 1, column: 1 },
        message: `100%\nof ${index}`,
      }),
    );
  const lines = (findings: Parameters<typeof reportWith>[0]) =>
    githubReport(reportWith(findings)).trimEnd().split("\n");

  test("stand at their places, escaped as GitHub escapes", () => {
    const odd = findingWith({
      place: { file: "a,b:c.ts", line: 1, column: 2 },
      message: "50%\nx",
    });
    expect(githubReport(reportWith([odd, warning, note, known, ignored]))).toBe(
      "::error file=a%2Cb%3Ac.ts,line=1,col=2,title=aws-client::50%25%0Ax (give it credentials) https://example.org/aws-client.md\n" +
        "::warning file=src/my server.ts,line=3,col=5,title=jest-imports::may not find (give it credentials) https://example.org/jest-imports.md\n",
    );
  });

  test("are grouped by file where there are more than ten", () => {
    expect(lines(many(5, 2))).toHaveLength(10);
    const grouped = lines(many(5, 30));
    expect(grouped).toHaveLength(5);
    expect(grouped[0]).toContain("title=mcp-retrofit%3A 30 in this file");
    expect(grouped[0]).toContain("%0Aand 10 more");
  });

  test("are ten at most, the last one says what is left", () => {
    const limited = lines(many(40, 2));
    expect(limited).toHaveLength(10);
    expect(limited.at(-1)).toContain("31 more files");
  });
});

test("GitLab's report has the keys that GitLab asks for, and each fingerprint once", () => {
  const issues = JSON.parse(gitlabReport(full));
  expect(issues).toHaveLength(5);
  expect(new Set(issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(
    5,
  );
  expect(issues[1]).toEqual({
    description: expect.stringContaining("find: lacks parameter and wrapper"),
    check_name: "tool-pending",
    fingerprint: pending.fingerprint,
    severity: "major",
    location: { path: "src/my server.ts", lines: { begin: 3 } },
  });
});

test("JUnit's XML is XML, with a case for each tool and finding", () => {
  const program = `import sys, xml.etree.ElementTree as t
for case in t.fromstring(sys.stdin.buffer.read()).iter("testcase"):
    print(case.get("name"), *[(e.tag, e.get("message")) for e in case], sep="|")`;
  const odd = findingWith({ message: 'a "b" <c> & \u0007d' });
  const xml = junitReport(reportWith([pending, ignored, warning, note, odd], { problems }));
  const python = findPython();
  if (python === undefined) return;
  const { stdout } = spawnSync(python, ["-c", program], { input: xml, encoding: "utf8" });
  expect(stdout.trimEnd().split("\n")).toEqual([
    "done",
    "find|('failure', 'find: lacks parameter and wrapper')",
    "ping|('skipped', 'reaches no AWS')",
    "jest-imports: may not find|('system-out', None)",
    `aws-client: a "b" <c> & d|('failure', 'a "b" <c> & d')`,
    "src/broken.ts|('error', 'does not parse')",
  ]);
});

describe("Markdown", () => {
  test("has a table for each server, and what is ignored and why", () => {
    const page = markdownReport(full);
    expect(page).toContain("## mcp-retrofit check: incomplete");
    expect(page).toContain(
      '| error | [aws-client](https://example.org/aws-client.md) | `src/my server.ts:3` | keeps its account: "a" &lt; b & c \\| d (give it credentials) |',
    );
    expect(page).toContain("| `ping` | `src/my server.ts:3` | reaches no AWS |");
    expect(page).not.toContain("no-entry-point");
  });

  test("has no more rows than asked for, and says how many are left", () => {
    const page = markdownReport(full, 1);
    expect(page.match(/^\| (error|warning) /gm)).toHaveLength(1);
    expect(page).toContain("And 3 more");
  });
});

describe("the text", () => {
  test("shows the line, marks the place, and lists what is ignored and why", () => {
    const text = textReport({ ...full, from: "src" }, brief);
    expect(text).toContain(
      'my server.ts:3:5: error: aws-client: keeps its account: "a" < b & c | d (give it credentials)\n' +
        "  3 | \tnew S3Client({});\n" +
        "    | \t   ^\n" +
        "  https://example.org/aws-client.md\n",
    );
    expect(text).toContain("my server.ts:3:5: ignored: ping: reaches no AWS");
    expect(text).toMatch(
      /3 tools found = .*; 2 errors, 1 warning, 1 ignored, 1 in the baseline\n$/,
    );
    expect(text).not.toContain("no-entry-point");
  });

  test("is a screen for however many findings, and everything with --verbose", () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      findingWith({ message: `the ${index}.` }),
    );
    const text = textReport(reportWith(many), brief);
    expect(text.split("\n").length).toBeLessThan(40);
    expect(text).toContain("and 295 more: 295 aws-client (--verbose shows all)");
    const all = textReport(reportWith([...many, note]), everything);
    expect(all).toContain("the 299.");
    expect(all).toContain("no-entry-point");
  });
});

test.each(formatNames)(
  "%s ends in a newline, names the rules' pages, and is the same each time",
  async (format) => {
    const text = await formatted(format, full, brief);
    expect(text).toMatch(/\n$/);
    if (format !== "sarif") expect(text).toContain("https://example.org/tool-pending.md");
    else expect(text).toContain("/docs/rules/tool-pending.md");
    expect(await formatted(format, full, brief)).toBe(text);
  },
);
