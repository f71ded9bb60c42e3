/** What a running server says its tools are, asked by a real MCP client over stdio. */

import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { type ClientCapabilities, ResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { tail } from "./command.js";
import { withJudge } from "./with-judge.js";

/** A tool exactly as it was sent: no field parsed away. */
export interface ListedTool {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema: JsonSchema;
  readonly [field: string]: unknown;
}

export interface JsonSchema {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly required?: readonly string[];
  readonly [key: string]: unknown;
}

/** All that a client can offer: some tools are listed only to clients that can do what they need. */
const capabilities: ClientCapabilities = {
  roots: {},
  sampling: {},
  elicitation: { form: {}, url: {} },
  tasks: { requests: { sampling: { createMessage: {} }, elicitation: { create: {} } } },
};
const patience = { timeout: 90_000 };

/** Starts a server, lists its tools page by page, and ends it. Throws with what it wrote to stderr when that fails. */
export function listTools(
  command: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<ListedTool[]> {
  return withServer(command, cwd, env, everyPage);
}

/** Starts a server over stdio, beside a judge of its own, does something with a client of it, and ends it. */
export function withServer<Result>(
  command: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  return withJudge((own) => withClient(command, cwd, { ...env, ...own }, use));
}

async function withClient<Result>(
  command: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const transport = new StdioClientTransport({
    command: "bash",
    args: ["-c", `exec ${command}`],
    cwd,
    env: env as Record<string, string>,
    stderr: "pipe",
  });
  let said = "";
  transport.stderr?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const client = new Client({ name: "real-servers", version: "1.0.0" }, { capabilities });
  try {
    await client.connect(transport, patience);
    return await use(client);
  } catch (error) {
    throw new Error(`${command}: ${(error as Error).message}\n${tail(said)}`);
  } finally {
    await client.close();
  }
}

/** Every tool, page by page, exactly as it is sent. */
export async function everyPage(client: Client): Promise<ListedTool[]> {
  const tools: ListedTool[] = [];
  let cursor: string | undefined;
  do {
    const params = cursor === undefined ? {} : { cursor };
    const page = await client.request({ method: "tools/list", params }, ResultSchema, patience);
    tools.push(...(page.tools as ListedTool[]));
    cursor = page.nextCursor as string | undefined;
  } while (cursor !== undefined);
  return tools;
}
