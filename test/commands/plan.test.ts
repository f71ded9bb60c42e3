/** `plan`, `show` and `apply`: what is planned is written, to the byte and nothing else, or nothing is. */

import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { planJsonSchema } from "../../src/plan/stored/json-schema.js";
import { commandsIn } from "../support/command.js";
import { fixturesRoot } from "../support/fixtures.js";
import { notesServer } from "../support/notes-server.js";
import { copyOf, folderWith, run } from "../support/program.js";
import { treeOf } from "../support/tree.js";

const examples = fileURLToPath(new URL("../../examples", import.meta.url));

function git(cwd: string, ...args: string[]): void {
  const named = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
  expect(run("git", [...named, ...args], { cwd })).toMatchObject({ code: 0 });
}

function committed(cwd: string): string {
  git(cwd, "init", "-q");
  git(cwd, "add", ".");
  git(cwd, "commit", "-qm", "first");
  return cwd;
}

function copyCalled(source: string): string {
  const copy = join(folderWith({}), "server");
  cpSync(source, copy, { recursive: true });
  return copy;
}

/** Plans a folder into a file outside of it. */
async function planned(cwd: string, paths = [cwd]): Promise<string> {
  const file = join(folderWith({}), "plan.json");
  expect(await commandsIn(cwd).plan({ output: file }, paths)).toMatchObject({ outcome: "done" });
  return file;
}

describe("a plan that is applied", () => {
  test.each([
    join(examples, "aws-inventory"),
    join(examples, "aws-watch"),
    ...[
      "typescript/forms/tool/name-handler",
      "typescript/forms/fastmcp/tool-objects",
      "typescript/project/workspace-package-with-the-definitions",
      "python/forms/low-level/pair",
      "python/text/latin-1",
      "python/text/crlf",
      "python/text/byte-order-mark",
    ].map((name) => join(fixturesRoot, name, "before")),
  ])("gives the bytes that --yes gives: %s", async (source) => {
    // A server without a name of its own is called as its folder is.
    const [here, there] = [copyCalled(source), copyCalled(source)];
    await commandsIn(here).write();
    const file = await planned(there);
    expect(await commandsIn(there).apply(file)).toMatchObject({ outcome: "done" });
    const written = treeOf(there);
    expect(written).not.toEqual(treeOf(source));
    expect(written).toEqual(treeOf(here));
    expect(await commandsIn(there).undo()).toMatchObject({ outcome: "done" });
    expect(treeOf(there)).toEqual(treeOf(source));
  });

  test("in another checkout of the same commit gives the same", async () => {
    const cwd = committed(folderWith(notesServer));
    const file = await planned(cwd);
    const other = join(folderWith({}), "other");
    git(cwd, "worktree", "add", "-q", other);
    expect(await commandsIn(cwd).apply(file)).toMatchObject({ outcome: "done" });
    expect(await commandsIn(join(other, "notes")).apply(file)).toMatchObject({ outcome: "done" });
    expect(treeOf(other)).toEqual(treeOf(cwd));
  });

  test("elsewhere, where the folder is named", async () => {
    const [here, there] = [folderWith(notesServer), folderWith(notesServer)];
    const file = await planned(here);
    const outcome = await commandsIn(here).apply(file, { yes: true }, there);
    expect(outcome).toMatchObject({ outcome: "done" });
    expect(treeOf(here)).not.toEqual(treeOf(there));
  });

  test("writes nothing a second time", async () => {
    const cwd = folderWith(notesServer);
    const file = await planned(cwd);
    await commandsIn(cwd).apply(file);
    const before = treeOf(cwd);
    const { outcome, said } = await commandsIn(cwd).apply(file);
    expect(outcome).toBe("UserError");
    expect(said).toMatch(/changed since it was planned|was not there when it was planned/);
    expect(treeOf(cwd)).toEqual(before);
  });

  test("needs somebody who says yes", async () => {
    const cwd = folderWith(notesServer);
    const { outcome, said } = await commandsIn(cwd).apply(await planned(cwd), {});
    expect(outcome).toBe("UserError");
    expect(said).toContain("say --yes");
  });

  test("leaves files alone whose changes are not committed", async () => {
    const cwd = committed(folderWith(notesServer));
    appendFileSync(join(cwd, "README.md"), "More.\n");
    const file = await planned(cwd);
    const { outcome, said } = await commandsIn(cwd).apply(file);
    expect(outcome).toBe("UserError");
    expect(said).toContain("1 file not committed: README.md; nothing was written");
    const dirty = await commandsIn(cwd).apply(file, { yes: true, allowDirty: true });
    expect(dirty).toMatchObject({ outcome: "done" });
  });
});

describe("a plan", () => {
  test("fits its JSON schema", async () => {
    const file = await planned(copyOf(join(examples, "aws-inventory")));
    const validate = new Ajv({ strict: false }).compile(planJsonSchema());
    expect(validate(JSON.parse(readFileSync(file, "utf8"))), JSON.stringify(validate.errors)).toBe(
      true,
    );
  });

  test("is the same when it is made again", async () => {
    const cwd = folderWith(notesServer);
    const [one, other] = [await planned(cwd), await planned(cwd)];
    expect(readFileSync(one, "utf8")).toBe(readFileSync(other, "utf8"));
  });

  test("is the same in a worktree, where .git is a file", async () => {
    const cwd = committed(copyCalled(join(examples, "aws-inventory")));
    const other = join(folderWith({}), "server");
    git(cwd, "worktree", "add", "-q", other);
    const [one, two] = [await planned(cwd), await planned(other)].map((file) =>
      readFileSync(file, "utf8"),
    );
    expect(JSON.parse(two ?? "").reads).toEqual(JSON.parse(one ?? "").reads);
  });

  test("says nothing of the folder it was made in", async () => {
    const cwd = committed(folderWith(notesServer));
    expect(readFileSync(await planned(cwd), "utf8")).not.toContain(cwd);
  });

  test("is shown as the dry run shows it", async () => {
    const cwd = copyOf(join(examples, "aws-watch"));
    const dry = await commandsIn(cwd).dryRun();
    const shown = await commandsIn(cwd).show(await planned(cwd));
    expect(shown).toEqual(dry);
  });

  test("that leaves something out says so, and is incomplete", async () => {
    const cwd = folderWith(notesServer);
    renameSync(join(cwd, "README.md"), join(cwd, "about.txt"));
    symlinkSync("about.txt", join(cwd, "README.md"));
    const file = join(folderWith({}), "plan.json");
    expect(await commandsIn(cwd).plan({ output: file })).toMatchObject({ outcome: "incomplete" });
    const { said } = await commandsIn(cwd).show(file);
    expect(said).toContain("README.md: left as it was");
    expect(await commandsIn(cwd).apply(file)).toMatchObject({ outcome: "done" });
  });

  test("needs a file to go to", async () => {
    const { outcome, said } = await commandsIn(folderWith(notesServer)).plan({});
    expect(outcome).toBe("UserError");
    expect(said).toContain("-o plan.json");
  });
});

describe("what drifted is named, and nothing is written:", () => {
  const write = (path: string, text: string) => (cwd: string) => {
    mkdirSync(join(cwd, path, ".."), { recursive: true });
    writeFileSync(join(cwd, path), text);
  };
  const link = (path: string) => (cwd: string) => {
    const aside = join(folderWith({}), "aside");
    renameSync(join(cwd, path), aside);
    symlinkSync(aside, join(cwd, path));
  };

  test.each<[string, string, (cwd: string) => void]>([
    [
      "a source that is edited",
      "notes/server.py",
      (cwd) => appendFileSync(join(cwd, "notes/server.py"), "\n"),
    ],
    [
      "a source that is not changed by the plan",
      "notes/other.py",
      write("notes/other.py", "x = 2\n"),
    ],
    [
      "a manifest",
      "pyproject.toml",
      (cwd) => appendFileSync(join(cwd, "pyproject.toml"), "# more\n"),
    ],
    ["a source that is gone", "notes/other.py", (cwd) => rmSync(join(cwd, "notes/other.py"))],
    ["a file of the plan that is gone", "README.md", (cwd) => rmSync(join(cwd, "README.md"))],
    ["a source that is new", "notes/more.py", write("notes/more.py", "")],
    ["a file that was looked for", "retrofit.config.json", write("retrofit.config.json", "{}")],
    [
      "a file where one is added",
      "notes/credential_services/__init__.py",
      write("notes/credential_services/__init__.py", ""),
    ],
    [
      "a folder where a file was looked for",
      "Dockerfile",
      (cwd) => mkdirSync(join(cwd, "Dockerfile")),
    ],
    ["a program that was none", "README.md", (cwd) => chmodSync(join(cwd, "README.md"), 0o755)],
    ["a link in the place of a file", "README.md", link("README.md")],
    ["a link in the place of a source", "notes/other.py", link("notes/other.py")],
    ["a link in the place of a folder", "notes", link("notes")],
    ["sources that git ignores now", "notes/other.py", write(".gitignore", "other.py\n")],
    [
      "a root that was moved",
      "",
      (cwd) => {
        mkdirSync(join(cwd, "moved"));
        renameSync(join(cwd, "notes"), join(cwd, "moved/notes"));
        renameSync(join(cwd, "pyproject.toml"), join(cwd, "moved/pyproject.toml"));
      },
    ],
    [
      "another branch",
      "notes/server.py",
      (cwd) => {
        git(cwd, "checkout", "-qb", "other");
        appendFileSync(join(cwd, "notes/server.py"), "\n");
        git(cwd, "commit", "-qam", "other");
      },
    ],
  ])("%s", async (_name, named, change) => {
    const cwd = committed(folderWith({ ...notesServer, "notes/other.py": "x = 1\n" }));
    const file = await planned(cwd);
    change(cwd);
    const before = treeOf(cwd);
    const { outcome, said } = await commandsIn(cwd).apply(file, { yes: true, allowDirty: true });
    expect(outcome).toBe("UserError");
    expect(said).toMatch(/^[^\n]*nothing was written\n$/);
    expect(said.startsWith(named), said).toBe(true);
    expect(treeOf(cwd)).toEqual(before);
    expect(await commandsIn(cwd).show(file)).toMatchObject({ outcome: "incomplete", out: "" });
  });

  test("another branch, with the commit that it was planned at", async () => {
    const cwd = committed(folderWith(notesServer));
    const file = await planned(cwd);
    appendFileSync(join(cwd, "README.md"), "More.\n");
    git(cwd, "commit", "-qam", "second");
    const { said } = await commandsIn(cwd).apply(file);
    expect(said).toMatch(
      /^README\.md: changed since it was planned; it was planned at commit \w{12}, and here is \w{12}: /,
    );
  });

  test("a source that was only glanced at", async () => {
    const cwd = copyOf(join(examples, "aws-inventory"));
    writeFileSync(join(cwd, "src/plain.ts"), "export const one = 1;\n");
    const file = await planned(cwd);
    writeFileSync(join(cwd, "src/plain.ts"), "export const one = 2;\n");
    const { said } = await commandsIn(cwd).apply(file);
    expect(said).toMatch(/^src\/plain\.ts: changed since it was planned/);
  });
});
