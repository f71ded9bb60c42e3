/** A server gets the files of the services that it uses, and gains others when it comes to use them. */

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { templateNames } from "../../src/languages/supply/templates.js";
import { commandsIn } from "../support/command.js";
import { fixturesRoot } from "../support/fixtures.js";

const template = join(fixturesRoot, "../templates/python/cred_extract_services");
const optional = ["aio.py", "generated.py", "handover.py", "lowlevel.py"];
const always = templateNames(template).filter((name) => !optional.includes(name));

const plain = `from mcp.server.fastmcp import FastMCP
mcp = FastMCP('tiny')

@mcp.tool()
def find(name: str) -> str:
    """Find it."""
    return name

def main() -> None:
    mcp.run()
`;
const lowLevel = `from mcp.server.lowlevel import Server
from mcp.types import TextContent, Tool
server = Server('tiny')

@server.list_tools()
async def list_tools() -> list[Tool]:
    return [Tool(name='find', description='Find it.', inputSchema={'type': 'object', 'properties': {}})]

@server.call_tool()
async def call_tool(name: str, arguments: dict) -> list[TextContent]:
    return [TextContent(type='text', text=name)]
`;
const generated = `import inspect
from mcp.server.fastmcp import FastMCP
mcp = FastMCP('tiny')

def made(name):
    def function(**kwargs):
        return kwargs

    function.__signature__ = inspect.Signature([])
    function.__name__ = name
    return function

for name in ['find', 'list']:
    function = made(name)
    mcp.tool()(function)

def main() -> None:
    mcp.run()
`;
const project = '[project]\nname = "tiny"\nversion = "1"\ndependencies = ["mcp"]\n';
const script = '[project.scripts]\ntiny = "tiny.server:main"\n';

/** A folder with a server, its commands, and what is in its services folder. */
function serverWith(texts: Readonly<Record<string, string>>) {
  const cwd = mkdtempSync(join(tmpdir(), "needed-"));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  const add = (added: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(added)) writeFileSync(join(cwd, name), text);
  };
  add(texts);
  const services = join(cwd, "cred_extract_services");
  return { ...commandsIn(cwd), add, services, there: () => templateNames(services) };
}

describe("the services that a server gets", () => {
  it("are those that every server uses", async () => {
    const { write, there } = serverWith({ "server.py": plain, "pyproject.toml": project });
    expect((await write()).outcome).toBe("done");
    expect(there()).toEqual(always);
  });

  it("are without what an entry point serves with where there can be none", async () => {
    const { write, services } = serverWith({ "tools.py": lowLevel, "more.py": "" });
    expect((await write()).outcome).toBe("done");
    expect(existsSync(join(services, "../entrypoint.py"))).toBe(false);
    expect(existsSync(join(services, "gateway"))).toBe(false);
  });

  it("come with what the entry point serves with", async () => {
    const { write, services } = serverWith({
      "server.py": plain,
      "pyproject.toml": project + script.replace("tiny.server", "server"),
    });
    expect((await write()).outcome).toBe("done");
    expect(templateNames(join(services, "gateway"))).toEqual(
      templateNames(join(template, "gateway")),
    );
  });

  it.each([
    ["a low-level server", { "server.py": lowLevel }, "lowlevel.py"],
    ["signatures made at start", { "more.py": generated }, "generated.py"],
    ["aiobotocore that it imports", { "aws.py": "import aioboto3\n" }, "aio.py"],
    ["aiobotocore that is installed", { "requirements.txt": "mcp\naiobotocore>=2\n" }, "aio.py"],
  ])("go with %s", async (_what, texts, name) => {
    const { write, there } = serverWith({ "server.py": plain, ...texts });
    expect((await write()).outcome).toBe("done");
    expect(there()).toEqual([...always, name].sort());
  });
});

describe("a server that comes to use more of the services", () => {
  it("gains it with its next tools", async () => {
    const { write, check, add, there } = serverWith({
      "server.py": plain,
      "pyproject.toml": project,
    });
    await write();
    add({ "second.py": lowLevel });
    expect((await write()).outcome).toBe("done");
    expect(there()).toEqual([...always, "lowlevel.py"].sort());
    expect((await check()).outcome).toBe("clean");
  });

  it("is told what is not there, and gains it without any tool", async () => {
    const { write, check, add, services, there } = serverWith({
      "server.py": plain,
      "pyproject.toml": project,
    });
    await write();
    add({ "work.py": "from cred_extract_services import bind_account\n" });
    const missing = await check();
    expect(missing.outcome).toBe("open");
    expect(missing.out).toContain("cred_extract_services/handover.py is not there");
    expect((await write()).outcome).toBe("done");
    expect(there()).toEqual([...always, "handover.py"].sort());
    const text = readFileSync(join(services, "handover.py"), "utf8");
    expect((await check()).outcome).toBe("clean");
    rmSync(join(services, "handover.py"));
    await write();
    expect(readFileSync(join(services, "handover.py"), "utf8")).toBe(text);
  });

  it("gets back what its entry point serves with", async () => {
    const { write, check, services } = serverWith({
      "server.py": plain,
      "pyproject.toml": project + script.replace("tiny.server", "server"),
    });
    await write();
    rmSync(join(services, "gateway"), { recursive: true });
    expect((await check()).out).toContain("services-missing");
    expect((await write()).outcome).toBe("done");
    expect(templateNames(join(services, "gateway"))).toEqual(
      templateNames(join(template, "gateway")),
    );
  });

  it("is told what an earlier edition lacks, and nothing is mixed into that", async () => {
    const { write, check, services, there } = serverWith({
      "server.py": plain,
      "pyproject.toml": project,
    });
    await write();
    rmSync(services, { recursive: true });
    mkdirSync(services);
    writeFileSync(join(services, "__init__.py"), "from .decorators import with_account_context\n");
    expect((await check()).out).toContain(
      "cred_extract_services/decorators.py is not there, which belongs to an earlier edition",
    );
    await write();
    expect(there()).toEqual(["__init__.py"]);
  });
});
