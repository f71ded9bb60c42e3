/** What stands in the way of the services in a wheel, and services that a wheel left out so far. */

import { describe, expect, it } from "vitest";
import { createFileStore, type FileStore } from "../../src/disk/files.js";
import { supply } from "../../src/languages/python/supply/index.js";
import { wheelFindings } from "../../src/languages/python/supply/wheel.js";
import { insert } from "../../src/plan/edit.js";
import type { Scan, Server, Settings } from "../../src/types.js";

const ROOT = "/servers/tiny";
const settings: Settings = {
  position: "first-optional",
  style: "wrapper",
  ignore: new Map(),
  allowUnproven: new Map(),
  programs: new Map(),
};
const place = { file: `${ROOT}/server.py`, line: 1, column: 1 };
const fix = { edits: [], imports: [] };
const tool = { name: "t", form: "decorator", place, state: "pending" as const, missing: [], fix };
const scan: Scan = { tools: [tool], findings: [], problems: [] };
const PROJECT = '[project]\nname = "tiny"\n';
const SERVICES = { "cred_extract_services/__init__.py": "def with_account_context(): ...\n" };
const built = (backend: string, more = ""): string =>
  `${PROJECT}\n[build-system]\nbuild-backend = "${backend}"\n${more}`;

function open(contents: Record<string, string>): { server: Server; files: FileStore } {
  const texts = Object.entries(contents).map(
    ([path, text]) => [`${ROOT}/${path}`, Buffer.from(text)] as const,
  );
  const paths = texts.map(([path]) => path);
  const manifest = ["pyproject.toml", "setup.py"].find((name) => contents[name] !== undefined);
  const server: Server = {
    language: "python",
    root: ROOT,
    name: "tiny",
    files: paths.filter((path) => path.endsWith(".py")),
    ...(manifest ? { manifest: `${ROOT}/${manifest}` } : {}),
  };
  return { server, files: createFileStore().over(new Map(texts)) };
}

async function supplied(contents: Record<string, string>) {
  const { server, files } = open(contents);
  const { edits, findings } = await supply(server, files, scan, settings);
  const packaging = findings.filter(({ rule }) => rule === "not-in-wheel");
  return { edits: edits.filter(({ text }) => /cred_extract_services/.test(text)), packaging };
}

describe("an error with a remedy", () => {
  it.each([
    ["flit, which takes one module", built("flit_core.buildapi"), "make tiny a package"],
    [
      "an exclude of hatchling",
      built(
        "hatchling.build",
        '[tool.hatch.build]\ninclude = ["server.py"]\nexclude = ["cred_*"]\n',
      ),
      "take `cred_*` out of exclude under [tool.hatch.build], or have it name only",
    ],
    ["hatchling with nothing of that name", built("hatchling.build"), "only-include"],
    ["poetry with nothing of that name", built("poetry.core.masonry.api"), "[tool.poetry]"],
    [
      "an exclude of pdm",
      built("pdm.backend", '[tool.pdm.build]\nexcludes = ["cred_extract_services"]\n'),
      "take `cred_extract_services` out of excludes under [tool.pdm.build]",
    ],
    [
      "uv, which looks into src",
      built("uv_build"),
      "(`retrofit undo`), move the server's modules into src/tiny",
    ],
    [
      "an exclude of poetry that names what is in it",
      built(
        "poetry.core.masonry.api",
        '[tool.poetry]\nname = "tiny"\nexclude = ["**/*services/**"]\n',
      ),
      "take `**/*services/**` out of exclude under [tool.poetry]",
    ],
    [
      "an exclude of hatchling that names what is in it",
      built(
        "hatchling.build",
        '[tool.hatch.build]\npackages = ["."]\nexclude = ["/cred_extract_services/*"]\n',
      ),
      "take `/cred_extract_services/*` out of exclude",
    ],
    [
      "a search of setuptools elsewhere",
      `${PROJECT}[tool.setuptools.packages.find]\nwhere = ["lib"]\n`,
      "name the package cred_extract_services as well",
    ],
    [
      "an exclude of setuptools",
      `${PROJECT}[tool.setuptools.packages.find]\nexclude = ["cred*"]\n`,
      "take `cred*` out of the excluded packages of pyproject.toml",
    ],
  ])("is given for %s", async (_name, text, remedy) => {
    const { edits, packaging } = await supplied({ "pyproject.toml": text, "server.py": "" });
    expect(edits).toEqual([]);
    expect(packaging).toMatchObject([
      { severity: "error", remedy: expect.stringContaining(remedy) },
    ]);
  });

  it.each([
    ["packages=get_packages()", ""],
    ["packages=NAMES", 'NAMES = ["tiny"]\n'],
    ["**OPTIONS", "OPTIONS = {}\n"],
    ["package_dir=FOLDERS", "FOLDERS = {}\n"],
    ['packages=find_packages(where="lib")', ""],
    ['packages=find_packages("lib")', ""],
    ['packages=find_packages(exclude=["cred*"])', ""],
  ])("is given for setup.py with %s", async (argument, before) => {
    const text = `from setuptools import find_packages, setup\n${before}setup(name="tiny", ${argument})\n`;
    const { edits, packaging } = await supplied({ "setup.py": text, "server.py": "" });
    expect(edits).toEqual([]);
    expect(packaging).toMatchObject([{ severity: "error", remedy: expect.any(String) }]);
  });
});

it("a package of the server is only a warning where setup.py works its list out", async () => {
  const { packaging } = await supplied({
    "setup.py": 'from setuptools import setup\nsetup(name="tiny", packages=get_packages())\n',
    "tiny/__init__.py": "",
    "tiny/server.py": "",
  });
  expect(packaging).toMatchObject([{ severity: "warning" }]);
});

it.each([
  ["held where it is named", '["tiny", "tiny.cred_extract_services"]', []],
  ["an error where nothing is called that could find it", '["tiny"]', [{ severity: "error" }]],
])(
  "a package of the server is %s in a list that setup.py has under a name",
  async (_name, list, expected) => {
    const { packaging } = await supplied({
      "setup.py": `from setuptools import setup\nNAMES = ${list}\nsetup(name="tiny", packages=NAMES)\n`,
      "tiny/__init__.py": "",
      "tiny/server.py": "",
    });
    expect(packaging).toMatchObject(expected);
  },
);

it("a backend that is not known is a warning", async () => {
  const { packaging } = await supplied({
    "pyproject.toml": built("mesonpy"),
    "server.py": "",
  });
  expect(packaging).toMatchObject([{ severity: "warning" }]);
});

it.each<[string, Record<string, string>]>([
  ["nothing that describes a package", { "pyproject.toml": "[tool.ruff]\n" }],
  ["requirements only", { "requirements.txt": "mcp\n" }],
  [
    "poetry without packages",
    { "pyproject.toml": built("poetry.core.masonry.api", "[tool.poetry]\npackage-mode = false\n") },
  ],
])("nothing is said of a server with %s", async (_name, contents) => {
  const { edits, packaging } = await supplied({ ...contents, "server.py": "" });
  expect({ edits, packaging }).toEqual({ edits: [], packaging: [] });
});

// As `python -m hatchling build -t wheel` selects the files. The wheel and the sdist may need the same edit.
it.each([
  ["is taken by a folder's name", 'include = ["server.py", "cred_*"]', "held"],
  ["is taken by a path from the root", 'include = ["/cred_extract_services/"]', "held"],
  ["is not taken by what fits files beside it", 'include = ["/*.py"]', "inserted"],
  ["is not taken by other letters", 'include = ["CRED_*"]', "inserted"],
  ["is not excluded by other letters", 'exclude = ["CRED_*"]\npackages = ["."]', "held"],
  ["is excluded at any depth", 'exclude = ["**/cred_*"]\npackages = ["."]', "error"],
  ["is taken back", 'exclude = ["cred_*", "!cred_extract_services"]\npackages = ["."]', "held"],
])("for hatchling, a folder %s", async (_name, table, end) => {
  const text = built("hatchling.build", `[tool.hatch.build]\n${table}\n`);
  const { edits, packaging } = await supplied({ "pyproject.toml": text, "server.py": "" });
  expect([new Set(edits.map(({ text }) => text)).size, packaging.length]).toEqual(
    { held: [0, 0], inserted: [1, 0], error: [0, 1] }[end],
  );
});

describe("services that are there already and not in the wheel", () => {
  const text = `${PROJECT}\n[tool.setuptools]\npy-modules = ["server"]\n`;

  it("are found when the server is scanned, and mended", async () => {
    const { server, files } = open({ ...SERVICES, "pyproject.toml": text, "server.py": "" });
    const [finding, more] = await wheelFindings(server, files);
    expect(more).toBeUndefined();
    expect(finding).toMatchObject({ rule: "not-in-wheel", severity: "error" });
    const after = insert(text, finding?.fix?.edits ?? []);
    expect(after).toBe(`${text}packages = ["cred_extract_services"]\n`);
    const mended = open({ ...SERVICES, "pyproject.toml": after, "server.py": "" });
    expect(await wheelFindings(mended.server, mended.files)).toEqual([]);
  });

  it("are an error as long as nothing can be inserted, said once", async () => {
    const contents = {
      ...SERVICES,
      "pyproject.toml": built("flit_core.buildapi"),
      "server.py": "",
    };
    const { server, files } = open(contents);
    expect(await wheelFindings(server, files)).toMatchObject([{ severity: "error" }]);
    expect((await supplied(contents)).packaging).toEqual([]);
  });
});

it("one name of uv's becomes a list of two", async () => {
  const text = built(
    "uv_build",
    "[tool.uv.build-backend]\nmodule-root = ''\nmodule-name = 'tiny'\n",
  );
  const { edits } = await supplied({ "pyproject.toml": text, "server.py": "" });
  const { server, files } = open({ ...SERVICES, "pyproject.toml": text, "server.py": "" });
  const [finding] = await wheelFindings(server, files);
  expect(edits).toHaveLength(1);
  expect(insert(text, finding?.fix?.edits ?? [])).toContain(
    "module-name = ['tiny', 'cred_extract_services']",
  );
});
