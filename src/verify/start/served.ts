/** A server that runs beside a judge of its own, and a client that talks to it. */

import { UserError } from "../../errors.js";
import type { Program } from "../../languages/starting.js";
import { connect, type Era, type Session } from "../client/session.js";
import { stdioTransport } from "../client/transport.js";
import { type Traffic, watch } from "../traffic.js";
import { type Ending, endingOf } from "./ending.js";
import type { Environment } from "./environment.js";
import { withJudge } from "./judged.js";
import { start } from "./process.js";
import type { Scratch } from "./scratch.js";
import { readingAddresses } from "./signed-addresses.js";
import type { Target } from "./target.js";

export interface Served {
  readonly session: Session;
  readonly traffic: Traffic;
  /** How its process ended, where it has. */
  ended(): Ending | undefined;
  /** What it wrote to standard output that was no message. */
  noise(): string | undefined;
}

/** What a start differs in from the plain one. */
export interface Variant {
  readonly program?: Program;
  readonly env?: Environment;
  readonly era?: Era;
}

/** The engine behind the judge, where one is asked for, and how long to wait for anything. */
export interface RunOptions {
  readonly timeout: number;
  readonly engine?: string | undefined;
}

/** Starts a server over stdio, uses it, and ends it with all that it started. Throws UserError where it does not start. */
export async function withServer<Result>(
  target: Target,
  scratch: Scratch,
  options: RunOptions,
  use: (served: Served) => Promise<Result>,
  { program = target.own, env = {}, era = "2025" }: Variant = {},
): Promise<Result> {
  return withJudge(target, scratch, options.engine, async (judge, settings) => {
    const running = start(program, target.root, { ...settings, ...env });
    const transport = stdioTransport(running);
    try {
      const session = await connect(transport, era, options.timeout).catch(async (error: Error) => {
        await running.spoken();
        throw new UserError(notStarted(program, error, transport.noise(), running.said()));
      });
      return await use({
        session: readingAddresses(session, judge),
        traffic: watch(judge),
        ended: () => endingOf(running, target.root),
        noise: () => transport.noise(),
      });
    } finally {
      await running.end();
    }
  });
}

function notStarted(
  { command, args }: Program,
  error: Error,
  noise: string | undefined,
  said: string,
): string {
  const last = said.trim().split("\n").slice(-1)[0] ?? "";
  const hints = [
    ...(noise === undefined
      ? []
      : [`its standard output holds ${JSON.stringify(noise.slice(0, 120))}`]),
    ...(last === "" ? [] : [`its last words: ${last.slice(0, 300)}`]),
  ];
  const shown = [command, ...args].join(" ");
  return [`${shown} did not answer as an MCP server: ${error.message}`, ...hints].join("; ");
}
