// Runs on `npm install` in a checkout and where npm makes a package of a git repository; never where a packed package is
// installed. For `npm install --global` of a repository, and so for a hook of pre-commit, npm hands the word "global" on to
// the installation that it prepares the package with, which then brings none of the packages that the build needs.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const cwd = fileURLToPath(new URL("../", import.meta.url));
const inherited = Object.entries(process.env).filter(([name]) => !/^npm_config_(global|prefix|location)$/i.test(name));
const options = { cwd, stdio: "inherit", env: Object.fromEntries(inherited), shell: process.platform === "win32" };

if (!isThere("rolldown")) {
  execFileSync("npm", ["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"], options);
}
execFileSync("npm", ["run", "build"], options);

function isThere(name) {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch (error) {
    return error.code !== "MODULE_NOT_FOUND";
  }
}
