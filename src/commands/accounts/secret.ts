/** Asks for a secret: on a command line, others could read it, and it would stay in the shell's history. */

import { createInterface } from "node:readline/promises";
import { Interrupted, UserError } from "../../errors.js";

/** The secret access key, from a prompt that does not show it or, without a terminal, from the first line of standard input. */
export async function askSecret(): Promise<string> {
  const secret = (process.stdin.isTTY ? await prompted() : await piped()).trim();
  if (secret !== "" && !/\s/.test(secret)) return secret;
  throw new UserError(
    "the secret access key is read from standard input: it is empty there, or not one word",
  );
}

async function prompted(): Promise<string> {
  const { isCancel, password } = await import("@clack/prompts");
  const answer = await password({ message: "Secret access key", output: process.stderr });
  if (isCancel(answer)) throw new Interrupted("SIGINT");
  return answer;
}

async function piped(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  return "";
}
