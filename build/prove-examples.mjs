// Retrofits a copy of each example, installs what it then needs, and proves it: no AWS account, no Docker.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const retrofit = join(root, "bin/retrofit.js");
const folder = mkdtempSync(join(tmpdir(), "examples-"));
const copies = ["aws-inventory", "aws-watch"].map((name) => join(folder, name));

try {
  for (const copy of copies) {
    cpSync(join(root, "examples", copy.slice(folder.length + 1)), copy, {
      recursive: true,
      filter: (path) => !/\/(node_modules|\.venv|dist)$/.test(path),
    });
  }
  run(process.execPath, [retrofit, "--yes", folder], folder);
  const [inventory, watch] = copies;
  run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], inventory);
  run("python3", ["-m", "venv", ".venv"], watch);
  run(".venv/bin/python", ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "."], watch);
  const names = copies.map((copy) => copy.slice(folder.length + 1));
  process.exitCode = run(process.execPath, [retrofit, "verify", "--yes", ...names], folder, [0, 1]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs a command with its output shown. Throws where it ends with another code than these. */
function run(command, args, cwd, codes = [0]) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: "inherit" });
  if (error) throw error;
  if (!codes.includes(status)) throw new Error(`${command} ${args.join(" ")} ended with ${status}`);
  return status;
}
