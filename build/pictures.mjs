// Makes the pictures of the README: an example's plan as a page, light and dark. It needs a Chromium or Chrome
// of yours: found in the usual places, or named by CHROMIUM.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../", import.meta.url));
const pictures = join(root, "docs/pictures");
const views = [
  { name: "page-light", width: 1200, height: 960, colorScheme: "light" },
  { name: "page-dark", width: 1200, height: 960, colorScheme: "dark" },
];

const browser = browserPath();
if (!browser) {
  console.error("No pictures: no Chromium or Chrome was found; say CHROMIUM=/path/to/it");
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), "pictures-"));
try {
  const page = planned(folder);
  mkdirSync(pictures, { recursive: true });
  await take(page);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function browserPath() {
  const usual = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ];
  return [process.env.CHROMIUM, ...usual].find((path) => path && existsSync(path));
}

/** The page of an example that lies in no repository: its paths are short then. */
function planned(folder) {
  const server = join(folder, "aws-inventory");
  cpSync(join(root, "examples/aws-inventory"), server, { recursive: true });
  const page = join(folder, "page.html");
  const args = [join(root, "bin/retrofit.js"), "plan", "--html", page, "."];
  const { status } = spawnSync(process.execPath, args, { cwd: server, stdio: "inherit" });
  if (status !== 0) process.exit(1);
  return page;
}

async function take(page) {
  // The sandbox cannot be had by root, as in most containers; what is opened is our own page.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const opened = await chromium.launch({ executablePath: browser, args });
  for (const { name, width, height, colorScheme } of views) {
    const tab = await opened.newPage({ viewport: { width, height }, colorScheme });
    await tab.goto(pathToFileURL(page).href);
    await tab.screenshot({ path: join(pictures, `${name}.png`) });
    console.log(`docs/pictures/${name}.png`);
  }
  await opened.close();
}
