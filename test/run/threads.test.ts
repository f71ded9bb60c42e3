/** Many servers are planned in several threads, and nobody can tell. */

import { expect, test } from "vitest";
import { folderWith, retrofit } from "../support/program.js";

const tool = (name: string) => `from mcp.server.fastmcp import FastMCP

mcp = FastMCP("${name}")


@mcp.tool()
async def ${name}_status(job: str) -> str:
    return job
`;

/** More source files than one thread is thought enough for. */
function servers(extra: Record<string, string> = {}): string {
  const files: Record<string, string> = { ...extra };
  for (let server = 0; server < 10; server++) {
    const folder = `servers/s${server}`;
    files[`${folder}/pyproject.toml`] = `[project]\nname = "s${server}"\ndependencies = ["mcp"]\n`;
    files[`${folder}/s${server}/server.py`] = tool(`s${server}`);
    for (let file = 0; file < 30; file++)
      files[`${folder}/s${server}/part${file}.py`] = "PART = 1\n";
  }
  return folderWith(files);
}

function diffsIn(text: string): string[] {
  return text.split(/^(?=diff --git )/m);
}

test("the plan is that of each server alone, in the order of their folders", () => {
  const cwd = servers();
  const all = retrofit(["--dry-run", "servers"], { cwd });
  expect(all.code).toBe(0);
  expect(all.stderr.match(/^s\d /gm)).toEqual(Array.from({ length: 10 }, (_, i) => `s${i} `));
  const alone = Array.from({ length: 10 }, (_, i) => {
    return diffsIn(retrofit(["--dry-run", `servers/s${i}`], { cwd }).stdout);
  });
  expect(diffsIn(all.stdout).sort()).toEqual(alone.flat().sort());
  const changed = [...all.stdout.matchAll(/^\+\+\+ b\/servers\/(s\d)\/\1\/server\.py$/gm)];
  expect(changed.map(([, name]) => name)).toEqual(Array.from({ length: 10 }, (_, i) => `s${i}`));
});

test("what is wrong with one server is one clear line, whichever thread meets it", () => {
  for (const server of ["s0", "s1", "s9"]) {
    const cwd = servers({ [`servers/${server}/retrofit.config.json`]: `{ "postion": "last" }` });
    const { code, stderr } = retrofit(["--dry-run", "servers"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^retrofit: .*retrofit\.config\.json:1:3: unknown key "postion".*\n$/);
  }
});
