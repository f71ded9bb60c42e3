/** What the programs of commands come to, as far as the evaluator follows what they are made of. */

import { describe, expect, test } from "vitest";
import { scanOf } from "../support/scan.js";

const head = `import boto3
import subprocess
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("runs")


@mcp.tool()
def whose() -> str:
    return boto3.client("sts").get_caller_identity()["Account"]


`;

/** What is said of the processes of a server, line by line. */
async function saidOf(text: string): Promise<string[]> {
  const { findings } = await scanOf({ "server.py": `${head}${text}` });
  return findings.filter(({ rule }) => /^subprocess/.test(rule)).map(({ message }) => message);
}

describe("a program of AWS is found", () => {
  test.each([
    ["in a constant", 'P = "aws"\nsubprocess.run([P, "s3", "ls"])'],
    ["in one of two constants", 'P = "git"\nP = "aws"\nsubprocess.run([P, "s3", "ls"])'],
    ["in a text that is added to", 'c = "aws"\nc += " s3 ls"\nsubprocess.run(c, shell=True)'],
    ["in a text with parts", 'def f(b):\n    subprocess.run(f"aws s3 ls {b}", shell=True)'],
    ["in a list that is appended to", 'c = []\nc.append("aws")\nc.append("s3")\nsubprocess.run(c)'],
    ["in a list that is extended", 'c = []\nc.extend(["aws", "s3"])\nsubprocess.run(c)'],
    ["in a list that is added to", 'c = ["aws"]\nc += ["s3"]\nsubprocess.run(c)'],
    ["in what a function gives", 'def p():\n    return "aws"\n\n\nsubprocess.run([p(), "s3"])'],
    ["in what a function is given", 'def f(p):\n    subprocess.run([p])\n\n\nf("aws")'],
    ["in what is given by name", 'def f(x, p):\n    subprocess.run([p])\n\n\nf(p="aws", x=1)'],
    ["in a default", 'def f(p="aws"):\n    subprocess.run([p])\n\n\nf()'],
    [
      "in what a method is given",
      'class A:\n    def f(self, p):\n        subprocess.run([p])\n\n\nA().f("aws")',
    ],
    [
      "in a class's attribute",
      'class A:\n    p = "aws"\n\n    def f(self):\n        subprocess.run([self.p])',
    ],
    [
      "in an inherited attribute",
      'class A:\n    p = "aws"\n\n\nclass B(A):\n    def f(self):\n        subprocess.run([self.p])',
    ],
    [
      "in what an instance is made with",
      'class A:\n    def __init__(self, p):\n        self.p = p\n\n    def f(self):\n        subprocess.run([self.p])\n\n\nA("aws").f()',
    ],
    ["in a dictionary", 'P = {"a": "git", "b": "aws"}\nsubprocess.run([P["b"]])'],
    ["in a condition", 'import sys\nsubprocess.run(["git" if sys.argv else "aws"])'],
    ["in a text that is joined", 'c = " ".join(["aws", "s3"])\nsubprocess.run(c, shell=True)'],
    [
      "in words that are quoted",
      'import shlex\nsubprocess.run(shlex.join(["aws", "s3"]), shell=True)',
    ],
    ["in a text that is split", 'subprocess.run("aws s3 ls".split())'],
    [
      "in a text that is filled",
      'def f(b):\n    subprocess.run("aws s3 ls {}".format(b), shell=True)',
    ],
    ["in a loop", 'for p in ["git", "aws"]:\n    subprocess.run([p])'],
  ])("%s", async (_name, text) => {
    expect((await saidOf(text)).join("\n")).toMatch(/this program uses AWS|an account of its own/);
  });
});

describe("a program without AWS is told", () => {
  test.each([
    ["in a constant", 'P = "git"\nsubprocess.run([P, "status"])'],
    ["in what all calls give", 'def f(p):\n    subprocess.run([p])\n\n\nf("git")\nf("ls")'],
    ["in what a function gives", 'def p():\n    return "git"\n\n\nsubprocess.run([p(), "log"])'],
    ["in a dictionary", 'P = {"a": "git"}\nsubprocess.run([P["a"]])'],
  ])("%s", async (_name, text) => {
    expect(await saidOf(text)).toEqual([]);
  });

  test("but not in a dictionary of which any value is taken", async () => {
    const text = 'P = {"a": "git", "b": "aws"}\n\n\ndef f(k):\n    subprocess.run([P[k]])';
    expect((await saidOf(text)).join("\n")).toMatch(/it can't be told which program/);
  });

  test("but not where others may call what gives it: a tool's clients do", async () => {
    const own = 'def f(p: str) -> str:\n    subprocess.run([p])\n    return ""\n\n\nf("git")\n';
    expect(await saidOf(own)).toEqual([]);
    expect(await saidOf(`@mcp.tool()\n${own}`)).toHaveLength(1);
  });
});
