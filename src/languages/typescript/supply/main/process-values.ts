/** What Node.js tells a module of itself and of its process: which file it is, who loaded it, arguments, environment. */

import { basename, dirname } from "node:path";
import { ts } from "../../source/compiler.js";
import { type Known, type Moment, type Thing, thing, unknown, type World } from "./world.js";

/** The members of `process` that decide how a server starts. */
export function processThing({ world }: Moment): Thing {
  const env: Thing = { members: new Map(Object.entries(world.env)), isOpen: false, id: "env" };
  const argv = ["node", world.main, ...world.args];
  const mainModule = moduleThing(loader(world));
  return thing({ env, argv, mainModule });
}

/** The file that Node.js was started with. */
function loader(world: World): string {
  return world.form === "preloaded" ? world.main : entryPoint;
}

/** Stands for the entry point's own file. */
const entryPoint = "/entrypoint.js";

/** A CommonJS module, as `module` and `require.main` give it. */
function moduleThing(path: string): Thing {
  return thing({ filename: path, path: dirname(path), id: path }, `module ${path}`);
}

/** A global that tells who runs: `module`, `require`, `__filename`; unknown for others. */
export function globalValue(name: string, file: string, moment: Moment): Known {
  const isMain = loader(moment.world) === file;
  switch (name) {
    case "process":
      return processThing(moment);
    case "module": {
      // What loads the main by require() is its parent; Node.js itself is nobody's.
      const parent = isMain ? null : moduleThing(entryPoint);
      const { members } = moduleThing(file);
      return { ...moduleThing(file), members: new Map(members).set("parent", parent) };
    }
    case "require":
      return thing({ main: moduleThing(loader(moment.world)) });
    case "__filename":
      return file;
    case "__dirname":
      return dirname(file);
    case "undefined":
      return undefined;
    default:
      return unknown;
  }
}

/** `import.meta` of a module. */
export function importMeta(file: string, moment: Moment): Thing {
  return thing({
    url: `file://${file}`,
    filename: file,
    path: file,
    dirname: dirname(file),
    main: loader(moment.world) === file,
  });
}

/** What functions of Node.js make of paths; undefined for functions of which nothing is known. */
export const pathFunctions: Readonly<Record<string, (value: string) => Known>> = {
  fileURLToPath: (value) => value.replace(/^file:\/\//, ""),
  pathToFileURL: (value) => urlThing(`file://${value}`),
  URL: urlThing,
  realpathSync: (value) => value,
  realpath: (value) => value,
  resolve: (value) => (value.startsWith("/") ? value : unknown),
  normalize: (value) => value,
  basename: (value) => basename(value),
  dirname: (value) => dirname(value),
  String: (value) => value,
  decodeURI: (value) => value,
  decodeURIComponent: (value) => value,
  encodeURI: (value) => value,
  Number: (value) => Number(value),
  parseInt: (value) => Number.parseInt(value, 10),
  parseFloat: (value) => Number.parseFloat(value),
};

function urlThing(href: string): Known {
  return href.startsWith("file://")
    ? thing({ href, pathname: href.replace(/^file:\/\//, "") }, href)
    : unknown;
}

/** The modules whose exports are those of `process`. */
export function isProcessModule(specifier: string): boolean {
  return /^(?:node:)?process$/.test(specifier);
}

/** Whether a node is `import.meta`. */
export function isImportMeta(node: ts.Node): boolean {
  return ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword;
}
