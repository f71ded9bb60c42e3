/** The calls with which a server begins to serve, by the libraries that have them. */

import { httpAlone } from "../../forms/libraries.js";
import type { LibraryTransport } from "../../forms/library.js";
import { isOfPackage, libraryOf, transportBy } from "../../forms/library-queries.js";
import { ts } from "../../source/compiler.js";
import { calledName } from "../../source/nodes.js";

/** A library's own, or a server of HTTP that the main makes itself. */
export type Transport = LibraryTransport | "http";

export interface Found {
  readonly transport: Transport;
  readonly node: ts.CallExpression | ts.NewExpression;
}

/** How a call of what is not the server's own begins to serve; undefined where it does not. */
export function transportOf(node: ts.CallExpression | ts.NewExpression): Found | undefined {
  const name = calledName(node) ?? "";
  const packages = (): readonly string[] => packagesOf(node.getSourceFile());
  const own = transportBy(name, packages);
  if (own) return { transport: own, node };
  if (name === "listen" || name === "serve") return { transport: "http", node };
  const mayBegin = name === "start" || name === "run";
  return mayBegin && packages().some(isOtherLibrary) ? { transport: "library", node } : undefined;
}

/** Whether a package that the table does not know is one for MCP servers, which connects them by itself. */
function isOtherLibrary(name: string): boolean {
  return (
    /mcp/i.test(name) && !libraryOf(name) && !httpAlone.some((each) => isOfPackage(name, each))
  );
}

const known = new WeakMap<ts.SourceFile, readonly string[]>();

/** What a file imports from elsewhere than its own folder. */
function packagesOf(source: ts.SourceFile): readonly string[] {
  const found =
    known.get(source) ??
    ts
      .preProcessFile(source.text, true, true)
      .importedFiles.map(({ fileName }) => fileName)
      .filter((name) => !name.startsWith("."));
  known.set(source, found);
  return found;
}
