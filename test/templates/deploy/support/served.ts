/** A server process started through its entry point, and real clients to talk to it. */

import { type ChildProcess, spawn } from "node:child_process";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { freePort } from "../../../support/ports.js";

export interface Program {
  command: string;
  args: string[];
  cwd: string;
}

export interface Served {
  url: string;
  /** Everything the process has written so far. */
  output(): string;
  /** Ask it to stop; its exit code, or the signal that ended it. */
  stop(): Promise<number | string>;
}

type Environment = Readonly<Record<string, string>>;

// The tests' own settings must not reach the servers.
const inherited = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(FASTMCP_|MCP_|AWS_|OTEL_)/.test(name)),
) as Record<string, string>;

/** Start the program as a container would, and wait until it answers GET /health or ends. */
export async function serve(program: Program, env: Environment = {}): Promise<Served> {
  const port = await freePort();
  const child = spawn(program.command, program.args, {
    cwd: program.cwd,
    env: { ...inherited, MCP_PORT: String(port), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  child.stdout.on("data", (chunk) => (text += chunk));
  child.stderr.on("data", (chunk) => (text += chunk));
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(child, url, () => text);
  return { url, output: () => text, stop: () => stop(child) };
}

async function untilHealthy(child: ChildProcess, url: string, output: () => string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer !== undefined) return;
    if (child.exitCode !== null) throw new Error(`the server ended: ${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function stop(child: ChildProcess): Promise<number | string> {
  if (child.exitCode !== null) return child.exitCode;
  child.kill("SIGTERM");
  return new Promise((resolve) =>
    child.once("exit", (code, signal) => resolve(code ?? String(signal))),
  );
}

/** Connect to a served program, work, and disconnect. */
export async function overHttp<Result>(
  { url }: Served,
  work: (client: Client) => Promise<Result>,
  headers: Environment = {},
): Promise<Result> {
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`), {
    requestInit: { headers },
  });
  return connected(transport as Transport, work);
}

/** Start the program over stdio, work, and stop it. */
export async function overStdio<Result>(
  program: Program,
  work: (client: Client) => Promise<Result>,
  env: Environment = {},
): Promise<Result> {
  const environment = { ...inherited, MCP_TRANSPORT: "stdio", ...env };
  return connected(
    new StdioClientTransport({ ...program, env: environment, stderr: "ignore" }),
    work,
  );
}

async function connected<Result>(
  transport: Transport,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ name: "test", version: "1" });
  await client.connect(transport);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

/** POST one JSON-RPC message as a gateway does: without `initialize`; the answer's status and text. */
export async function post(
  { url }: Served,
  message: object,
  headers: Environment = {},
): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${url}/mcp`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, ...message }),
  });
  return { status: answer.status, text: await answer.text() };
}
