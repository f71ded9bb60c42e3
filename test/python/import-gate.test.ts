/** The gate for inserted imports, on defects that are planted, and the remedies where no import can be inserted. */

import { describe, expect, it } from "vitest";
import { defaults } from "../../src/config/load.js";
import { createFileStore, type FileStore } from "../../src/disk/files.js";
import { python } from "../../src/languages/python/index.js";
import type { Server } from "../../src/types.js";

const ROOT = "/servers/tiny";
const index = "def with_account_context(tool): ...\n";
const inserted = (path: string, own = ""): string =>
  `from mcp.server.fastmcp import FastMCP\n${own}from ${path} import with_account_context\n`;
const hatch =
  '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n\n[project]\nname = "tiny"\n\n[tool.hatch.build.targets.wheel]\npackages = ["lib/tiny"]\n';

function open(contents: Record<string, string>): { server: Server; files: FileStore } {
  const texts = Object.entries(contents).map(
    ([path, text]) => [`${ROOT}/${path}`, Buffer.from(text)] as const,
  );
  const paths = texts.map(([path]) => path);
  const manifest = ["pyproject.toml", "requirements.txt"].find((name) => name in contents);
  const server: Server = {
    language: "python",
    root: ROOT,
    name: "tiny",
    files: paths.filter((path) => path.endsWith(".py")),
    ...(manifest ? { manifest: `${ROOT}/${manifest}` } : {}),
  };
  return { server, files: createFileStore().over(new Map(texts)) };
}

/** What the gate says of one import of `with_account_context` in a file. */
async function gate(contents: Record<string, string>, file: string): Promise<string[]> {
  const { server, files } = open(contents);
  const needs = [{ file: `${ROOT}/${file}`, module: "", names: ["with_account_context"] }];
  await python.load?.();
  return (await python.importProblems(server, files, needs)).map(({ message }) => message);
}

describe("an import that is inserted", () => {
  const lib = (text: string): Record<string, string> => ({
    "pyproject.toml": hatch,
    "lib/tiny/__init__.py": "",
    "lib/tiny/server.py": text,
    "lib/tiny/cred_extract_services/__init__.py": index,
  });

  it.each(["tiny.cred_extract_services", ".cred_extract_services"])(
    "by %s leads to the folder that is written",
    async (path) => {
      expect(await gate(lib(inserted(path)), "lib/tiny/server.py")).toEqual([]);
    },
  );

  it.each([
    "lib.tiny.cred_extract_services",
    "web.cred_extract_services",
    "cred_extract_services",
    "..cred_extract_services",
  ])("by %s does not pass", async (path) => {
    const planted = { ...lib(inserted(path)), "web/__init__.py": "", "web/app.py": "" };
    expect(await gate(planted, "lib/tiny/server.py")).toHaveLength(1);
  });

  it("by dots in a script that no package holds does not pass", async () => {
    const planted = {
      "requirements.txt": "mcp\n",
      "tiny/server.py": inserted(".cred_extract_services"),
      "tiny/cred_extract_services/__init__.py": index,
    };
    expect(await gate(planted, "tiny/server.py")).toHaveLength(1);
  });

  it("by a package's name in a script that imports what lies beside it does not pass", async () => {
    const planted = {
      "requirements.txt": "mcp\n",
      "tiny/__init__.py": "",
      "tiny/shape.py": "shape = 1\n",
      "tiny/server.py": inserted("tiny.cred_extract_services", "from shape import shape\n"),
      "tiny/cred_extract_services/__init__.py": index,
    };
    expect(await gate(planted, "tiny/server.py")).toHaveLength(1);
  });
});

describe("where the root can't be told", () => {
  const tool = `from mcp.server.fastmcp import FastMCP

mcp = FastMCP("tiny")


@mcp.tool()
def ping() -> str:
    return "pong"
`;
  const scanned = async (contents: Record<string, string>) => {
    const { server, files } = open(contents);
    await python.load?.();
    return python.scan(server, files, defaults);
  };

  it("nothing is inserted, and the remedy works word for word", async () => {
    const contents = {
      "requirements.txt": "mcp\n",
      "tiny/__init__.py": "",
      "tiny/server.py": tool,
    };
    const { tools, findings } = await scanned(contents);
    expect(tools).toMatchObject([{ state: "unsupported", reason: expect.any(String) }]);
    expect(tools[0]).not.toHaveProperty("fix");
    const [finding] = findings.filter(({ rule }) => rule === "import-root");
    expect(finding?.severity).toBe("error");
    const commands = [...(finding?.remedy ?? "").matchAll(/`([^`]+)`/g)].map(([, one]) => one);
    expect(commands).toEqual(["python tiny/server.py", "python -m tiny.server"]);
    for (const command of commands) {
      const again = await scanned({ ...contents, "README.md": `Run \`${command}\`.\n` });
      expect(again.findings.map(({ rule }) => rule)).not.toContain("import-root");
      expect(again.tools).toMatchObject([{ state: "pending" }]);
    }
  });
});
