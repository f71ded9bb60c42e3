import { describe, expect, it } from "vitest";
import { createFileStore, type FileStore } from "../../src/disk/files.js";
import { layoutOf } from "../../src/languages/python/project/layout.js";
import { supply } from "../../src/languages/python/supply/index.js";
import { byFile, insert } from "../../src/plan/edit.js";
import type { Scan, Server, Settings, Supply } from "../../src/types.js";

const ROOT = "/servers/Tiny_server";
const settings: Settings = {
  position: "first-optional",
  style: "wrapper",
  ignore: new Map(),
  allowUnproven: new Map(),
  programs: new Map(),
};
const place = { file: `${ROOT}/tiny/server.py`, line: 1, column: 1 };
const scan: Scan = {
  tools: [
    {
      name: "list_things",
      form: "decorator",
      place,
      state: "pending",
      missing: ["parameter", "wrapper"],
      fix: { edits: [], imports: [] },
    },
  ],
  findings: [],
  problems: [],
};
const PACKAGE = { "tiny/__init__.py": "", "tiny/server.py": "def main(): ...\n" };
const SCRIPT = '[project.scripts]\ntiny = "tiny.server:main"\n';

function open(contents: Record<string, string>): { server: Server; files: FileStore } {
  const paths = Object.keys(contents).map((path) => `${ROOT}/${path}`);
  const entries = Object.entries(contents).map(
    ([path, text]) => [`${ROOT}/${path}`, Buffer.from(text)] as const,
  );
  const manifest = ["pyproject.toml", "requirements.txt"].find(
    (name) => contents[name] !== undefined,
  );
  const server: Server = {
    language: "python",
    root: ROOT,
    name: "tiny",
    files: paths.filter((path) => path.endsWith(".py")),
    ...(manifest ? { manifest: `${ROOT}/${manifest}` } : {}),
  };
  return { server, files: createFileStore().over(new Map(entries)) };
}

async function supplied(contents: Record<string, string>): Promise<Supply> {
  const { server, files } = open(contents);
  return supply(server, files, scan, settings);
}

/** A manifest after its dependencies have been inserted. */
async function manifestAfter(
  name: string,
  text: string,
  more: Record<string, string> = {},
): Promise<string> {
  const { edits } = await supplied({ ...PACKAGE, [name]: text, ...more });
  return insert(text, byFile(edits).get(`${ROOT}/${name}`) ?? []);
}

describe("dependencies", () => {
  const setup = (list: string, before = ""): string =>
    `from setuptools import setup\n${before}setup(name="tiny", install_requires=${list})\n`;

  it.each([
    [
      '["mcp"]',
      '["boto3>=1.35", "cryptography>=41", "mcp", "psycopg2-binary>=2.9", "sqlalchemy>=2.0"]',
    ],
    [
      "[\n        'boto3>=1.38',  # AWS\n        'mcp>=1',\n    ]",
      "[\n        'boto3>=1.38',  # AWS\n        'cryptography>=41',\n        'mcp>=1',\n        'psycopg2-binary>=2.9',\n        'sqlalchemy>=2.0',\n    ]",
    ],
    ["[]", '["boto3>=1.35", "cryptography>=41", "psycopg2-binary>=2.9", "sqlalchemy>=2.0"]'],
  ])("stand in setup.py's %s", async (before, behind) => {
    expect(await manifestAfter("setup.py", setup(before))).toBe(setup(behind));
    expect(await manifestAfter("setup.py", setup(behind))).toBe(setup(behind));
  });

  it("stand in the list that setup.py has a name for", async () => {
    const text = setup("NEEDED", 'NEEDED = ["boto3>=1.38", "cryptography"]\n');
    const behind =
      'NEEDED = ["boto3>=1.38", "cryptography", "psycopg2-binary>=2.9", "sqlalchemy>=2.0"]\n';
    expect(await manifestAfter("setup.py", text)).toBe(setup("NEEDED", behind));
  });

  it("stand in setup.py before requirements.txt", async () => {
    const { edits } = await supplied({
      ...PACKAGE,
      "setup.py": setup('["mcp"]'),
      "requirements.txt": "mcp\n",
    });
    const changed = edits.filter(({ file }) => !file.endsWith(".md")).map(({ file }) => file);
    expect(new Set(changed)).toEqual(new Set([`${ROOT}/setup.py`]));
  });

  it.each([
    ['open("needed.txt").read().split()', ""],
    ["[*NEEDED]", 'NEEDED = ["mcp"]\n'],
    ["NEEDED", 'NEEDED = ["mcp"]\nNEEDED.append("boto3")\n'],
  ])("are left to people where setup.py works them out: %s", async (list, before) => {
    const text = setup(list, before);
    expect(await manifestAfter("setup.py", text)).toBe(text);
    const { findings } = await supplied({ ...PACKAGE, "setup.py": text });
    const remedy = expect.stringContaining("pip install 'boto3>=1.35'");
    expect(findings).toContainEqual(expect.objectContaining({ rule: "run-install", remedy }));
  });

  it("stand where a sorted list has them, in its layout", async () => {
    const text =
      "[project]\nname = 'x'\ndependencies = [\n    'boto3>=1.38',\n    'mcp>=1',\n    'pydantic',\n]\n";
    expect(await manifestAfter("pyproject.toml", text)).toBe(
      "[project]\nname = 'x'\ndependencies = [\n    'boto3>=1.38',\n    'cryptography>=41',\n    'mcp>=1',\n    'psycopg2-binary>=2.9',\n    'pydantic',\n    'sqlalchemy>=2.0',\n]\n",
    );
  });

  it.each([
    [
      'dependencies = ["mcp>=1", "boto3>=1.38"]',
      'dependencies = ["mcp>=1", "boto3>=1.38", "cryptography>=41", "psycopg2-binary>=2.9", "sqlalchemy>=2.0"]',
    ],
    [
      'dependencies = [\n  "mcp",\n  "boto3"  # any\n]',
      'dependencies = [\n  "mcp",\n  "boto3",\n  "cryptography>=41",\n  "psycopg2-binary>=2.9",\n  "sqlalchemy>=2.0"  # any\n]',
    ],
    [
      'dependencies = ["Boto3[crt]", "SQLAlchemy", "psycopg2", "cryptography"]',
      'dependencies = ["Boto3[crt]", "SQLAlchemy", "psycopg2", "cryptography"]',
    ],
    [
      "dependencies = []",
      'dependencies = ["boto3>=1.35", "cryptography>=41", "psycopg2-binary>=2.9", "sqlalchemy>=2.0"]',
    ],
    [
      'version = "1"',
      'version = "1"\ndependencies = [\n    "boto3>=1.35",\n    "cryptography>=41",\n    "psycopg2-binary>=2.9",\n    "sqlalchemy>=2.0",\n]',
    ],
  ])("into [project] with %j", async (before, expected) => {
    const text = `[project]\nname = "x"\n${before}\n\n[tool.x]\n`;
    expect(await manifestAfter("pyproject.toml", text)).toBe(
      `[project]\nname = "x"\n${expected}\n\n[tool.x]\n`,
    );
  });

  it("into poetry's table", async () => {
    const text =
      '[tool.poetry.dependencies]\npython = "^3.10"\nboto3 = { version = "^1.40" }\n\n[build-system]\n';
    expect(await manifestAfter("pyproject.toml", text)).toBe(
      '[tool.poetry.dependencies]\npython = "^3.10"\nboto3 = { version = "^1.40" }\ncryptography = ">=41"\npsycopg2-binary = ">=2.9"\nsqlalchemy = ">=2.0"\n\n[build-system]\n',
    );
  });

  const list = (lines: string): string =>
    lines.replace(
      "NEEDED",
      '"boto3>=1.35", "cryptography>=41", "psycopg2-binary>=2.9", "sqlalchemy>=2.0"',
    );
  const rows = (lines: string): string =>
    lines.replace(
      "NEEDED",
      '    "boto3>=1.35",\n    "cryptography>=41",\n    "psycopg2-binary>=2.9",\n    "sqlalchemy>=2.0",',
    );
  const keys = (lines: string, prefix = "", between = "\n"): string =>
    lines.replace(
      "NEEDED",
      ['boto3 = ">=1.35"', 'cryptography = ">=41"', 'psycopg2-binary = ">=2.9"']
        .concat('sqlalchemy = ">=2.0"')
        .map((key) => prefix + key)
        .join(between),
    );

  it.each([
    ["project.dependencies = []\n[x]\n", list("project.dependencies = [NEEDED]\n[x]\n")],
    ['"project".dependencies = []', list('"project".dependencies = [NEEDED]')],
    ["project = { dependencies = [] }\n", list("project = { dependencies = [NEEDED] }\n")],
    [
      'project.name = "x" # its name\n\n[x]\n',
      rows('project.name = "x" # its name\nproject.dependencies = [\nNEEDED\n]\n\n[x]\n'),
    ],
    ['project = { name = "x" }\n', list('project = { name = "x", dependencies = [NEEDED] }\n')],
    ["[project]", rows("[project]\ndependencies = [\nNEEDED\n]")],
    [
      '[project.urls]\na = "b"\n[project]\nname = "x"\n',
      rows('[project.urls]\na = "b"\n[project]\nname = "x"\ndependencies = [\nNEEDED\n]\n'),
    ],
    ["[tool.poetry.dependencies]\n[x]\n", keys("[tool.poetry.dependencies]\nNEEDED\n[x]\n")],
    [
      '[tool.poetry]\ndependencies.mcp = "1"\npackages = [{ include = "tiny" }]\n',
      keys(
        '[tool.poetry]\ndependencies.mcp = "1"\nNEEDED\npackages = [{ include = "tiny" }]\n',
        "dependencies.",
      ),
    ],
    [
      'tool.poetry.dependencies.mcp = "1"\n[x]\n',
      keys('tool.poetry.dependencies.mcp = "1"\nNEEDED\n[x]\n', "tool.poetry.dependencies."),
    ],
    [
      '[tool.poetry]\ndependencies = { mcp = "1" }\n',
      keys('[tool.poetry]\ndependencies = { mcp = "1", NEEDED }\n', "", ", "),
    ],
    [
      "tool = { poetry = { dependencies = {} } }\n",
      keys("tool = { poetry = { dependencies = { NEEDED } } }\n", "", ", "),
    ],
    [
      'tool.poetry = { dependencies.mcp = "1", name = "x" }\n',
      keys('tool.poetry = { dependencies.mcp = "1", NEEDED, name = "x" }\n', "dependencies.", ", "),
    ],
    [
      '[tool.poetry.dependencies.mcp]\nversion = "1"\n',
      keys('[tool.poetry.dependencies.mcp]\nversion = "1"\n\n[tool.poetry.dependencies]\nNEEDED\n'),
    ],
  ])("into the table however it is written: %j", async (text, expected) => {
    const after = await manifestAfter("pyproject.toml", text);
    expect(after).toBe(expected);
    expect(await manifestAfter("pyproject.toml", after)).toBe(after);
  });

  it("into requirements.txt, whose last line may lack its end", async () => {
    expect(await manifestAfter("requirements.txt", "# what it needs\nmcp\nboto3==1.40")).toBe(
      "# what it needs\nmcp\nboto3==1.40\ncryptography>=41\npsycopg2-binary>=2.9\nsqlalchemy>=2.0\n",
    );
    const dynamic = '[project]\nname = "x"\ndynamic = ["dependencies"]\n';
    expect(await manifestAfter("requirements.txt", "mcp\r\n", { "pyproject.toml": dynamic })).toBe(
      "mcp\r\nboto3>=1.35\r\ncryptography>=41\r\npsycopg2-binary>=2.9\r\nsqlalchemy>=2.0\r\n",
    );
  });

  it("leave a bound that is too low, and say so", async () => {
    const { findings } = await supplied({
      ...PACKAGE,
      "pyproject.toml": '[project]\ndependencies = ["boto3>=1.28.0", "cryptography>=42"]\n',
    });
    const messages = findings.map(({ message }) => message);
    expect(messages).toContain("boto3>=1.28.0 stays; the services need boto3>=1.35");
    expect(messages.join()).not.toContain("cryptography>=42");
  });

  it("are left to the user where nothing lists any", async () => {
    const { edits, findings } = await supplied({ "server.py": "" });
    expect(edits).toEqual([]);
    expect(findings.find(({ rule }) => rule === "run-install")?.remedy).toContain(
      "pip install 'boto3>=1.35'",
    );
  });
});

describe("new files", () => {
  it("are the services in the package, and the rest at the root", async () => {
    const { files } = await supplied({
      ...PACKAGE,
      "pyproject.toml": `[project]\nname = "x"\n${SCRIPT}[dependency-groups]\ndev = ["pytest"]\n`,
    });
    const paths = files.map(({ path }) => path.slice(ROOT.length + 1));
    expect(paths).toEqual(
      expect.arrayContaining([
        "tiny/cred_extract_services/__init__.py",
        "tiny/cred_extract_services/tools.py",
        "entrypoint.py",
        ".env.example",
        "Dockerfile-AgentCore-Runtime",
        "build_and_push_tiny_server.sh",
        "tests/test_account_context.py",
        "tests/test_account_over_stdio.py",
      ]),
    );
    const scripts = files.filter(({ executable }) => executable).map(({ path }) => path);
    expect(scripts.every((path) => path.endsWith(".sh"))).toBe(true);
    expect(files.filter(({ content }) => content.includes("{{"))).toEqual([]);
    const entry = files.find(({ path }) => path === `${ROOT}/entrypoint.py`)?.content;
    expect(entry).toContain("SERVER_MAIN = 'tiny.server:main'");
    expect(entry).toContain("from tiny.cred_extract_services import");
    expect(files.find(({ path }) => path.includes("build_and_push"))?.content).toContain(
      "tiny-server",
    );
    const named = files.flatMap(({ content }) => content.match(/build_and_push\w*\.sh/g) ?? []);
    expect(new Set(named)).toEqual(new Set(["build_and_push_tiny_server.sh"]));
  });

  it("look for the server's modules where they lie", async () => {
    const { files } = await supplied({ "src/server.py": "", "requirements.txt": "pytest\n" });
    const content = (name: string): string =>
      files.find(({ path }) => path === `${ROOT}/${name}`)?.content ?? "";
    expect(content("entrypoint.py")).toMatch(/^sys\.path\.append\(.*__file__\)\), 'src'\)\)$/m);
    expect(content("entrypoint.py")).toContain("SERVER_MAIN = 'server'");
    const path = /^sys\.path\.append\(.*__file__\)\), '\.\.', 'src'\)\)$/m;
    expect(content("tests/test_account_context.py")).toMatch(path);
  });

  it.each([
    ["tests/test_a.py", "tests/test_account_context.py"],
    ["test/test_a.py", "test/test_account_context.py"],
    ["tests/unit/test_a.py", "tests/unit/test_account_context.py"],
    ["tests/s3/test_a.py", "tests/test_account_context.py"],
  ])("are tests where the general ones lie: %s", async (test, expected) => {
    const { files } = await supplied({ ...PACKAGE, [test]: "import pytest\n" });
    expect(files.map(({ path }) => path.slice(ROOT.length + 1))).toContain(expected);
    const root = expected.includes("unit") ? "'..', '..'" : "'..'";
    expect(files.find(({ path }) => path.endsWith(expected))?.content).toContain(
      root.replaceAll("', '", "/"),
    );
  });

  it("are no tests where nothing names pytest", async () => {
    const { files } = await supplied({ ...PACKAGE, "tests/test_a.py": "import unittest\n" });
    expect(files.filter(({ path }) => path.includes("test_account"))).toEqual([]);
  });

  it("do not replace files that are there", async () => {
    const { files, findings } = await supplied({
      ...PACKAGE,
      "pyproject.toml": SCRIPT,
      "entrypoint.py": "# mine\n",
      ".env.example": "MINE=1\n",
    });
    const paths = files.map(({ path }) => path);
    expect(paths).not.toContain(`${ROOT}/entrypoint.py`);
    expect(paths).not.toContain(`${ROOT}/.env.example`);
    const exists = findings.filter(({ rule }) => rule === "file-exists");
    expect(exists.map((finding) => finding.place.file.slice(ROOT.length + 1)).sort()).toEqual([
      "entrypoint.py",
    ]);
  });

  it.each([
    ["from hypercorn.asyncio import serve\nasyncio.run(serve(app, config))\n", "hypercorn"],
    ["from granian import Granian\nGranian('tiny.server:app').serve()\n", "granian"],
  ])("are none for an image where another server serves: %s", async (text, name) => {
    const { files, findings } = await supplied({
      ...PACKAGE,
      "tiny/server.py": text,
      "pyproject.toml": SCRIPT,
    });
    expect(files.filter(({ path }) => /entrypoint|Docker|deploy/.test(path))).toEqual([]);
    const [finding] = findings.filter(({ rule }) => rule === "no-entry-point");
    expect(finding?.message).toContain(`hands its application to ${name}`);
  });

  it.each(["import uvicorn\nuvicorn.run(mcp.streamable_http_app(), port=9000)\n", "mcp.run()\n"])(
    "are there where the entry point can say where to listen: %s",
    async (text) => {
      const contents = { ...PACKAGE, "tiny/server.py": `import hypercorn\n${text}` };
      const { files } = await supplied({ ...contents, "pyproject.toml": SCRIPT });
      expect(files.map(({ path }) => path)).toContain(`${ROOT}/entrypoint.py`);
    },
  );

  it("are none where nothing is left to migrate", async () => {
    const { server, files } = open({ ...PACKAGE, "pyproject.toml": SCRIPT });
    const done = { ...scan, tools: [] };
    expect(await supply(server, files, done, settings)).toEqual({
      files: [],
      edits: [],
      findings: [],
    });
  });

  it("are none a second time", async () => {
    const before = {
      ...PACKAGE,
      "pyproject.toml": `[project]\ndependencies = ["mcp"]\n${SCRIPT}`,
      "README.md": "# X",
    };
    const first = await supplied(before);
    const written: Record<string, string> = { ...before };
    for (const { path, content } of first.files) written[path.slice(ROOT.length + 1)] = content;
    for (const [path, edits] of byFile(first.edits)) {
      const name = path.slice(ROOT.length + 1);
      written[name] = insert(written[name] ?? "", edits);
    }
    const second = await supplied(written);
    expect(second).toEqual({ files: [], edits: [], findings: [] });
  });

  it("name a services folder of another make", async () => {
    const { findings } = await supplied({
      ...PACKAGE,
      "pyproject.toml": SCRIPT,
      "tiny/cred_extract_services/__init__.py": "def extract_aws_credentials(): ...\n",
      "cred_extract_services/__init__.py": "",
    });
    expect(
      findings.filter(({ rule }) => rule === "file-exists").map(({ severity }) => severity),
    ).toEqual(["error", "warning"]);
  });
});

it("the README gains its section once, with the file's line endings", async () => {
  const text = "# Tiny\r\n\r\nWhat it does.";
  const { edits } = await supplied({ ...PACKAGE, "README.md": text });
  const readme = insert(text, byFile(edits).get(`${ROOT}/README.md`) ?? []);
  expect(readme).toContain("What it does.\r\n\r\n## ");
  expect(readme).toContain("own credentials.\r\n\r\nWith it");
  expect(readme).toContain("`.env.example` lists the settings.");
  expect(readme.replaceAll("\r\n", "")).not.toContain("\n");
});

it("a pyproject that does not parse is named with its line", async () => {
  const { findings, edits } = await supplied({
    ...PACKAGE,
    "pyproject.toml": '[project]\nname = "x\ndependencies = ["mcp"]\n',
  });
  expect(edits).toEqual([]);
  expect(findings.find(({ rule }) => rule === "manifest-broken")).toMatchObject({
    severity: "error",
    place: { file: `${ROOT}/pyproject.toml`, line: 2 },
  });
});

describe("the layout of a server", () => {
  it.each<[string, Record<string, string>, string, string]>([
    [
      "a package with a script",
      { ...PACKAGE, "pyproject.toml": SCRIPT },
      "tiny",
      "tiny.cred_extract_services",
    ],
    [
      "a package in a namespace",
      {
        "awslabs/__init__.py": "",
        "awslabs/x/__init__.py": "",
        "awslabs/x/server.py": "",
        "pyproject.toml": '[project.scripts]\nx = "awslabs.x.server:main"\n',
      },
      "awslabs/x",
      "awslabs.x.cred_extract_services",
    ],
    [
      "a main deep in its package",
      {
        "a/__init__.py": "",
        "a/tools.py": "",
        "a/cli/__init__.py": "",
        "a/cli/main.py": "",
        "pyproject.toml": '[project.scripts]\nx = "a.cli.main:run"\n',
      },
      "a",
      "a.cred_extract_services",
    ],
    [
      "src",
      {
        "src/a/__init__.py": "",
        "src/a/server.py": "",
        "pyproject.toml": '[project.scripts]\nx = "a.server:run"\n',
      },
      "src/a",
      "a.cred_extract_services",
    ],
    [
      "hatch's packages",
      {
        "awslabs/x/__init__.py": "",
        "awslabs/x/server.py": "",
        "pyproject.toml": '[tool.hatch.build.targets.wheel]\npackages = ["awslabs"]\n',
      },
      "awslabs/x",
      "awslabs.x.cred_extract_services",
    ],
    [
      "a package that nothing names",
      { ...PACKAGE, "tests/test_x.py": "", "requirements.txt": "" },
      "tiny",
      "tiny.cred_extract_services",
    ],
    [
      "a script in a loose module",
      {
        "server.py": "",
        "tools/__init__.py": "",
        "tools/a.py": "",
        "pyproject.toml": '[project.scripts]\nx = "server:main"\n',
      },
      "",
      "cred_extract_services",
    ],
    [
      "loose modules",
      { "server.py": "", "more.py": "", "requirements.txt": "" },
      "",
      "cred_extract_services",
    ],
    [
      "loose modules below src",
      { "src/server.py": "", "src/more.py": "", "requirements.txt": "" },
      "src",
      "cred_extract_services",
    ],
  ])("of %s", async (_name, contents, folder, services) => {
    const { server, files } = open(contents);
    const layout = await layoutOf(server, files);
    expect(layout.services).toBe(services);
    expect(layout.folder).toBe(folder ? `${ROOT}/${folder}` : ROOT);
  });
});
