/** The ways to an expression multiply: helpers called by helpers, helpers that many classes inherit. */

import { expect, test } from "vitest";
import { scanOf } from "../support/scan.js";

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
  const { tools, findings } = await scanOf({ "server.py": server });
  expect(tools).toMatchObject([{ name: "start", state: "pending" }]);
  expect(findings).toMatchObject([{ rule: "subprocess-environment" }]);
});

const base = `class Base:
    def __init__(self, server):
        self.server = server

    def _add(self, method, name):
        self.server.add_tool(method, name=f"demo_{name}")


class Idle(Base):
    """Registers nothing."""
`;

/** A class whose tools are registered by what it inherits. */
function part(index: number): string {
  const names = ["read", "list", "find", "count", "show"].map((name) => `${name}_${index}`);
  const added = names.map((name) => `        self._add(self.${name}, "${name}")\n`);
  const methods = names.map(
    (name) => `\n    def ${name}(self, key: str) -> str:\n        return key\n`,
  );
  const register = `    def register(self):\n${added.join("")}`;
  return `from base import Base\n\n\nclass Part${index}(Base):\n${register}${methods.join("")}`;
}

test("a helper that many classes inherit registers the tools of each for that one only", async () => {
  const parts = Array.from({ length: 40 }, (_, index) => index);
  const imports = parts.map((index) => `from part${index} import Part${index}\n`).join("");
  const started = parts.map((index) => `Part${index}(mcp).register()\n`).join("");
  const main = `from mcp.server.fastmcp import FastMCP\n${imports}\nmcp = FastMCP("demo")\n${started}`;
  const texts = parts.map((index) => [`part${index}.py`, part(index)]);
  const { tools } = await scanOf({
    "base.py": base,
    "server.py": main,
    ...Object.fromEntries(texts),
  });
  expect(tools.filter(({ state }) => state !== "pending")).toEqual([]);
  expect(new Set(tools.map(({ name }) => name)).size).toBe(200);
  expect(tools).toHaveLength(200);
});

/** Functions of which each puts what the others return into a list of its own. */
function tangle(size: number): string {
  const numbers = [...Array(size).keys()];
  return numbers
    .map((own) => {
      const others = numbers.filter((other) => other !== own);
      const puts = others.map((other) => `    found.append(part_${other}(name))\n`);
      return `def part_${own}(name):\n    found = [name]\n${puts.join("")}    return found\n\n\n`;
    })
    .join("");
}

test("a scan gives up on what is made of itself in too many ways, and asks", async () => {
  const { tools, findings } = await scanOf({
    "server.py": `import boto3
import subprocess
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("demo")


${tangle(20)}@mcp.tool()
def start(path: str) -> str:
    """Start a job."""
    subprocess.run(part_0("job"))
    return path
`,
  });
  expect(tools).toMatchObject([{ name: "start", state: "pending" }]);
  expect(findings).toMatchObject([{ rule: "subprocess-environment" }]);
});

test("a scan that had to be cut short says so", async () => {
  const added = Array.from({ length: 50 }, (_, at) => `mcp.add_tool(part_${at % 9}(${at})[0])\n`);
  const text = `from mcp.server.fastmcp import FastMCP\n\nmcp = FastMCP("demo")\n\n\n${tangle(9)}`;
  const files = { "requirements.txt": "mcp\n", "server.py": text + added.join("") };
  const { tools, findings } = await scanOf(files);
  expect(tools.every(({ state }) => state === "unsupported")).toBe(true);
  expect(findings).toMatchObject([{ rule: "scan-cut-short", severity: "error" }]);
  const few = await scanOf({ ...files, "server.py": text + added.slice(0, 5).join("") });
  expect(few.findings).toEqual([]);
});
