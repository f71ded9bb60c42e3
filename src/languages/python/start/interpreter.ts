/** The Python that a server's dependencies are installed for. */

import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { ancestorsOf, gitRootOf } from "../../../disk/git.js";

export interface Interpreter {
  readonly python: string;
  /** The environment's folder of programs, where it is one. */
  readonly bin?: string;
  /** botocore's folder `data`, where it is installed. */
  readonly models?: string;
}

/** The nearest environment in the server's folder or above it in its repository, the active one, or the system's. */
export function interpreterFor(root: string): Interpreter {
  const environments = [...environmentsAbove(root), process.env.VIRTUAL_ENV ?? ""];
  const python = environments
    .map((folder) => folder && join(folder, "bin/python"))
    .find((path) => path && existsSync(path));
  if (!python) return { python: "python3" };
  const models = modelsOf(dirname(dirname(python)));
  return { python, bin: dirname(python), ...(models === undefined ? {} : { models }) };
}

/** uv and most people call it `.venv`. */
function environmentsAbove(root: string): string[] {
  const top = gitRootOf(root) ?? root;
  const folders = [root, ...ancestorsOf(root)];
  const inside = folders.slice(0, folders.indexOf(top) + 1);
  return inside.flatMap((folder) => [join(folder, ".venv"), join(folder, "venv")]);
}

function modelsOf(environment: string): string | undefined {
  const lib = join(environment, "lib");
  const names = existsSync(lib) ? readdirSync(lib) : [];
  return names
    .map((name) => join(lib, name, "site-packages/botocore/data"))
    .find((path) => existsSync(path));
}
