/** What a run says once it has written, and the list for people. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { notes } from "../review/notes.js";
import { copyOf, folderWith, retrofit } from "../support/program.js";
import { inTerminal } from "../support/terminal.js";

const examples = new URL("../../examples", import.meta.url).pathname;

test("says what was written, what to run now, and how to take it back; which it does", () => {
  const cwd = copyOf(examples);
  const { stderr } = retrofit(["--yes", "aws-watch", "aws-inventory"], { cwd });
  const [, said = ""] = /^(Written: [\s\S]*)$/m.exec(stderr) ?? [];
  expect(
    said.replace(/\d+ added/, "some added"),
  ).toBe(`Written: 18 tools in 2 servers: 11 files changed (+3,244 bytes in 89 lines), some added

Run now:
  in aws-watch
    pip install -e .
  in aws-inventory
    npm install
    npm test

Then:         mcp-retrofit check aws-watch aws-inventory
              mcp-retrofit verify aws-watch aws-inventory
To undo it:   mcp-retrofit undo aws-watch aws-inventory
`);
  expect(retrofit(["undo", "aws-watch", "aws-inventory"], { cwd }).code).toBe(0);
});

const unclear = `from notes.server import mcp
import boto3
import subprocess

s3 = boto3.client('s3', aws_access_key_id='<b>[x](y)', aws_secret_access_key='b')


def _name():
    return input()


mcp.tool(name='later')(_name())


@mcp.tool()
def run(command: str) -> str:
    """Run it."""
    s3.list_buckets()
    return subprocess.run(['terraform', 'plan', '--profile', 'x']).stdout
`;

test("what is left for people is a list to tick off, in Markdown", () => {
  const cwd = folderWith({ ...notes, "notes/unclear.py": unclear });
  const { stderr } = retrofit(["--yes", "--todo", "out/todo.md", "."], { cwd });
  expect(stderr).toMatch(/To do: out\/todo.md, with \d+ things for a person/);
  const text = readFileSync(join(cwd, "out/todo.md"), "utf8");
  expect(text).toContain(
    "# To do after the retrofit\n\n## Run\n\n- [ ] in `.`: `pip install -e .`",
  );
  expect(text).toContain("To take the run back: `mcp-retrofit undo .`");
  expect(text).toMatch(/^- \[ \] error `explicit-credentials` `notes\/unclear.py:5:6`: .+/m);
  expect(text).toMatch(/^- \[ \] unsupported `.+` `notes\/unclear.py:\d+:\d+`: .+/m);
  const dry = retrofit(["--dry-run", "--todo", "todo.md", "."], { cwd: folderWith(notes) });
  expect(dry.stderr).toContain("To do: todo.md");
});

test("--quiet says problems alone", () => {
  const cwd = folderWith(notes);
  const quiet = retrofit(["--yes", "--quiet", "."], { cwd });
  expect([quiet.code, quiet.stdout, quiet.stderr]).toEqual([0, "", ""]);
});

test("progress is seen in a terminal once it takes a while, and is gone in the end", async () => {
  const many = Array.from(
    { length: 600 },
    (_, at) => `@mcp.tool()\ndef tool_${at}(a: str) -> str:\n    return a\n`,
  );
  const files = {
    ...notes,
    "notes/many.py": `from notes.server import mcp\n\n${many.join("\n\n")}`,
  };
  const cwd = folderWith(files);
  const seen = inTerminal(["--dry-run", "."], { cwd });
  await seen.ended;
  expect(seen.sent()).toMatch(/planning: 0 of 1 server \(\d+ s\)/);
  expect(seen.screen()).not.toContain("planning");
  const quiet = inTerminal(["--dry-run", "--quiet", "."], { cwd });
  await quiet.ended;
  expect(quiet.sent()).not.toContain("planning");
  expect(retrofit(["--dry-run", "."], { cwd }).stderr).not.toContain("planning");
});
