/** A plan that was tampered with, cut short or made up is refused in one line: whoever hands one in is not trusted. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { UserError } from "../../src/errors.js";
import { isInside } from "../../src/plan/stored/inside.js";
import type { StoredPlan } from "../../src/plan/stored/model.js";
import { planIn } from "../../src/plan/stored/read.js";
import { sealed } from "../../src/plan/stored/seal.js";
import { commandsIn } from "../support/command.js";
import { notesServer } from "../support/notes-server.js";
import { folderWith } from "../support/program.js";
import "../support/properties.js";
import { treeOf } from "../support/tree.js";

let text: string;

beforeAll(async () => {
  const cwd = folderForAll();
  await commandsIn(cwd).plan({ output: "plan.json" });
  text = readFileSync(join(cwd, "plan.json"), "utf8");
  rmSync(cwd, { recursive: true });
});

function folderForAll(): string {
  const folder = mkdtempSync(join(tmpdir(), "retrofit-"));
  for (const [path, content] of Object.entries(notesServer)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** A plan whose author sealed what he changed. */
function forged(change: (plan: StoredPlan) => void): string {
  const plan: StoredPlan = JSON.parse(text);
  change(plan);
  const { seal: _old, ...rest } = plan;
  return JSON.stringify(sealed(rest));
}

function refusal(tampered: string): string {
  try {
    planIn(tampered, "plan.json");
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
  throw new Error("it was taken");
}

describe("what is no plan of ours is refused:", () => {
  test.each([
    ["nothing", "", "cut short"],
    ["no JSON", "diff --git a/x b/x", "not JSON"],
    ["no object", "null", "it says no version"],
    ["a list", "[]", "it says no version"],
    ["something else", '{"name":"x"}', "it says no version"],
    ["a plan of another version", '{"version":2}', "a plan of version 2, this retrofit knows 1"],
    ["a version alone", '{"version":1}', "not a plan that can be used"],
  ])("%s", (_name, given, why) => {
    expect(refusal(given)).toContain(why);
  });

  test("a plan that was cut short, wherever", () => {
    const end = text.trimEnd().length;
    fc.assert(
      fc.property(fc.nat(end - 1), (at) => {
        expect(refusal(text.slice(0, at))).toContain("cut short");
      }),
    );
  });

  test("a plan in which any character is another", () => {
    const any = fc.tuple(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }));
    fc.assert(
      fc.property(any, ([at, character]) => {
        const tampered = text.slice(0, at) + character + text.slice(at + 1);
        if (isSame(tampered)) return;
        expect(refusal(tampered)).toMatch(/^plan\.json: [^\n]*$/);
      }),
    );
  });
});

/** White space outside of strings says nothing. */
function isSame(other: string): boolean {
  try {
    return JSON.stringify(JSON.parse(other)) === JSON.stringify(JSON.parse(text));
  } catch {
    return false;
  }
}

describe("what a forger seals is refused all the same:", () => {
  const outside = [
    "../x",
    "/etc/passwd",
    "a/../../x",
    "./x",
    "a//b",
    "a/",
    "",
    ".git/hooks/pre-commit",
    "a/.GIT/config",
    "git~1/config",
    ".git./config",
  ];

  test.each(outside)("a change of %j", (path) => {
    expect(refusal(forged(({ changes }) => Object.assign(changes[0] ?? {}, { path })))).toContain(
      "changes.0",
    );
  });

  test.each(outside)("a server in %j", (root) => {
    expect(refusal(forged(({ servers }) => Object.assign(servers[0] ?? {}, { root })))).toContain(
      "servers.0.root",
    );
  });

  test("a file that is read and lies in a folder above, by a detour", () => {
    expect(
      refusal(forged(({ reads }) => Object.assign(reads, { "a/../../x": "absent" }))),
    ).toContain("reads");
  });

  test("a key that there is not", () => {
    expect(refusal(forged((plan) => Object.assign(plan, { run: "rm" })))).toContain("run");
  });

  test("contents that are not what their hash says", () => {
    const tampered = forged(({ contents }) => {
      for (const hash of Object.keys(contents)) contents[hash] += "import os\n";
    });
    expect(refusal(tampered)).toContain("its content is not what its hash says");
  });

  test("a file that is changed twice", () => {
    const tampered = forged(({ changes }) => void changes.push(...changes.slice(0, 1)));
    expect(refusal(tampered)).toContain("is changed twice");
  });

  test("insertions that it does not have", () => {
    const tampered = forged(({ servers }) =>
      Object.assign(servers[0]?.tools[0] ?? {}, { edits: [[0, 99]] }),
    );
    expect(refusal(tampered)).toContain("insertions that it does not have");
  });

  test.each<[string, (edit: { text: string; offset: number }) => void]>([
    ["another text", (edit) => Object.assign(edit, { text: "import os\n" })],
    ["another place", (edit) => Object.assign(edit, { offset: 0 })],
    ["a place outside of the file", (edit) => Object.assign(edit, { offset: 1e9 })],
  ])("insertions that do not give what their hash says: %s", async (_name, change) => {
    const cwd = folderWith(notesServer);
    const file = join(folderWith({}), "plan.json");
    writeFileSync(
      file,
      forged(({ changes }) => {
        const edited = changes.find((each) => "edits" in each);
        const last = edited && "edits" in edited ? edited.edits.at(-1) : undefined;
        if (last) change(last);
      }),
    );
    const before = treeOf(cwd);
    const { outcome, said } = await commandsIn(cwd).apply(file);
    expect(outcome).toBe("UserError");
    expect(said).toContain("its insertions do not give what its hash says");
    expect(treeOf(cwd)).toEqual(before);
  });
});

test("no path that is taken leads out of its folder", () => {
  const name = fc.oneof(fc.constantFrom("..", ".", "", "a", ".git", "..."), fc.string());
  fc.assert(
    fc.property(fc.array(name, { minLength: 1 }), (names) => {
      const path = names.join("/");
      if (isInside(path)) expect(join("/root", path).startsWith("/root/")).toBe(true);
    }),
  );
});

test("a plan that is not there is said so", async () => {
  const { outcome, said } = await commandsIn(folderWith({})).apply("plan.json");
  expect({ outcome, said }).toEqual({
    outcome: "UserError",
    said: "plan.json: no such file or folder\n",
  });
});
