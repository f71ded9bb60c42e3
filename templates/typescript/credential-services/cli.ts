// SPDX-License-Identifier: MIT-0
// Adds, lists and tests accounts: run this file, compiled or with tsx, without arguments for help.
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { runCommand, type Terminal } from "./commands.js";

const terminal: Terminal = {
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
  askSecret,
};

/** From a prompt or a pipe, never from the command line, where others could read it. */
async function askSecret(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write("Secret access key: ");
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({
    input: process.stdin,
    output: silent,
    terminal: process.stdin.isTTY,
  });
  for await (const line of lines) {
    lines.close();
    return line.trim();
  }
  return "";
}

runCommand(process.argv.slice(2), terminal).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.name : "failed");
    process.exitCode = 1;
  },
);
