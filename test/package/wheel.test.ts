/** The wheel, installed from local files where there is no other Node: the same bytes come out. */

import { mkdirSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { retrofit, run } from "../support/program.js";
import { ensurePythonEnv } from "../support/python-env.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("the program runs as it does from npm", async () => {
  const requirements = join(root, "test/package/wheel.requirements.txt");
  const python = await ensurePythonEnv(requirements);
  const folder = mkdtempSync(join(tmpdir(), "wheel-"));
  const built = run(process.execPath, ["build/wheel.mjs", folder], { cwd: root });
  expect(built).toMatchObject({ code: 0 });
  const [wheel = ""] = readdirSync(folder);
  const [site, bin] = [join(folder, "site"), join(folder, "bin")];
  mkdirSync(bin);
  const local = ["--no-index", "--no-deps", "--target", site, join(folder, wheel)];
  const installed = run(python, ["-m", "pip", "install", "--quiet", ...local], { cwd: root });
  expect(installed).toMatchObject({ code: 0 });

  const env = { PATH: bin, PYTHONPATH: site };
  const examples = ["--dry-run", "examples/aws-inventory", "examples/aws-watch"];
  const fromWheel = run(python, ["-m", "mcp_retrofit", ...examples], { cwd: root, env });
  expect(fromWheel).toEqual(retrofit(examples, { cwd: root }));
  expect(fromWheel.stdout).toContain("withAccountContext(");
});
