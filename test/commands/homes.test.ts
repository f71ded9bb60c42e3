/** Where journals are: in the git directory of each work tree that a run writes in, else in the user's state folder. */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandsIn } from "../support/command.js";
import { notesServer } from "../support/notes-server.js";
import { folderWith, retrofit, run } from "../support/program.js";
import { treeOf } from "../support/tree.js";

function git(cwd: string, ...args: string[]): void {
  const named = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
  expect(run("git", [...named, ...args], { cwd })).toMatchObject({ code: 0 });
}

test("a run over several work trees is taken back from any of them, all of it", async () => {
  const servers = ["one", "two", "three"].map((name) => {
    const files = Object.entries(notesServer).map(([path, text]) => [`${name}/${path}`, text]);
    return join(folderWith(Object.fromEntries(files)), name);
  });
  for (const cwd of servers.slice(0, 2)) run("git", ["init", "-q"], { cwd });
  const before = servers.map(treeOf);
  const [one = "", two = "", three = ""] = servers;
  expect(retrofit(["--yes", "--allow-dirty", ...servers], { cwd: one })).toMatchObject({ code: 0 });
  for (const cwd of [one, two]) {
    expect(readdirSync(join(cwd, ".git/retrofit/runs"))).toHaveLength(1);
    expect((await commandsIn(cwd).list()).out).toContain("9 files changed");
  }
  expect(await commandsIn(three).undo()).toMatchObject({ outcome: "done" });
  expect(servers.map(treeOf)).toEqual(before);
  for (const cwd of [one, two]) expect(existsSync(join(cwd, ".git/retrofit"))).toBe(false);
});

test("a worktree has its journals to itself", async () => {
  const cwd = folderWith(notesServer);
  git(cwd, "init", "-q");
  git(cwd, "add", ".");
  git(cwd, "commit", "-qm", "first");
  const other = join(folderWith({}), "other");
  git(cwd, "worktree", "add", "-q", other);
  expect(await commandsIn(other).writeClean()).toMatchObject({ outcome: "done" });
  expect(existsSync(join(cwd, ".git/worktrees/other/retrofit/runs"))).toBe(true);
  expect(await commandsIn(cwd).undo()).toMatchObject({ outcome: "UserError" });
  expect(await commandsIn(other).undo()).toMatchObject({ outcome: "done" });
  git(other, "diff", "--exit-code");
});
