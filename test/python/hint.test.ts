/** What is said of a Python folder in which no tool was found. */

import { expect, test } from "vitest";
import { createFileStore } from "../../src/disk/files.js";
import { hint } from "../../src/languages/python/hint.js";
import { folderWith } from "../support/program.js";

test("names the place that makes an MCP server whose registrations can't be followed", () => {
  const folder = folderWith({
    "app/client.py": "from mcp import ClientSession\n",
    "app/server.py": "from mcp.server.fastmcp import FastMCP\n\nmcp = FastMCP('library')\n",
  });
  expect(hint(folder, createFileStore())).toMatch(/^app\/server\.py:3 makes an MCP server, but/);
});

test("says nothing of a client, and of another library's server", () => {
  const folder = folderWith({
    "client.py": "from mcp import ClientSession\n",
    "web.py": "from grpc import Server\n\nserver = Server()\n",
  });
  expect(hint(folder, createFileStore())).toBeUndefined();
});
