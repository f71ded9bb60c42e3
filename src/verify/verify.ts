/** Proves one server, from its copies to what is known of each tool. */

import type { ServerPlan } from "../plan/plan.js";
import type { ToolSite } from "../types.js";
import { copyBefore } from "./before/index.js";
import { takesAccount } from "./client/listing.js";
import { compareNewerEra } from "./contract/eras.js";
import {
  type Contract,
  charactersAdded,
  compareContracts,
  type Exempt,
  readContract,
} from "./contract/index.js";
import { compareDefaults, inTime, resample, type Samples, sampleTools } from "./default/index.js";
import { proveDeployable } from "./deployable/index.js";
import { proveDatabaseError, proveErrors } from "./errors/index.js";
import { createFindings } from "./findings.js";
import { proveCancelled } from "./isolation/cancelled.js";
import { proveIsolation } from "./isolation/index.js";
import { compareReadings, proveOthers, readOthers } from "./others/index.js";
import { concluded, isWanted } from "./outcome.js";
import type { Open, Tool, Turns } from "./start/each-tool.js";
import { createScratch, type Scratch } from "./start/scratch.js";
import { type Served, withServer } from "./start/served.js";
import { prepareTarget, type Target } from "./start/target.js";
import type { ServerProof } from "./types.js";

/** The choices of a proof. */
export interface VerifyOptions {
  /** Only these tools; all where there are none. */
  readonly tools: readonly string[];
  readonly against?: string | undefined;
  readonly command?: string | undefined;
  /** Milliseconds that a start or a call may take. */
  readonly timeout: number;
  /** How many calls are made at once. */
  readonly calls: number;
  /** The address of another engine that answers in place of the models. */
  readonly engine?: string | undefined;
}

/** Nobody listens on the discard port. */
const UNREACHABLE = "postgresql://verify:verify@127.0.0.1:9/verify";

/** Says what is being done: a step, and a tool where it goes by tools. */
export type Progress = (step: string, tool?: string) => void;

/** Takes a server through all of the proof. Throws UserError where it cannot be run. */
export async function verifyServer(
  plan: ServerPlan,
  options: VerifyOptions,
  progress: Progress,
): Promise<ServerProof> {
  const started = Date.now();
  const scratch = createScratch();
  try {
    const proof = await prove({ plan, options, scratch, progress });
    return { ...proof, seconds: Math.round((Date.now() - started) / 1000) };
  } finally {
    scratch.remove();
  }
}

interface Run {
  readonly plan: ServerPlan;
  readonly options: VerifyOptions;
  readonly scratch: Scratch;
  readonly progress: Progress;
}

async function prove(run: Run): Promise<Omit<ServerProof, "seconds">> {
  const { plan, options, scratch, progress } = run;
  const { server } = plan;
  const findings = createFindings();
  progress("copying");
  const before = await copyBefore(server, scratch, options.against);
  findings.note(`compared with ${before.source}`);
  const now = scratch.copy(server.root, "after");
  progress("building");
  const old = await prepareTarget(before.root, server, scratch, options);
  const target = await prepareTarget(now, server, scratch, options);
  const was = await atFirst(run, old, "as it was", async (served, contract) => ({
    samples: await sampled(run, served, contract),
    readings: await readOthers(served, contract),
  }));
  const { samples, readings } = was.more;
  const prompt = inTime(samples, options.timeout, findings);
  const exempt = leftAlone(plan.scan.tools);
  const is = await atFirst(run, target, "as it is", async (served, contract) => {
    compareContracts(was.contract, contract, exempt, findings);
    const answers = await resample(served.session, prompt, step(run, "default"));
    compareDefaults(prompt, answers, findings);
    compareReadings(readings, await readOthers(served, contract), findings);
  });
  progress("asking in the newer protocol");
  await compareNewerEra(old, target, scratch, options, exempt, findings);
  const all = takingAccount(is.contract, samples, options.tools);
  const tools = all.filter(([name]) => prompt.has(name));
  const open: Open = (use) => withServer(target, scratch, options, use);
  const openBefore: Open = (use) => withServer(old, scratch, options, use);
  const turns = (name: string, tools: readonly Tool[]): Turns => ({
    open,
    tools,
    progress: step(run, name),
  });
  await proveIsolation(turns("isolation", all), options.calls, findings);
  progress("reading resources and prompts");
  await proveOthers(open, is.contract, tools, findings);
  const asking = tools.filter(([name]) => findings.of(name).requests > 0);
  await proveCancelled(turns("cancelled calls", asking), openBefore, findings);
  await proveErrors(turns("errors", tools), findings);
  const down = { env: { ACCOUNTS_DATABASE_URL: UNREACHABLE } };
  const withoutDatabase: Open = (use) => withServer(target, scratch, options, use, down);
  await withoutDatabase((served) => proveDatabaseError(served, tools, findings));
  progress("trying the entry point");
  await proveDeployable({ ...run, target, before: was.contract, tools, exempt, findings });
  return concluded(plan, was.contract, findings, {
    parameterCharacters: charactersAdded(was.contract, is.contract),
    wanted: options.tools,
    exempt,
  });
}

/** What a server lists, and what else is found out while it runs. */
async function atFirst<More>(
  { scratch, options, progress }: Run,
  target: Target,
  how: string,
  use: (served: Served, contract: Contract) => Promise<More>,
): Promise<{ contract: Contract; more: More }> {
  progress(`starting the server ${how}`);
  return withServer(target, scratch, options, async (served) => {
    const contract = await readContract(served.session);
    return { contract, more: await use(served, contract) };
  });
}

function sampled(run: Run, served: Served, { tools }: Contract): Promise<Samples> {
  const wanted = tools.filter(({ name }) => isWanted(name, run.options.tools));
  return sampleTools(served, wanted, step(run, "default"));
}

function step({ progress }: Run, name: string): (tool: string) => void {
  return (tool) => progress(name, tool);
}

function takingAccount({ tools }: Contract, samples: Samples, wanted: readonly string[]): Tool[] {
  const taking = tools.filter((tool) => takesAccount(tool) && isWanted(tool.name, wanted));
  return taking.flatMap(({ name }) => {
    const args = samples.get(name)?.args;
    return args === undefined ? [] : [[name, args] as const];
  });
}

/** The tools that a retrofit left alone, with the reason. */
function leftAlone(tools: readonly ToolSite[]): Exempt {
  const alone = tools.filter(({ state }) => state === "ignored" || state === "unsupported");
  return new Map(alone.map(({ name, reason }) => [name, reason ?? "it cannot be migrated"]));
}
