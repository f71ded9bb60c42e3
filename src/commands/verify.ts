/** `retrofit verify`: proves a retrofit by running the server, tool by tool. It alone runs what it is given. */

import { resolve } from "node:path";
import { UserError } from "../errors.js";
import { problemLine } from "../report/places.js";
import { isProven } from "../verify/outcome.js";
import { jsonReport } from "../verify/report/json.js";
import { markdownReport } from "../verify/report/markdown.js";
import { terminalReport } from "../verify/report/terminal.js";
import type { ServerProof } from "../verify/types.js";
import { type VerifyOptions, verifyServer } from "../verify/verify.js";
import { interruptible } from "./interruptible.js";
import type { Io } from "./io.js";
import { look } from "./look.js";
import { mayRun } from "./may-run.js";
import { writeFile } from "./outputs.js";

/** What can be said on the command line. */
export interface VerifyFlags {
  readonly quiet?: boolean;
  readonly yes?: boolean;
  readonly tool?: readonly string[];
  readonly against?: string;
  readonly command?: string;
  readonly timeout?: number;
  readonly calls?: number;
  readonly awsEndpoint?: string;
  readonly format?: "text" | "json" | "markdown";
  /** The file for a page, beside the report on stdout. */
  readonly html?: string;
}

export type VerifyOutcome = "clean" | "open" | "incomplete" | "cancelled";

const DEFAULT_TIMEOUT_SECONDS = 30;
const DEFAULT_CALLS = 50;

/** Proves the servers one after another and prints the report on stdout. */
export async function verify(
  paths: readonly string[],
  flags: VerifyFlags,
  io: Io,
): Promise<VerifyOutcome> {
  const { servers, problems } = await look(paths, "plan", { progress: io.progress });
  const plans = servers.map(({ plan }) => plan);
  for (const problem of problems) io.say(problemLine(problem, io.cwd));
  if (problems.length > 0) return "incomplete";
  const pending = plans.find(({ scan }) => scan.tools.every(({ state }) => state === "pending"));
  if (pending) {
    throw new UserError(`${pending.server.root}: no tool is migrated: retrofit the server first`);
  }
  if (!(await mayRun(plans, flags.yes ?? false, io))) return "cancelled";
  const proofs: ServerProof[] = [];
  for (const plan of plans) {
    const { name } = plan.server;
    const progress = progressOf(io, name);
    proofs.push(await interruptible(() => verifyServer(plan, optionsOf(flags, io.cwd), progress)));
  }
  io.out(reportOf(proofs, flags, io));
  if (flags.html !== undefined) await writePage(flags.html, proofs, io);
  return proofs.every(isProven) ? "clean" : "open";
}

function optionsOf(flags: VerifyFlags, cwd: string): VerifyOptions {
  return {
    tools: flags.tool ?? [],
    against: flags.against && resolve(cwd, flags.against),
    command: flags.command,
    timeout: (flags.timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
    calls: flags.calls ?? DEFAULT_CALLS,
    engine: flags.awsEndpoint,
  };
}

function progressOf({ progress }: Io, name: string): (step: string, tool?: string) => void {
  return (step, tool) => progress.at(`${name}: ${step}${tool === undefined ? "" : `: ${tool}`}`);
}

async function writePage(file: string, proofs: readonly ServerProof[], io: Io): Promise<void> {
  const { verifyPage } = await import("../report/page/verify-page.js");
  const { documentOf } = await import("../report/page/document.js");
  writeFile(resolve(io.cwd, file), documentOf(verifyPage(proofs, io.cwd)));
}

function reportOf(proofs: readonly ServerProof[], { format }: VerifyFlags, { cwd }: Io): string {
  if (format === "json") return jsonReport(proofs);
  return format === "markdown" ? markdownReport(proofs) : terminalReport(proofs, cwd);
}
