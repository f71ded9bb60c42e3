// Makes the pictures of the review, and docs/first-five-minutes.md with the screens of the bundled examples: all of it is
// what the built program shows in a terminal. Needs `script`, of util-linux.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { keys, openSession, type Session } from "../../test/support/pty.js";
import { type Page, pageOf, steps } from "./first-five-minutes.js";
import { pictureOf } from "./svg.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pictures = join(root, "docs/pictures");

const cwd = mkdtempSync(join(tmpdir(), "retrofit-"));
try {
  cpSync(join(root, "examples"), cwd, { recursive: true });
  mkdirSync(pictures, { recursive: true });
  await paint();
  writeFileSync(join(root, "docs/first-five-minutes.md"), pageOf(await screens()));
} finally {
  rmSync(cwd, { recursive: true, force: true });
}

/** Two screens in colours. */
async function paint(): Promise<void> {
  const env = { NO_COLOR: undefined, FORCE_COLOR: "1" };
  const session = openSession(["."], { cwd, columns: 100, rows: 26, env });
  await session.shows("2 servers: ");
  keep(session, "overview", "The first screen of a review");
  session.type(keys.enter);
  await session.shows("Group 1 of");
  session.type(`/get_bucket_location${keys.enter}`);
  await session.shows("Tell the region of a bucket");
  keep(session, "tool", "One tool in a review, with what is inserted marked");
  session.type(keys.interrupt);
  await session.ended;
}

function keep({ emulator }: Session, name: string, title: string): void {
  writeFileSync(join(pictures, `review-${name}.svg`), pictureOf(emulator, title));
}

async function screens(): Promise<Page[]> {
  const session = openSession(["."], { cwd, columns: 80, rows: 24 });
  const pages: Page[] = [];
  for (const step of steps) {
    if (step.types) session.type(step.types);
    const screen = step.isLast
      ? (await session.ended, session.screen())
      : await session.shows(step.shows);
    pages.push({ ...step, screen });
  }
  return pages;
}
