/** Makes what is started of the sources of a copy. */

import { UserError } from "../../errors.js";
import type { Starting } from "../../languages/starting.js";
import { start } from "./process.js";
import type { Scratch } from "./scratch.js";

/** A build may take longer than a call. */
const PATIENCE = 6;

/** Runs the server's build in a copy. Throws UserError, with the end of what it said, where it fails or does not end. */
export async function build(
  root: string,
  { build: script, bins }: Starting,
  { home }: Scratch,
  timeout: number,
): Promise<void> {
  if (script === undefined) return;
  const path = [...bins, process.env.PATH ?? ""].join(":");
  const env = { PATH: path, HOME: home, CI: "1" };
  const running = start({ command: "sh", args: ["-c", script] }, root, env);
  let said = "";
  running.child.stdout.on("data", (data: Buffer) => {
    said = (said + data).slice(-2000);
  });
  running.child.stdin.end();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("no end in time"), timeout * PATIENCE);
  });
  const end = await Promise.race([running.ended, late]);
  clearTimeout(timer);
  await running.end();
  if (end === "exit code 0") return;
  const last = (said + running.said()).trim().split("\n").slice(-3).join(" | ");
  throw new UserError(`${root}: the build "${script}" failed (${end}): ${last}`);
}
