/** The default: without an account every tool answers as it did before. */

import { type Arguments, argumentsFor, type Extent } from "../client/arguments.js";
import type { ListedTool } from "../client/listing.js";
import type { Answer, Session } from "../client/session.js";
import type { Findings } from "../findings.js";
import type { Served } from "../start/served.js";
import { plain, varying } from "./same.js";

/** What a tool answered, asked twice, with these arguments. */
export interface Sample {
  readonly args: Arguments;
  readonly answers: readonly [Answer, Answer];
  readonly requests: number;
}

export type Samples = ReadonlyMap<string, Sample>;

/**
 * Asks every tool without an account, twice unless it is late: with the least arguments, and with all where those lead
 * to no request.
 */
export async function sampleTools(
  { session, traffic }: Served,
  tools: readonly ListedTool[],
  progress: (tool: string) => void,
): Promise<Samples> {
  const samples = new Map<string, Sample>();
  const ask = async (tool: ListedTool, extent: Extent): Promise<Sample> => {
    const args = argumentsFor(tool, extent);
    const { value: answers, requests } = await traffic.during(() => twice(session, tool, args));
    return { args, answers, requests: requests.length };
  };
  for (const tool of tools) {
    progress(tool.name);
    const least = await ask(tool, "least");
    const isEnough = isLate(least) || worth(least) === 2;
    const sample = isEnough ? least : better(least, await ask(tool, "full"));
    samples.set(tool.name, sample);
  }
  return samples;
}

/** Those that answered in time. The others are a gap: asking them again takes as long each time. */
export function inTime(samples: Samples, timeout: number, findings: Findings): Samples {
  const reason = `it gave no answer within ${timeout / 1000} s (--timeout)`;
  for (const [tool, sample] of samples) {
    if (isLate(sample)) findings.gap(tool, { check: "default", reason });
  }
  return new Map([...samples].filter(([, sample]) => !isLate(sample)));
}

/** Whether it gave no answer in the time that a call may take. */
function isLate({ answers }: Sample): boolean {
  return answers.some(({ kind }) => kind === "late");
}

/** Asks again what another server was asked. */
export async function resample(
  session: Session,
  samples: Samples,
  progress: (tool: string) => void,
): Promise<ReadonlyMap<string, readonly [Answer, Answer]>> {
  const answers = new Map<string, readonly [Answer, Answer]>();
  for (const [name, { args }] of samples) {
    progress(name);
    answers.set(name, await twice(session, { name }, args));
  }
  return answers;
}

/** Compares what was answered before and now. */
export function compareDefaults(
  before: Samples,
  now: ReadonlyMap<string, readonly [Answer, Answer]>,
  findings: Findings,
): void {
  for (const [tool, { answers }] of before) {
    const after = now.get(tool);
    if (!after) continue;
    const [first, second] = answers.map(plain);
    const [third] = after.map(plain);
    if (third === first || third === second) continue;
    if (first !== second) {
      const mask = varying(first ?? "", second ?? "");
      if (mask(third ?? "") === mask(first ?? "")) continue;
      findings.gap(tool, { check: "default", reason: "its answer is another each time" });
      continue;
    }
    const message = `without an account it answers ${short(third)} where it answered ${short(first)}`;
    findings.fault(tool, { check: "default", message });
  }
}

async function twice(
  session: Session,
  { name }: Pick<ListedTool, "name">,
  args: Arguments,
): Promise<[Answer, Answer]> {
  const first = await session.call(name, args);
  return [first, first.kind === "late" ? first : await session.call(name, args)];
}

/** A tool that answers well and was seen to ask AWS is what a proof needs. */
function worth({ answers: [first], requests }: Sample): number {
  return (requests > 0 ? 1 : 0) + (first.kind === "result" && !first.isError ? 1 : 0);
}

function better(one: Sample, other: Sample): Sample {
  return other.requests > 0 && worth(other) > worth(one) ? other : one;
}

function short(text = ""): string {
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
