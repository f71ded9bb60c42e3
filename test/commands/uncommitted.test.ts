/** Files that git could not give back are not written into unless somebody says so. */

import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commandsIn } from "../support/command.js";
import { notesServer } from "../support/notes-server.js";
import { folderWith, run } from "../support/program.js";
import { treeOf } from "../support/tree.js";

function git(cwd: string, ...args: string[]): void {
  const named = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
  expect(run("git", [...named, ...args], { cwd })).toMatchObject({ code: 0 });
}

function committed(more: Record<string, string> = {}): string {
  const cwd = folderWith({ ...notesServer, ...more });
  git(cwd, "init", "-q");
  git(cwd, "add", ".");
  git(cwd, "commit", "-qm", "first");
  return cwd;
}

describe("a work tree", () => {
  test("where all is committed is written into", async () => {
    expect(await commandsIn(committed()).writeClean()).toMatchObject({ outcome: "done" });
  });

  test("where other files are changed, too", async () => {
    const cwd = committed({ "notes/other.py": "" });
    appendFileSync(join(cwd, "notes/other.py"), "x = 1\n");
    writeFileSync(join(cwd, "new.txt"), "");
    expect(await commandsIn(cwd).writeClean()).toMatchObject({ outcome: "done" });
  });

  test.each<[string, (cwd: string) => void]>([
    ["changed", (cwd) => appendFileSync(join(cwd, "README.md"), "More.\n")],
    [
      "staged",
      (cwd) => {
        appendFileSync(join(cwd, "README.md"), "More.\n");
        git(cwd, "add", "README.md");
      },
    ],
    ["not known to git", (cwd) => git(cwd, "rm", "-q", "--cached", "README.md")],
    [
      "ignored",
      (cwd) => {
        writeFileSync(join(cwd, ".gitignore"), "README.md\n");
        git(cwd, "rm", "-q", "--cached", "README.md");
      },
    ],
  ])("where a file of the plan is %s is left alone, and the file is named", async (_name, edit) => {
    const cwd = committed();
    edit(cwd);
    const before = treeOf(cwd);
    const { outcome, said } = await commandsIn(cwd).writeClean();
    expect(outcome).toBe("UserError");
    expect(said).toContain("1 file not committed: README.md; nothing was written");
    expect(said).toContain("--allow-dirty");
    expect(treeOf(cwd)).toEqual(before);
    expect(await commandsIn(cwd).write()).toMatchObject({ outcome: "done" });
  });

  test("that git cannot tell about is left alone", async () => {
    const cwd = folderWith({ ...notesServer, ".git/HEAD": "" });
    const { outcome, said } = await commandsIn(cwd).writeClean();
    expect(outcome).toBe("UserError");
    expect(said).toContain("git could not be asked");
  });
});

test("no program runs that the repository's configuration names", async () => {
  const cwd = committed();
  git(cwd, "config", "core.fsmonitor", "touch ran; true");
  git(cwd, "config", "core.hooksPath", ".");
  await commandsIn(cwd).writeClean();
  expect(Object.keys(treeOf(cwd))).not.toContain("ran");
});
