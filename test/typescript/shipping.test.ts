/** Packages and images that ship what a server builds: its services, and what these load, go along. */

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { commandsIn } from "../support/command.js";
import { compileTemplates } from "../support/templates.js";

type Texts = Readonly<Record<string, string | object>>;

const tools = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";

export function addTools(server) {
  server.tool("ping", "Ping.", {}, async () => ({ content: [] }));
}
`;
const sdk = { "@modelcontextprotocol/sdk": "^1.26.0" };
const shared = {
  name: "@acme/shared",
  type: "module",
  main: "index.js",
  dependencies: sdk,
};
const local = { name: "@acme/local", version: "1.0.0", type: "module", dependencies: sdk };
const workspace = { name: "all", private: true, workspaces: ["shared", "local"] };

/** A workspace in which `local` publishes what is in `shared`. */
function repository(changes: Texts): Texts {
  return {
    "package.json": workspace,
    "shared/package.json": shared,
    "shared/index.js": tools,
    "local/package.json": local,
    ...changes,
  };
}

const copying = (script: string): Texts => ({
  "local/package.json": { ...local, scripts: { prepack: script } },
});

let folder: string;
beforeAll(compileTemplates);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shipping-"));
  mkdirSync(join(folder, ".git"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function written(texts: Texts): ReturnType<typeof commandsIn> {
  for (const [path, text] of Object.entries(texts)) {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, typeof text === "string" ? text : `${JSON.stringify(text, null, 2)}\n`);
  }
  return commandsIn(folder);
}

function manifest(path: string): {
  dependencies: Record<string, string>;
  files: string[];
} {
  return JSON.parse(readFileSync(join(folder, path), "utf8"));
}

describe("the dependencies are listed where the build is published", () => {
  const copyScript = (text: string, name = "local/scripts/copy.mjs"): Texts => ({
    "local/package.json": {
      ...local,
      scripts: { build: `node ${name.replace("local/", "")}` },
    },
    [name]: text,
  });
  test.each<[string, Texts]>([
    ["cp", copying("cp -r ../shared shared")],
    ["cp, with what is in it", copying("mkdir -p lib && cp -r ../shared/* lib/")],
    ["cd and cp", copying("cd ../shared && cp -R . ../local/shared")],
    ["cpx", copying('cpx "../shared/**/*.{js,json}" shared')],
    ["copyfiles", copying("npx copyfiles -u 1 '../shared/**/*.js' shared")],
    ["shx", copying("shx rm -rf shared && shx cp -r ../shared shared")],
    ["rsync", copying("rsync -a ../shared/ ./shared/")],
    ["the link of the workspace", copying("cp -rL ../node_modules/@acme/shared shared")],
    [
      "a script of the other package",
      { "shared/package.json": { ...shared, scripts: { postbuild: "cp -r . ../local/shared" } } },
    ],
    [
      "a script of the whole workspace",
      { "package.json": { ...workspace, scripts: { build: "cp -r shared local/shared" } } },
    ],
    [
      "fs",
      copyScript(
        'import { cpSync } from "node:fs";\ncpSync(new URL("../../shared", import.meta.url), "shared", { recursive: true });\n',
      ),
    ],
    [
      "fs-extra and a joined path",
      copyScript(
        'const fs = require("fs-extra");\nconst path = require("path");\nfs.copySync(path.join(__dirname, "..", "..", "shared"), path.join(__dirname, "lib"));\n',
        "local/scripts/copy.cjs",
      ),
    ],
    [
      "a command in a script",
      copyScript(
        'import { execSync } from "node:child_process";\nexecSync("cp -r ../shared ./shared");\n',
      ),
    ],
    [
      "bundledDependencies",
      {
        "local/package.json": {
          ...local,
          dependencies: { ...sdk, "@acme/shared": "*" },
          bundledDependencies: ["@acme/shared"],
        },
      },
    ],
    [
      "noExternal",
      {
        "local/package.json": {
          ...local,
          scripts: { build: "tsup src/index.ts" },
          dependencies: { ...sdk, "@acme/shared": "workspace:*" },
        },
        "local/tsup.config.ts": 'export default { noExternal: ["@acme/shared"] };\n',
      },
    ],
    [
      "a bundle",
      {
        "local/package.json": {
          ...local,
          scripts: { build: "esbuild src/index.ts --bundle --external:@modelcontextprotocol/sdk" },
          devDependencies: { "@acme/shared": "workspace:*" },
        },
      },
    ],
  ])("%s", async (_name, changes) => {
    const commands = written(repository(changes));
    const { said } = await commands.write();
    expect(said).toContain("local/package.json");
    for (const path of ["shared/package.json", "local/package.json"]) {
      expect(Object.keys(manifest(path).dependencies)).toEqual(
        expect.arrayContaining(["@aws-sdk/client-sts", "jose", "pg", "zod"]),
      );
    }
    expect((await commands.check()).outcome).toBe("clean");
  });

  test("and nowhere else", async () => {
    const commands = written(
      repository({
        "local/package.json": {
          ...local,
          scripts: {
            prepack: "cp ../shared/README.md . && tsc -p ../shared",
            lint: "eslint ../shared",
          },
          dependencies: { ...sdk, "@acme/shared": "workspace:*" },
        },
      }),
    );
    await commands.write();
    expect(manifest("local/package.json").dependencies).not.toHaveProperty("pg");
    expect((await commands.check()).outcome).toBe("clean");
  });

  test("a copy that was not known when the tools were migrated fails the check, and is mended", async () => {
    const commands = written(repository({}));
    await commands.write();
    written(copying("cp -r ../shared shared"));
    const { outcome, out } = await commands.check();
    expect([outcome, out]).toEqual([
      "open",
      expect.stringContaining("local/package.json:1:1: error: not-shipped: this package publishes"),
    ]);
    await commands.write();
    expect(manifest("local/package.json").dependencies).toHaveProperty("zod");
    expect((await commands.check()).outcome).toBe("clean");
  });

  test("copying single modules leaves the services out, which nothing inserted can mend", async () => {
    const commands = written(repository(copying("cp ../shared/index.js lib/shared.js")));
    const { said } = await commands.write();
    expect(said).toMatch(/not-shipped local\/package.json.* not the folder of the services/);
    expect((await commands.check()).outcome).toBe("open");
  });
});

describe("`files` of package.json", () => {
  const packed = (path: string): string[] => {
    const out = execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: join(folder, path) });
    return JSON.parse(out.toString())[0].files.map((file: { path: string }) => file.path);
  };

  test.each([
    ["names single modules", ["index.js"]],
    ["names the modules of one folder", ["*.js"]],
  ])("that %s get the services as well", async (_name, files) => {
    const commands = written({
      "package.json": { ...shared, version: "1.0.0", bin: "index.js", files },
      "index.js": tools,
    });
    await commands.write();
    expect(manifest("package.json").files).toEqual([...files, "credential-services"]);
    expect(packed(".")).toContain("credential-services/index.js");
    expect((await commands.check()).outcome).toBe("clean");
  });

  test("of a package around the server get its services, and what they load is listed there", async () => {
    const commands = written({
      "package.json": {
        ...workspace,
        private: false,
        version: "1.0.0",
        files: ["shared/index.js"],
      },
      "shared/package.json": shared,
      "shared/index.js": tools,
    });
    await commands.write();
    expect(packed(".")).toContain("shared/credential-services/index.js");
    expect(manifest("package.json").dependencies).toHaveProperty("jose");
    expect((await commands.check()).outcome).toBe("clean");
  });

  test("that name the folder around them stay as they are", async () => {
    const commands = written({
      "package.json": { ...shared, files: ["src"] },
      "src/index.js": tools,
    });
    await commands.write();
    expect(manifest("package.json").files).toEqual(["src"]);
  });
});

describe("a Dockerfile", () => {
  const server = (dockerfile: string, path = "Dockerfile"): Texts => ({
    "package.json": { ...shared, scripts: { start: "node index.js" } },
    "index.js": tools,
    [path]: dockerfile,
  });

  test.each([
    ["single files", "FROM node:24\nCOPY package.json index.js ./\nRUN npm install\n", 2],
    ["single files in brackets", 'FROM node:24\nADD --chown=node ["index.js", "/app/"]\n', 2],
    ["a pattern", "FROM node:24 AS one\n\nCOPY package.json \\\n  # all\n  ./*.js /app/\n", 3],
    [
      "of another stage",
      "FROM node:24 AS b\nCOPY . .\nFROM node:24\nCOPY --from=b /app/index.js .\n",
      4,
    ],
  ])("that copies %s leaves the services out", async (_name, dockerfile, line) => {
    const commands = written(server(dockerfile));
    const { said } = await commands.write();
    expect(said).toContain(`not-shipped Dockerfile:${line}:1: the image gets modules that import`);
    expect((await commands.check()).outcome).toBe("open");
  });

  test("that installs packages by name lacks those of the services", async () => {
    const text =
      "FROM node:24\nCOPY src /app/src\nRUN npm i --omit=dev @modelcontextprotocol/sdk@1 zod\n";
    const commands = written({
      "package.json": { ...shared, scripts: { start: "node src/index.js" } },
      "src/index.js": tools,
      Dockerfile: text,
    });
    const { said } = await commands.write();
    expect(said).toMatch(/not-shipped Dockerfile:2:1: .* by name, and not @aws-sdk\/.*, jose, pg,/);
  });

  test.each([
    ["all", "FROM node:24\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n"],
    [
      "their folder",
      "FROM node:24\nCOPY package.json index.js ./\nCOPY credential-services credential-services\n",
    ],
    ["something else", "FROM nginx\nCOPY index.html nginx.conf ./\n"],
  ])("that copies %s is as it should be", async (_name, dockerfile) => {
    const commands = written(server(dockerfile));
    const { said } = await commands.write();
    expect(said).not.toContain("not-shipped");
    expect((await commands.check()).outcome).toBe("clean");
  });

  test("of another server is none of this one's business", async () => {
    const commands = written({
      ...repository({}),
      Dockerfile: "FROM node:24\nCOPY index.js package.json ./\n",
    });
    expect((await commands.write()).said).not.toContain("not-shipped");
  });
});
