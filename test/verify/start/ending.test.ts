/** Whose code a server ended in. */

import { expect, test } from "vitest";
import { culpritIn } from "../../../src/verify/start/ending.js";

const packages = "/venv/lib/python3.11/site-packages";

function traceback(...files: string[]): string {
  return [
    "Traceback (most recent call last):",
    ...files.map((file) => `  File "${file}", line 7, in run`),
  ].join("\n");
}

test("a server that ends in a library's own task is told by the library's file", () => {
  const whole = traceback("/copy/server.py", `${packages}/mcp/server/fastmcp/server.py`);
  const task = traceback(`${packages}/anyio/_core/_tasks.py`, `${packages}/mcp/server/stdio.py`);
  expect(culpritIn(`${whole}\n${task}\nBrokenResourceError`, "/copy")).toBe("mcp/server/stdio.py");
});

test("nobody is told where the server's own code has a part in it, or nothing was said", () => {
  const own = traceback(
    `${packages}/mcp/server/stdio.py`,
    "/copy/server.py",
    `${packages}/boto3/session.py`,
  );
  expect(culpritIn(own, "/copy")).toBeUndefined();
  expect(culpritIn("killed", "/copy")).toBeUndefined();
  expect(culpritIn(traceback("/usr/lib/python3.11/asyncio/runners.py"), "/copy")).toBeUndefined();
});
