/** Servers that do not behave: each ends in one clear line, and leaves no process behind. */

import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createScratch } from "../../../src/verify/start/scratch.js";
import { type Served, withServer } from "../../../src/verify/start/served.js";

/** Answers as a server of the protocol's first era, without any library. */
const server = `
process.stdin.on("data", (data) => {
  for (const line of String(data).split("\\n").filter(Boolean)) {
    const { id, method } = JSON.parse(line);
    if (id === undefined) continue;
    const results = {
      initialize: { protocolVersion: "2025-06-18", capabilities: { tools: {} }, serverInfo: { name: "s", version: "1" } },
      "tools/list": { tools: [] },
    };
    console.log(JSON.stringify({ jsonrpc: "2.0", id, result: results[method] ?? {} }));
  }
});
`;

function run<Result>(
  script: string,
  use: (served: Served) => Promise<Result>,
  timeout = 60_000,
): Promise<Result> {
  const scratch = createScratch();
  onTestFinished(() => scratch.remove());
  const own = { command: process.execPath, args: ["-e", script] };
  const starting = { own, entryPoint: "none", bins: [], env: {} };
  return withServer({ root: scratch.folder, starting, own }, scratch, { timeout }, use);
}

const unused = () => Promise.reject(new Error("it did start"));

test("a crash at the start is told with its last words", async () => {
  const script = 'console.error("no such setting: TABLE"); process.exit(3)';
  await expect(run(script, unused)).rejects.toThrow(/did not answer.*no such setting: TABLE/);
});

test("a program that is not there is told by its name", async () => {
  const scratch = createScratch();
  onTestFinished(() => scratch.remove());
  const own = { command: "no-such-program", args: [] };
  const target = {
    root: scratch.folder,
    own,
    starting: { own, entryPoint: "", bins: [], env: {} },
  };
  const started = withServer(target, scratch, { timeout: 60_000 }, unused);
  await expect(started).rejects.toThrow(/no-such-program did not answer/);
});

test("silence ends with the time that was given", async () => {
  await expect(run("setInterval(() => {}, 1000)", unused, 500)).rejects.toThrow(/did not answer/);
});

test("noise on standard output is told, and does not keep the server from being used", async () => {
  const noisy = `console.log("Starting up...");${server}`;
  const noise = await run(noisy, async (served) => {
    expect(await served.session.listTools()).toEqual([]);
    return served.noise();
  });
  expect(noise).toBe("Starting up...");
});

test("who ignores to be ended, and what it started elsewhere, are ended all the same", async () => {
  const pids = join(mkdtempSync(join(tmpdir(), "pids-")), "pids");
  const stubborn = `process.on("SIGTERM", () => {}); setInterval(() => {}, 1000);`;
  const child = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(stubborn)}], { detached: true, stdio: "ignore" })`;
  const script = `${stubborn}require("node:fs").writeFileSync(${JSON.stringify(pids)}, [process.pid, ${child}.pid].join(" "));${server}`;
  await run(script, ({ session }) => session.listTools());
  const ids = readFileSync(pids, "utf8").split(" ").map(Number);
  expect(ids).toHaveLength(2);
  for (const pid of process.platform === "linux" ? ids : ids.slice(0, 1)) {
    await expect.poll(() => isRunning(pid)).toBe(false);
  }
});

/** A process that has ended and that nobody has asked for yet is not running. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
