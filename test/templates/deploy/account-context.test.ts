import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { filled } from "./support/fill.js";
import { here, templates } from "./support/paths.js";
import { pythonEnvironment } from "./support/python-environment.js";

/** A server's own test that takes the thread's event loop without making one, as older ones do. */
const neighbour = `import asyncio


def test_the_threads_event_loop_is_still_there():
    asyncio.get_event_loop().run_until_complete(asyncio.sleep(0))
`;

describe("the account-context test that a Python server is given", () => {
  it.each(["requirements-oldest.txt", "requirements.txt"])(
    "passes with %s",
    async (requirements) => {
      const server = mkdtempSync(join(tmpdir(), "account-context-"));
      cpSync(join(templates, "python", "cred_extract_services"), join(server, "services"), {
        recursive: true,
      });
      mkdirSync(join(server, "tests"));
      const values = { SERVICES: "services", SOURCE_ROOT: ".", SERVER_ROOT: ".." };
      const text = filled("python/tests/test_account_context.py", values);
      writeFileSync(join(server, "tests", "test_account_context.py"), text);
      writeFileSync(join(server, "tests", "test_neighbour.py"), neighbour);
      const bin = await pythonEnvironment(join(here, "../python", requirements));
      const { stdout } = spawnSync(join(bin, "python"), ["-m", "pytest", "-q", "tests"], {
        cwd: server,
        encoding: "utf8",
      });
      expect(stdout).toMatch(/\b8 passed\b/);
      expect(stdout).not.toMatch(/failed|error/i);
    },
  );
});
