/** The entry point: runs the server's own main over the transport that the environment asks for. */

import { dirname, extname, join } from "node:path";
import type { FileStore } from "../../../files.js";
import type { NewFile, Server } from "../../../types.js";
import { compiledTemplates, fill, sourceTemplates, templateText } from "../../supply/templates.js";
import { serverSuffix } from "../import-style.js";
import { type Layout, layoutOf } from "../layout.js";
import { builtOf, type MainModule, relativeModule } from "./main-module.js";
import { hasStreamableHttp, type SdkName, sdkOf } from "./sdk-version.js";

/** The entry point's source and what Node is to run, relative to nothing: both absolute. */
export interface EntryPoint {
  readonly file: NewFile;
  readonly built: string;
}

const sdkImports: Readonly<Record<SdkName, readonly string[]>> = {
  "@modelcontextprotocol/sdk": [
    'import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";',
    'import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";',
  ],
  "@modelcontextprotocol/server": [
    'import { NodeStreamableHTTPServerTransport as StreamableHTTPServerTransport } from "@modelcontextprotocol/node";',
    'import { StdioServerTransport } from "@modelcontextprotocol/server/stdio";',
  ],
};

/** The entry point, or the reason why there can be none. */
export function entryPointFor(
  server: Server,
  files: FileStore,
  main: MainModule | undefined,
): EntryPoint | string {
  const sdk = sdkOf(server, files);
  if (!main) return "package.json names no main module that is among the sources";
  if (!sdk) return "package.json lists no MCP SDK";
  if (sdk === "@modelcontextprotocol/sdk" && !hasStreamableHttp(server, files)) {
    return "its MCP SDK is older than 1.10 and has no streamable HTTP";
  }
  const layout = layoutOf(server, files);
  const path = join(dirname(main.source), `entrypoint${endingFor(main.source)}`);
  const built = builtOf(path, files, server);
  const values = new Map([
    ["SDK_IMPORTS", sdkImports[sdk].join("\n")],
    ["SERVICES", relativeModule(path, layout.services)],
    ["EXTENSION", extensionFor(server, files, layout)],
    ["SERVER_MAIN", relativeModule(built, main.built)],
  ]);
  return { file: { path, content: fill(template(layout, sdk), values) }, built };
}

function endingFor(main: string): string {
  return extname(main).replace("x", "");
}

function extensionFor(server: Server, files: FileStore, layout: Layout): string {
  if (layout.language === "javascript") return ".js";
  const suffix = serverSuffix(server, files);
  return suffix.startsWith(".") ? suffix : "";
}

function template(layout: Layout, sdk: SdkName): string {
  if (layout.language === "typescript") {
    return templateText(join(sourceTemplates, "typescript"), "entrypoint.ts");
  }
  const version = sdk === "@modelcontextprotocol/sdk" ? "1" : "2";
  return templateText(
    join(compiledTemplates, `javascript-${layout.module}`),
    `entrypoint.sdk${version}.js`,
  );
}
