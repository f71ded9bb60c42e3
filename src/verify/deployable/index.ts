/** Deployable: the entry point serves the same tools, over stdio and over stateless HTTP. */

import type { Program } from "../../languages/starting.js";
import type { ListedTool, Schema } from "../client/listing.js";
import { type Contract, compareContracts, type Exempt, readContract } from "../contract/index.js";
import type { Findings } from "../findings.js";
import { confirmed, round, signerFaults } from "../isolation/serial.js";
import type { Tool } from "../start/each-tool.js";
import { both, type HttpServed, withHttpServer } from "../start/http.js";
import type { Scratch } from "../start/scratch.js";
import { type RunOptions, withServer } from "../start/served.js";
import type { Target } from "../start/target.js";
import { failedProbes } from "./probes.js";

export interface Deployment {
  readonly target: Target;
  readonly scratch: Scratch;
  readonly options: RunOptions;
  /** What the server lists when it is started by its own command, before and now. */
  readonly before: Contract;
  readonly tools: readonly Tool[];
  readonly exempt: Exempt;
  readonly findings: Findings;
}

/** Tries the entry point, where there is one. */
export async function proveDeployable(deployment: Deployment): Promise<void> {
  const { target, findings } = deployment;
  const { entryPoint } = target.starting;
  if (typeof entryPoint === "string") {
    findings.note(`not tried through an entry point: ${entryPoint}`);
    return;
  }
  const attempt = async (how: string, work: () => Promise<void>): Promise<void> => {
    await work().catch((error: Error) =>
      findings.serverFault({ check: "deployable", message: `${how}: ${error.message}` }),
    );
  };
  await attempt("the entry point over stdio", () => overStdio(deployment, entryPoint));
  await attempt("the entry point over HTTP", () => overHttp(deployment, entryPoint));
}

/** As it lists its tools itself: with flattening off nothing else may change. */
async function overStdio(deployment: Deployment, program: Program): Promise<void> {
  const { target, scratch, options, before, exempt, findings } = deployment;
  const contract = await withServer(
    target,
    scratch,
    options,
    ({ session }) => readContract(session),
    { program, env: both("FLATTEN_SCHEMAS", "false") },
  );
  compareContracts(before, contract, exempt, findings, "through the entry point");
}

async function overHttp(deployment: Deployment, program: Program): Promise<void> {
  const { target, scratch, options } = deployment;
  await withHttpServer(target, program, scratch, options, async (served) => {
    const { findings, before } = deployment;
    for (const problem of await failedProbes(served.url, options.timeout)) {
      findings.serverFault({ check: "deployable", message: problem });
    }
    checkFlattened(before, (await readContract(served.session)).tools, findings);
    await callAll(served, deployment);
  });
}

/** Flattened schemas have no references and no nullable choices, which gateways cannot read. */
function checkFlattened(before: Contract, tools: readonly ListedTool[], findings: Findings): void {
  const names = new Set(tools.map(({ name }) => name));
  for (const { name } of before.tools) {
    if (names.has(name)) continue;
    findings.fault(name, { check: "deployable", message: "it is not listed over HTTP" });
  }
  for (const { name, inputSchema } of tools) {
    const odd = oddityOf(inputSchema);
    if (!odd) continue;
    const message = `over HTTP, flattened, its schema still holds ${odd}`;
    findings.fault(name, { check: "deployable", message });
  }
}

function oddityOf(schema: Schema): string | undefined {
  const text = JSON.stringify(schema);
  if (text.includes('"$ref":"#')) return "a $ref";
  return /"anyOf":\[[^\]]*\{"type":"null"\}/.test(text) ? "an anyOf with null" : undefined;
}

async function callAll({ traffic, session }: HttpServed, deployment: Deployment): Promise<void> {
  for (const [tool, args] of deployment.tools) {
    if (session.isBehind()) {
      deployment.findings.note(`over HTTP not all tools are called: one before ${tool} was late`);
      return;
    }
    const trial = { tool, args, session, traffic };
    const [fault] = await confirmed(async (settle) => signerFaults(await round(trial, settle)));
    if (!fault) continue;
    const message = `over HTTP, ${fault.message}`;
    deployment.findings.fault(tool, { ...fault, check: "deployable", message });
  }
}
