/** Runs the built program on a copy, and asks its own scan what it found there. */

import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { look } from "../../src/commands/look.js";
import { type Ledger, ledgerOf } from "../../src/plan/ledger.js";
import type { Severity, ToolSite } from "../../src/types.js";

const program = fileURLToPath(new URL("../../bin/retrofit.js", import.meta.url));

export interface ProgramRun {
  readonly code: number | null;
  /** Wall-clock seconds, the start of Node included. */
  readonly seconds: number;
  readonly said: string;
}

/** Runs `retrofit …` as a user would. */
export function runRetrofit(args: readonly string[], cwd: string): ProgramRun {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { code: status, seconds: (performance.now() - start) / 1000, said: stdout + stderr };
}

/** What a scan says of a server. */
export interface Seen {
  readonly ledger: Ledger;
  readonly tools: readonly Pick<ToolSite, "name" | "form" | "state">[];
  /** How often each rule was reported. */
  readonly findings: readonly { rule: string; severity: Severity; count: number }[];
}

/** Scans a server's folder. */
export async function see(folder: string): Promise<Seen> {
  const { servers } = await look([folder], "plan");
  const plans = servers.map(({ plan }) => plan);
  const sites = plans.flatMap(({ scan }) => scan.tools);
  const findings = new Map<string, { rule: string; severity: Severity; count: number }>();
  for (const { rule, severity } of plans.flatMap(({ scan }) => scan.findings)) {
    const known = findings.get(rule) ?? { rule, severity, count: 0 };
    findings.set(rule, { ...known, count: known.count + 1 });
  }
  return {
    ledger: ledgerOf(sites),
    tools: sites.map(({ name, form, state }) => ({ name, form, state })),
    findings: [...findings.values()],
  };
}
