/** What a run wrote is taken back, to the byte, and what was edited since stays. */

import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { commandsIn } from "../support/command.js";
import { notesServer } from "../support/notes-server.js";
import { folderWith, retrofit, run } from "../support/program.js";
import { treeOf } from "../support/tree.js";

const source = "notes/server.py";

const shipsServer = {
  "package.json": `{"name":"ships","type":"module","dependencies":{"@modelcontextprotocol/sdk":"^1.25.0","zod":"^4.0.0"}}\n`,
  "src/index.ts": `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";

const server = new McpServer({ name: "ships", version: "1.0.0" });
server.registerTool("list_ships", { description: "List ships.", inputSchema: {} }, async () => ({
  content: [],
}));
`,
};

/** A retrofitted server, the tree that it was before, and the commands there. */
async function written(files: Record<string, string | Uint8Array> = notesServer) {
  const cwd = folderWith(files);
  const before = treeOf(cwd);
  const commands = commandsIn(cwd);
  expect(await commands.write()).toMatchObject({ outcome: "done" });
  expect(treeOf(cwd)).not.toEqual(before);
  return { cwd, before, ...commands };
}

function replaceIn(path: string, old: string, now: string): void {
  const text = readFileSync(path, "utf8");
  expect(text).toContain(old);
  writeFileSync(path, text.replace(old, now));
}

describe("undo", () => {
  test("gives every byte, permission and folder back", async () => {
    const crlf = Object.entries(notesServer).map(([path, text]) => [
      path,
      path.endsWith("server.py") ? `\uFEFF${text.replaceAll("\n", "\r\n")}` : text,
    ]);
    const { cwd, before, undo } = await written(Object.fromEntries(crlf));
    expect(await undo()).toMatchObject({ outcome: "done" });
    expect(treeOf(cwd)).toEqual(before);
    expect(await undo()).toMatchObject({ outcome: "UserError" });
  });

  test("as a program, in a git work tree, from a folder below", () => {
    const cwd = folderWith(notesServer);
    chmodSync(join(cwd, source), 0o755);
    run("git", ["init", "-q"], { cwd });
    const before = treeOf(cwd);
    expect(retrofit(["--yes", "--allow-dirty", "."], { cwd })).toMatchObject({ code: 0 });
    expect(existsSync(join(cwd, ".git/retrofit"))).toBe(true);
    const undone = retrofit(["undo"], { cwd: join(cwd, "notes") });
    expect(undone).toMatchObject({ code: 0 });
    expect(undone.stderr).toContain("Taken back");
    expect(treeOf(cwd)).toEqual(before);
    expect(existsSync(join(cwd, ".git/retrofit"))).toBe(false);
    expect(retrofit(["undo"], { cwd })).toMatchObject({ code: 2 });
  });

  test("takes run after run back, the last one first, and lists them", async () => {
    const { cwd, before, undo, list, write } = await written();
    const once = treeOf(cwd);
    appendFileSync(
      join(cwd, source),
      `\n\n@mcp.tool()\ndef third() -> str:\n    """Third."""\n    return ""\n`,
    );
    const edited = treeOf(cwd);
    await write();
    expect((await list()).out).toMatch(
      /^\S+Z {2}1 file changed, 0 added {2}\.\n\S+Z.* added {2}\.\n$/,
    );
    await undo();
    expect(treeOf(cwd)).toEqual(edited);
    writeFileSync(join(cwd, source), once[source]?.replace(/^\d+ /, "") ?? "");
    await undo();
    expect(treeOf(cwd)).toEqual(before);
    expect(await list()).toMatchObject({ outcome: "done", out: "" });
  });

  test("only of what is below the path that is named", async () => {
    const { cwd, undo } = await written();
    const other = folderWith(notesServer);
    expect(await commandsIn(other).undo()).toMatchObject({ outcome: "UserError" });
    expect(await undo()).toMatchObject({ outcome: "done" });
    expect(existsSync(join(cwd, "entrypoint.py"))).toBe(false);
  });
});

describe("where a file was edited since", () => {
  test("only what the run inserted is taken out, and the file is named", async () => {
    const { cwd, before, undo } = await written();
    const path = join(cwd, source);
    replaceIn(path, "return [folder]", "return sorted([folder])");
    replaceIn(path, "def list_notes(folder: str", "def list_notes(root: str, folder: str");
    const { outcome, said } = await undo();
    expect(outcome).toBe("done");
    expect(said).toContain("notes/server.py: edited since");
    const expected = notesServer[source]
      .replace("return [folder]", "return sorted([folder])")
      .replace("def list_notes(folder: str", "def list_notes(root: str, folder: str");
    expect(readFileSync(path, "utf8")).toBe(expected);
    expect({ ...treeOf(cwd), [source]: "" }).toEqual({ ...before, [source]: "" });
  });

  test.each<[string, (cwd: string) => void, RegExp]>([
    [
      "an insertion was changed",
      (cwd) => replaceIn(join(cwd, source), "target_account_id: ", "account: "),
      /server\.py: it was edited since/,
    ],
    [
      "an added file was changed",
      (cwd) => appendFileSync(join(cwd, "entrypoint.py"), "# ours\n"),
      /entrypoint\.py: it was edited since/,
    ],
    ["a source is gone", (cwd) => rmSync(join(cwd, source)), /server\.py: it is gone/],
    [
      "what was added since uses what the run brought",
      (cwd) =>
        appendFileSync(join(cwd, source), "\n\n@with_account_context(None)\ndef more(): ...\n"),
      /server\.py: what was written since uses with_account_context/,
    ],
  ])("so that it cannot be parted from the run (%s), nothing is taken back", async (...given) => {
    const [, edit, message] = given;
    const { cwd, undo } = await written();
    edit(cwd);
    const edited = treeOf(cwd);
    const { outcome, said } = await undo();
    expect(outcome).toBe("UserError");
    expect(said).toMatch(message);
    expect(treeOf(cwd)).toEqual(edited);
  });

  test("an added file that is gone, or a file that is as before, is nothing to take back", async () => {
    const { cwd, before, undo } = await written();
    rmSync(join(cwd, "entrypoint.py"));
    writeFileSync(join(cwd, source), notesServer[source]);
    expect(await undo()).toMatchObject({ outcome: "done" });
    expect(treeOf(cwd)).toEqual(before);
  });

  test.each<[string, string]>([
    ["notes/more.py", "from .cred_extract_services import target_account\n"],
    ["notes/more.py", "def late():\n    import notes.cred_extract_services.calls as c\n"],
    ["tests/test_more.py", "from notes import cred_extract_services\n"],
    ["tests/test_start.py", "import entrypoint\n"],
  ])("a new file that imports what the run added is named: %s %s", async (path, text) => {
    const { cwd, undo } = await written();
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
    const edited = treeOf(cwd);
    const { outcome, said } = await undo();
    expect(outcome).toBe("UserError");
    expect(said).toMatch(new RegExp(`${path}: it imports \\S+, which the run added; nothing was`));
    expect(treeOf(cwd)).toEqual(edited);
    rmSync(join(cwd, path));
    expect(await undo()).toMatchObject({ outcome: "done" });
  });

  test("a new file that imports only what was there before is no hindrance", async () => {
    const { cwd, undo } = await written();
    writeFileSync(join(cwd, "notes/more.py"), "from . import server\n# cred_extract_services\n");
    expect(await undo()).toMatchObject({ outcome: "done" });
  });

  test("in TypeScript, too, a new file that imports what the run added is named", async () => {
    const { cwd, undo } = await written(shipsServer);
    writeFileSync(
      join(cwd, "src/more.ts"),
      'export const late = () => import("./credential-services/index.js");\n',
    );
    const { outcome, said } = await undo();
    expect(outcome).toBe("UserError");
    expect(said).toMatch(
      /src\/more\.ts: it imports \S+credential-services\/index\.ts, which the run/,
    );
  });

  test("what running the services left beside them goes with them", async () => {
    const { cwd, before, undo } = await written();
    const services = join(cwd, "notes/cred_extract_services");
    for (const folder of [services, join(cwd, "notes"), cwd])
      mkdirSync(join(folder, "__pycache__"));
    const own = ["calls.cpython-312.pyc", "calls.cpython-312.opt-1.pyc", "__init__.pypy310.pyc"];
    for (const name of own) writeFileSync(join(services, "__pycache__", name), Buffer.of(0, 255));
    writeFileSync(join(cwd, "__pycache__/entrypoint.cpython-312.pyc"), "");
    writeFileSync(join(cwd, "notes/__pycache__/server.cpython-312.pyc"), "");
    expect((await undo()).outcome).toBe("done");
    const left = Object.keys(treeOf(cwd)).filter((path) => !(path in before));
    expect(left).toEqual(["notes/__pycache__", "notes/__pycache__/server.cpython-312.pyc"]);
  });

  test("bytecode of files that the run did not add stays, and the folder with it", async () => {
    const { cwd, undo } = await written();
    const folder = join(cwd, "notes/cred_extract_services/__pycache__");
    mkdirSync(folder);
    for (const name of ["ours.cpython-312.pyc", "crypto.txt"])
      writeFileSync(join(folder, name), "");
    writeFileSync(join(folder, "calls.cpython-312.pyc"), "");
    expect((await undo()).outcome).toBe("done");
    expect(readdirSync(folder)).toEqual(["crypto.txt", "ours.cpython-312.pyc"]);
  });

  test("somebody else's files in a folder that the run made stay", async () => {
    const { cwd, undo } = await written();
    writeFileSync(join(cwd, "notes/cred_extract_services/ours.txt"), "ours");
    expect(await undo()).toMatchObject({ outcome: "done" });
    expect(Object.keys(treeOf(cwd))).toContain("notes/cred_extract_services/ours.txt");
    expect(Object.keys(treeOf(cwd))).not.toContain("notes/cred_extract_services/calls.py");
  });
});

describe("a journal", () => {
  const journalOf = (cwd: string, path: string) => ({
    version: 1,
    id: "2026-01-01T00-00-00-000Z-1",
    started: "2026-01-01T00:00:00.000Z",
    roots: [cwd],
    files: [{ path, mode: 0o644, after: { text: "evil", encoding: "utf8" } }],
    made: [],
    emptied: [],
  });

  function planted(text: string): string {
    const cwd = folderWith({ ...notesServer });
    run("git", ["init", "-q"], { cwd });
    mkdirSync(join(cwd, ".git/retrofit"));
    writeFileSync(join(cwd, ".git/retrofit/unfinished.json"), text);
    return cwd;
  }

  test("that speaks of files outside of its work tree is refused", async () => {
    const other = folderWith({ "mine.txt": "evil" });
    const cwd = planted(JSON.stringify(journalOf(other, join(other, "mine.txt"))));
    const { outcome, said } = await commandsIn(cwd).write();
    expect(outcome).toBe("UserError");
    expect(said).toMatch(/unfinished\.json: it speaks of .*mine\.txt/);
    expect(existsSync(join(other, "mine.txt"))).toBe(true);
  });

  test.each([
    ["{", "not a journal"],
    [`{"version":7,"files":[]}`, "of version 7"],
  ])("that is not understood is named: %s", async (text, message) => {
    const { said } = await commandsIn(planted(text)).check();
    expect(said).toContain(message);
  });
});
