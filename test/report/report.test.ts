/** The report of `check`, made from servers that are there. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { look } from "../../src/commands/look.js";
import { createFileStore } from "../../src/disk/files.js";
import { insert } from "../../src/plan/edit.js";
import type { ReportedFinding } from "../../src/report/check/model.js";
import { reportOf } from "../../src/report/check/report.js";
import { commandsIn } from "../support/command.js";
import { folderWith } from "../support/program.js";

const server = `import boto3
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("demo")
s3 = boto3.Session(aws_access_key_id="a", aws_secret_access_key="b").client("s3")


@mcp.tool()
def buckets() -> list:
    return []


# retrofit-ignore: reaches no AWS API
@mcp.tool()
def ping() -> str:
    return "pong"
`;

const manifest = '[project]\nname = "demo"\ndependencies = ["boto3", "mcp"]\n';

async function reported(text: string) {
  const root = folderWith({ "pyproject.toml": manifest, "server.py": text });
  const { servers, problems } = await look([root], "plan");
  const files = createFileStore();
  return reportOf(
    servers.map(({ plan }) => plan),
    problems,
    { root, cwd: root, read: (file) => files.read(file)?.text },
  );
}

async function findingsOf(text: string): Promise<ReportedFinding[]> {
  return (await reported(text)).servers.flatMap(({ findings }) => findings);
}

test("a tool that is not migrated is a finding of its state, one that is ignored says why", async () => {
  const { servers, ledger } = await reported(server);
  expect(ledger).toMatchObject({ found: 2, pending: 1, ignored: 1 });
  expect(servers[0]?.findings).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        rule: "tool-pending",
        tool: "buckets",
        place: { file: "server.py", line: 9, column: 5 },
        line: "def buckets() -> list:",
        message: "buckets: lacks parameter and wrapper",
      }),
      expect.objectContaining({ rule: "explicit-credentials", severity: "error" }),
      expect.objectContaining({ tool: "ping", severity: "note", ignored: "reaches no AWS API" }),
    ]),
  );
});

test("fingerprints stay while lines come and go, and differ from each other", async () => {
  const before = (await findingsOf(server)).map(({ fingerprint }) => fingerprint);
  expect(new Set(before).size).toBe(before.length);
  const moved = `"""A server."""\n\n${server.replace("\n\n\n@mcp", "\n\nwords = {}\n\n\n@mcp")}`;
  const after = (await findingsOf(moved)).map(({ fingerprint }) => fingerprint);
  expect(after).toEqual(before);
  const other = await findingsOf(server.replaceAll("buckets()", "pails()"));
  expect(other.map(({ fingerprint }) => fingerprint)).not.toEqual(before);
});

test("of two that look alike, the second keeps its fingerprint when a third comes below", async () => {
  const twice = server.replace(/^s3 = .*$/m, (line) => `${line}\n${line}`);
  const thrice = server.replace(/^s3 = .*$/m, (line) => `${line}\n${line}\n${line}`);
  const of = async (text: string) =>
    (await findingsOf(text))
      .filter(({ rule }) => rule === "explicit-credentials")
      .map(({ fingerprint }) => fingerprint);
  const [first, second] = await of(twice);
  expect((await of(thrice)).slice(0, 2)).toEqual([first, second]);
});

const migratedServer = `import boto3
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("demo")


@mcp.tool()
def buckets() -> list:
    return boto3.client("s3").list_buckets()["Buckets"]
`;

test("edits are given where they are all that a fix takes, and applied they are it", async () => {
  const root = folderWith({ "pyproject.toml": manifest, "server.py": migratedServer });
  const edited = async () => {
    const { servers } = await look([root], "alone");
    return servers.flatMap(({ plan }) => plan.scan.tools).map(({ state, fix }) => ({ state, fix }));
  };
  // Without the services an import would lead to nothing.
  expect((await edited())[0]?.fix?.alone).toBeUndefined();
  expect(await commandsIn(root).write()).toMatchObject({ outcome: "done" });
  const path = join(root, "server.py");
  const added = `${readFileSync(path, "utf8")}\n\n@mcp.tool()\ndef names() -> list:\n    return []\n`;
  writeFileSync(path, added);
  const [, { fix } = {}] = await edited();
  expect(fix?.alone?.length).toBeGreaterThan(0);
  writeFileSync(path, insert(added, fix?.alone ?? []));
  expect((await edited()).map(({ state }) => state)).toEqual(["migrated", "migrated"]);
});
