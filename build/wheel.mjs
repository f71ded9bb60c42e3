// Makes the wheel of the program: the packed package with what npm installs beside it, started by build/wheel/. Takes the
// built program as it is in dist/. `npm run wheel [-- FOLDER]` puts the wheel into that folder, by default build/out/.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const target = resolve(process.argv[2] ?? join(root, "build/out"));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const work = mkdtempSync(join(tmpdir(), "wheel-"));
try {
  cpSync(join(root, "build/wheel"), work, { recursive: true });
  const project = join(work, "pyproject.toml");
  writeFileSync(project, readFileSync(project, "utf8").replace('"0.0.0"', `"${version}"`));
  const pack = ["pack", "--ignore-scripts", "--silent", "--pack-destination", work];
  const tarball = npm(pack, root).trim().split("\n").at(-1);
  const inner = join(work, "mcp_retrofit/package");
  mkdirSync(inner);
  const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev"];
  npm([...install, "--prefix", inner, join(work, tarball)], work);
  rmSync(join(inner, "package.json"));
  rmSync(join(inner, "package-lock.json"));
  // Links to the program, which a wheel cannot hold.
  rmSync(join(inner, "node_modules/.bin"), { recursive: true, force: true });
  const pip = ["-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"];
  execFileSync("python3", [...pip, "--wheel-dir", target, work], { stdio: "inherit" });
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.log(`the wheel is in ${target}`);

function npm(args, cwd) {
  const options = { cwd, encoding: "utf8", shell: process.platform === "win32" };
  return execFileSync("npm", args, { ...options, stdio: ["ignore", "pipe", "inherit"] });
}
