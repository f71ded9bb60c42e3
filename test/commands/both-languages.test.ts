/** What `check` says, before and after a retrofit, of one and the same server in both languages. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ledgerLine } from "../../src/plan/ledger.js";
import type { Report } from "../../src/report/check/model.js";
import { fixturesRoot } from "../support/fixtures.js";
import { copyOf, type Run, retrofit } from "../support/program.js";

const root = join(fixturesRoot, "both");

describe.each(readdirSync(root))("%s", (name) => {
  const expected = readFileSync(join(root, name, "expect.txt"), "utf8");

  test.each(["python", "typescript"])("in %s", (language) => {
    const cwd = copyOf(join(root, name, language));
    const before = said(retrofit(["check", "--format", "json", "."], { cwd }));
    const written = retrofit(["--yes", "."], { cwd });
    const after = said(retrofit(["check", "--format", "json", "."], { cwd }));
    expect(`check ${before}\n--yes exits ${written.code}\ncheck ${after}`).toBe(expected);
  });
});

/** The exit code and the report without what differs between languages: places, reasons and messages. */
function said({ code, stdout, stderr }: Run): string {
  const problems = stderr
    .split("\n")
    .filter(Boolean)
    .map(() => "a problem in a line of its own");
  const lines = stdout === "" ? [] : linesOf(JSON.parse(stdout));
  return [`exits ${code}`, ...problems, ...lines.sort(), ""].join("\n");
}

function linesOf({ servers, ledger }: Report): string[] {
  const open = servers
    .flatMap(({ tools }) => tools)
    .filter(({ state }) => state !== "migrated" && state !== "ignored");
  const findings = servers
    .flatMap((server) => server.findings)
    .filter(({ severity, tool }) => severity !== "note" && tool === undefined);
  return [
    ...open.map(({ name, state }) => `${name}: ${state}`),
    ...findings.map(({ severity, rule }) => `${severity}: ${rule}`),
    ledgerLine(ledger),
  ];
}
