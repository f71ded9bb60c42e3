/** Services that are deleted make the check fail, and a run puts them back. */

import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { commandsIn } from "../support/command.js";
import { fixturesRoot } from "../support/fixtures.js";
import { compileTemplates } from "../support/templates.js";

beforeAll(compileTemplates);

const servers = [
  { server: "both/pending/python", index: "__init__.py", part: "aws_client.py" },
  { server: "both/pending/typescript", index: "index.ts", part: "sessions.ts" },
];

describe.each(servers)("the services of $server", ({ server, index, part }) => {
  test.each([
    ["all of them", (folder: string) => rmSync(folder, { recursive: true })],
    ["their index", (folder: string) => rmSync(join(folder, index))],
    ["one that others import", (folder: string) => rmSync(join(folder, part))],
  ])("deleted: %s", async (_what, remove) => {
    const cwd = mkdtempSync(join(tmpdir(), "gone-"));
    cpSync(join(fixturesRoot, server), cwd, { recursive: true });
    const { write, check } = commandsIn(cwd);
    await write();
    const before = await check();
    const folder = servicesIn(cwd);
    const texts = textsOf(folder);
    remove(folder);
    const gone = await check();
    expect(gone.outcome).toBe("open");
    expect(gone.out).toContain("services-missing");
    expect((await write()).outcome).toBe("done");
    expect(textsOf(folder)).toEqual(texts);
    expect((await check()).out).toBe(before.out);
  });
});

function servicesIn(cwd: string): string {
  const found = readdirSync(cwd, { recursive: true, encoding: "utf8" }).find((path) =>
    /(?:^|\/)(?:cred_extract_services|credential-services)$/.test(path),
  );
  if (found === undefined) throw new Error("no services");
  return join(cwd, found);
}

function textsOf(folder: string): Record<string, string> {
  expect(existsSync(folder)).toBe(true);
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const files = names.filter((name) => /\.\w+$/.test(name));
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}
