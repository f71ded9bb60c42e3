// SPDX-License-Identifier: MIT-0
{{RUNNER_IMPORT}}import { strict as assert } from "node:assert";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";

{{RUNNER}}

// The server as its entry point starts it, asked over stdio. Nothing leaves this machine.

const ENTRY_POINT = "{{ENTRYPOINT}}";
const ARGUMENTS = [{{LOADER}}ENTRY_POINT];
/** A call that the tool takes, where one could be told. */
const CALL: Message | undefined = {{CALL}};
const KNOWN_ACCOUNT = "111111111111";
const UNKNOWN_ACCOUNT = "999999999999";

type Message = Record<string, unknown>;

interface Running {
  /** The answer to a request; undefined once the server has ended. */
  ask(method: string, params: Message): Promise<Message | undefined>;
  tell(method: string): void;
  stop(): void;
}

test("over stdio the tools take an account, and refuse one that is not known", async () => {
  if (!existsSync(ENTRY_POINT)) return skipped("it is not built");
  const server = start();
  try {
    const greeting = await server.ask("initialize", {
      protocolVersion: "2025-06-18",
      capabilities: {},
      clientInfo: { name: "test", version: "1" },
    });
    if (!greeting) return skipped("it does not start without settings of its own");
    server.tell("notifications/initialized");
    const listed = await server.ask("tools/list", {});
    assert.match(JSON.stringify(listed), /"target_account_id"/);
    if (CALL) {
      const given = { ...(CALL["arguments"] as Message), target_account_id: UNKNOWN_ACCOUNT };
      const answer = await server.ask("tools/call", { ...CALL, arguments: given });
      assert.match(JSON.stringify(answer), /account_not_found/);
    }
  } finally {
    server.stop();
  }
});

function skipped(reason: string): void {
  console.warn(`the server was not asked: ${reason}`);
}

function start(): Running {
  const child = spawn(process.execPath, ARGUMENTS, {
    env: environment(),
    stdio: ["pipe", "pipe", "ignore"],
  });
  const waiting = new Map<unknown, (answer: Message | undefined) => void>();
  const ended = new Promise<undefined>((resolve) => child.once("exit", () => resolve(undefined)));
  createInterface({ input: child.stdout }).on("line", (line) => {
    const answer = parsed(line);
    waiting.get(answer["id"])?.(answer);
  });
  let last = 0;
  return {
    ask(method, params) {
      const id = ++last;
      const answer = new Promise<Message | undefined>((resolve) => waiting.set(id, resolve));
      send(child, { id, method, params });
      return Promise.race([answer, ended]);
    },
    tell: (method) => send(child, { method }),
    stop: () => child.kill("SIGKILL"),
  };
}

function send({ stdin }: ChildProcess, message: Message): void {
  // What has ended takes nothing more; that it has is told by its exit.
  stdin?.on("error", () => undefined);
  stdin?.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}

function parsed(line: string): Message {
  try {
    return JSON.parse(line) as Message;
  } catch {
    return {};
  }
}

/** One account, made up, and nothing of this machine's that could reach a real one. */
function environment(): NodeJS.ProcessEnv {
  const own = /^(?:AWS_|FASTMCP_|MCP_|RDS_|TARGET_|ALLOW)|DATABASE_URL$/;
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name));
  const account = { account_id: KNOWN_ACCOUNT, access_key_id: "AKIA", secret_access_key: "none" };
  return {
    ...Object.fromEntries(kept),
    FASTMCP_TRANSPORT: "stdio",
    FASTMCP_ENV_FILE: "",
    TARGET_ACCOUNTS: JSON.stringify([account]),
    AWS_ACCESS_KEY_ID: "AKIAOFTHESERVER",
    AWS_SECRET_ACCESS_KEY: "its secret",
    AWS_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
  };
}
