/** Helpers called by helpers, each from many places: the ways to an expression multiply. */

import { expect, test } from "vitest";
import { defaults } from "../src/config.js";
import { discover } from "../src/discover.js";
import { createFileStore } from "../src/files.js";
import { languages } from "../src/languages/registry.js";
import { planServer } from "../src/plan.js";
import { folderWith } from "./support/program.js";

const levels = 7;
const callers = 20;

/** `run_0` starts what it is given; each of the others calls the one below it many times. */
function chain(): string {
  const functions = Array.from({ length: levels }, (_, level) => {
    const call = level === 0 ? "subprocess.run([job.program])" : `run_${level - 1}(job)`;
    const body = Array(level === 0 ? 1 : callers).fill(`    ${call}\n`);
    return `def run_${level}(job):\n${body.join("")}\n\n`;
  });
  return functions.join("");
}

const server = `import boto3
import subprocess
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("demo")


${chain()}@mcp.tool()
def start(path: str) -> str:
    """Start a job."""
    run_${levels - 1}(path)
    return path
`;

test("a scan gives up on the ways that it cannot all follow, and asks", async () => {
  const files = createFileStore();
  const [found] = discover([folderWith({ "server.py": server })], languages, files).servers;
  if (!found) throw new Error("no server found");
  const { scan } = await planServer(found, files, defaults);
  expect(scan.tools).toMatchObject([{ name: "start", state: "pending" }]);
  expect(scan.findings).toMatchObject([{ rule: "subprocess-environment" }]);
});
