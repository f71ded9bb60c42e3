/** What is a symbolic link, or lies behind one, is refused by name; nothing of it is shown or written. */

import { existsSync, lstatSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandsIn } from "../support/command.js";
import { notesServer } from "../support/notes-server.js";
import { folderWith } from "../support/program.js";
import { treeOf } from "../support/tree.js";

/** A server in which a path is a link to somewhere else, which is private. */
function linked(path: string, target: string, files: Record<string, string> = {}) {
  const outside = folderWith({ "secret.md": "what is private to its owner\n", ...files });
  const cwd = folderWith(notesServer);
  rmSync(join(cwd, path), { force: true, recursive: true });
  symlinkSync(join(outside, target), join(cwd, path));
  return { outside, cwd, ...commandsIn(cwd) };
}

test("a linked README is left alone, and the rest is done", async () => {
  const { outside, cwd, dryRun, write, undo } = linked("README.md", "secret.md");
  const before = { cwd: treeOf(cwd), outside: treeOf(outside) };
  const dry = await dryRun();
  expect(dry.outcome).toBe("incomplete");
  expect(dry.out).not.toContain("private to its owner");
  expect(dry.out).not.toContain("README.md");
  expect(dry.said).toMatch(/README\.md: left as it was, since it is a symbolic link/);
  expect((await write()).outcome).toBe("incomplete");
  expect(lstatSync(join(cwd, "README.md")).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(cwd, "notes/server.py"), "utf8")).toContain("target_account_id");
  expect(treeOf(outside)).toEqual(before.outside);
  await undo();
  expect(treeOf(cwd)).toEqual(before.cwd);
});

test("a link to nowhere is no place for a new file", async () => {
  const { outside, cwd, write } = linked("README.md", "secret.md");
  symlinkSync(join(outside, "nowhere"), join(cwd, ".env.example"));
  expect((await write()).said).toMatch(/\.env\.example: left as it was/);
  expect(existsSync(join(outside, "nowhere"))).toBe(false);
});

test.each([
  ["a manifest", "pyproject.toml", "pyproject.toml"],
  ["a folder for a new source", "notes/cred_extract_services", ""],
])("a server that needs what is behind a link (%s) is left alone", async (...given) => {
  const [, path, target] = given;
  const manifest = notesServer["pyproject.toml"];
  const { outside, cwd, dryRun, write } = linked(path, target, { "pyproject.toml": manifest });
  const before = { cwd: treeOf(cwd), outside: treeOf(outside) };
  expect((await dryRun()).out).toBe("");
  const { outcome, said } = await write();
  expect(outcome).toBe("incomplete");
  expect(said).toMatch(/left as it was, since it is a symbolic link or lies behind one/);
  expect({ cwd: treeOf(cwd), outside: treeOf(outside) }).toEqual(before);
});

test("the path that is named may be a link to the server", async () => {
  const cwd = folderWith(notesServer);
  const elsewhere = folderWith({});
  symlinkSync(cwd, join(elsewhere, "server"));
  expect(await commandsIn(join(elsewhere, "server")).write()).toMatchObject({ outcome: "done" });
  expect(readFileSync(join(cwd, "notes/server.py"), "utf8")).toContain("target_account_id");
});
