/** A server that is started through its entry point and speaks HTTP on 127.0.0.1. */

import { createServer } from "node:net";
import { setTimeout as after } from "node:timers/promises";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import type { Program } from "../../languages/starting.js";
import { connect, type Session } from "../client/session.js";
import { type Traffic, watch } from "../traffic.js";
import type { Environment } from "./environment.js";
import { withJudge } from "./judged.js";
import { type Running, start } from "./process.js";
import type { Scratch } from "./scratch.js";
import type { RunOptions } from "./served.js";
import { readingAddresses } from "./signed-addresses.js";
import type { Target } from "./target.js";

export interface HttpServed {
  readonly traffic: Traffic;
  readonly session: Session;
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
}

/** Starts the entry point as a container does, waits for its health, and uses it. Throws, in words, where it does not come up. */
export async function withHttpServer<Result>(
  target: Target,
  entryPoint: Program,
  scratch: Scratch,
  { timeout, engine }: RunOptions,
  use: (served: HttpServed) => Promise<Result>,
  env: Environment = {},
): Promise<Result> {
  return withJudge(target, scratch, engine, async (judge, settings) => {
    const port = String(await freePort());
    const running = start(entryPoint, target.root, {
      ...settings,
      ...both("TRANSPORT", "streamable-http"),
      ...both("HOST", "127.0.0.1"),
      ...both("PORT", port),
      ...env,
    });
    running.child.stdout.resume();
    const url = `http://127.0.0.1:${port}`;
    try {
      await untilHealthy(url, running, timeout);
      const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`));
      const session = await connect(transport, "2025", timeout);
      try {
        return await use({ traffic: watch(judge), session: readingAddresses(session, judge), url });
      } finally {
        await session.close();
      }
    } finally {
      await running.end();
    }
  });
}

/** A setting by both of its names. */
export function both(name: string, value: string): Environment {
  return { [`FASTMCP_${name}`]: value, [`MCP_${name}`]: value };
}

async function untilHealthy(url: string, running: Running, timeout: number): Promise<void> {
  const limit = Date.now() + timeout;
  while (Date.now() < limit) {
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok) return;
    const ended = running.endedHow();
    if (ended !== undefined) throw new Error(`it ended: ${ended}`);
    await after(100);
  }
  throw new Error(
    `GET /health was not answered in ${timeout / 1000} s: ${lastLine(running.said())}`,
  );
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object"
          ? resolve(address.port)
          : reject(new Error("no port")),
      );
    });
  });
}
