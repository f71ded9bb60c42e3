/** Writing is all or nothing. */

import { chmodSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { apply } from "../../src/disk/apply.js";
import { UserError } from "../../src/errors.js";
import type { Added, Edited } from "../../src/plan/compose.js";
import { filesBelow } from "../support/fixtures.js";
import { folderWith } from "../support/program.js";

const none = new Map<string, string>();

function edited(path: string, before: string, appended: string): Edited {
  const edits = [{ file: path, offset: before.length, text: appended }];
  return { path, before: Buffer.from(before), edits };
}

function added(path: string, content: string): Added {
  return { path, before: undefined, content: Buffer.from(content), executable: false };
}

const serverAt = (root: string) => [{ root, files: [] }];

test("writes changed and new files, and keeps a file's mode", async () => {
  const folder = folderWith({ "run.sh": "old" });
  chmodSync(join(folder, "run.sh"), 0o754);
  await apply(
    [edited(join(folder, "run.sh"), "old", " new"), added(join(folder, "a/b/c.txt"), "c")],
    none,
    serverAt(folder),
  );
  expect(readFileSync(join(folder, "run.sh"), "utf8")).toBe("old new");
  expect(statSync(join(folder, "run.sh")).mode & 0o777).toBe(0o754);
  expect(filesBelow(folder)).toEqual(["a/b/c.txt", "run.sh"]);
});

test("puts everything back when a later file cannot be written", async () => {
  const folder = folderWith({ "a.txt": "a" });
  // A folder stands where the second file would go, so its rename fails after the first one's.
  mkdirSync(join(folder, "taken/inside"), { recursive: true });
  const changes = [
    edited(join(folder, "a.txt"), "a", " changed"),
    added(join(folder, "new/b.txt"), "b"),
    added(join(folder, "taken"), "c"),
  ];
  await expect(apply(changes, none, serverAt(folder))).rejects.toThrow(UserError);
  expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("a");
  expect(existsSync(join(folder, "new"))).toBe(false);
  expect(filesBelow(folder)).toEqual(["a.txt"]);
});

test("refuses a file that appeared since it was planned", async () => {
  const folder = folderWith({ "a.txt": "somebody else's" });
  const changes = [added(join(folder, "a.txt"), "ours")];
  await expect(apply(changes, none, serverAt(folder))).rejects.toThrow(
    /a\.txt: changed since it was planned/,
  );
  expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("somebody else's");
});

test("writes nothing outside of the servers", async () => {
  const folder = folderWith({ "server/a.txt": "a", "b.txt": "b" });
  const changes = [edited(join(folder, "b.txt"), "b", "c")];
  await expect(apply(changes, none, serverAt(join(folder, "server")))).rejects.toThrow(
    /b\.txt: it lies outside of the servers named/,
  );
  expect(readFileSync(join(folder, "b.txt"), "utf8")).toBe("b");
});
