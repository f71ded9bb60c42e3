/** Small TypeScript servers, retrofitted by the built program and compiled, to be started as their image would. */

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import { retrofit } from "../../../support/program.js";
import { repository } from "./paths.js";
import type { Program } from "./served.js";

/** A server by its name: the files below its folder. */
export type Shapes = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Retrofitted {
  /** What the image runs, in the server's folder. Throws where it has no Dockerfile. */
  program(name: string): Program;
  /** A file of a server; empty where there is none. */
  text(name: string, path: string): string;
  /** All that was said. */
  readonly said: string;
}

/** Retrofits them all in one run. */
export function retrofitted(shapes: Shapes): Retrofitted {
  const root = mkdtempSync(join(tmpdir(), "entry-points-"));
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
  for (const [name, files] of Object.entries(shapes)) {
    for (const [path, text] of Object.entries(files)) write(join(root, name, path), text);
  }
  const { code, stdout, stderr } = retrofit(["--yes", root], { cwd: root });
  if (code !== 0) throw new Error(stderr);
  for (const name of Object.keys(shapes)) compile(join(root, name));
  const text = (name: string, path: string): string => {
    try {
      return readFileSync(join(root, name, path), "utf8");
    } catch {
      return "";
    }
  };
  return {
    said: stdout + stderr,
    text,
    program(name) {
      const command = /^CMD (\[.*\])$/m.exec(text(name, "Dockerfile-AgentCore-Runtime"))?.[1];
      const [, , , ...args] = JSON.parse(command ?? "[]") as string[];
      if (args.length === 0) throw new Error(`${name} has no image`);
      return { command: process.execPath, args, cwd: join(root, name) };
    },
  };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** As `tsc` would, from `src` to `dist`, without a look at the types. */
function compile(folder: string): void {
  const { type } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: type === "module" ? ts.ModuleKind.ES2022 : ts.ModuleKind.CommonJS,
    esModuleInterop: true,
  };
  for (const name of readdirSync(join(folder, "src"), { recursive: true }) as string[]) {
    if (!name.endsWith(".ts")) continue;
    const source = readFileSync(join(folder, "src", name), "utf8");
    const { outputText } = ts.transpileModule(source, { compilerOptions });
    write(join(folder, "dist", name.replace(/\.ts$/, ".js")), outputText);
  }
}
