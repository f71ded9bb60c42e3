/** How a Python server is started. */

import { join, relative } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import type { Program, Starting } from "../../starting.js";
import { layoutOf } from "../project/layout.js";
import { interpreterFor } from "./interpreter.js";

/** `origin` is where the dependencies are installed: the server itself may be a copy. */
export async function starting(
  server: Server,
  files: FileStore,
  origin: string,
): Promise<Starting> {
  const { python, bin, models } = interpreterFor(origin);
  const { main, importRoot } = await layoutOf(server, files);
  const hasEntryPoint = files.isFile(join(server.root, "entrypoint.py"));
  const own = main === undefined ? undefined : programFor(python, main);
  return {
    own: own ?? "pyproject.toml has no [project.scripts], and no module is named as a server's is",
    entryPoint: hasEntryPoint
      ? { command: python, args: ["-m", "entrypoint"] }
      : "there is no entrypoint.py",
    bins: bin === undefined ? [] : [bin],
    env: { PYTHONPATH: pathsOf(server.root, importRoot), PYTHONUNBUFFERED: "1" },
    ...(models === undefined ? {} : { models }),
  };
}

/** As a console script does it, so that the copy is started and not what is installed. */
function programFor(python: string, main: string): Program {
  const [module = "", name] = main.split(":");
  if (name === undefined) return { command: python, args: ["-m", module] };
  const [first = ""] = name.split(".");
  const script = `import sys; from ${module} import ${first}; sys.exit(${name}())`;
  return { command: python, args: ["-c", script] };
}

/** What is found before everything that is installed. */
function pathsOf(root: string, importRoot: string): string {
  const paths = [importRoot, join(root, "src"), root];
  return [...new Set(paths)].filter((path) => !relative(root, path).startsWith("..")).join(":");
}
