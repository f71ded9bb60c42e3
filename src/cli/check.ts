/** The command line of `check`. */

import { type Command, InvalidArgumentError } from "commander";
import type { CheckFlags, Output } from "../commands/check.js";
import { heard, type Io } from "../commands/io.js";
import { type Format, formatNames } from "../report/check/formats/names.js";
import type { Finish } from "./finish.js";

export function addCheck(program: Command, io: Io, finish: Finish): void {
  program
    .command("check")
    .description("say whether every tool is migrated: exit 0 yes, 1 no, 2 could not be told")
    .helpOption("-h, --help", "show this help")
    .exitOverride()
    .argument("<paths...>", "servers, folders of servers, single files, or patterns of them")
    .option(
      "--format <format[=file]>",
      `how to report, and into which file: ${formatNames.join(", ")}; may be said several times`,
      output,
      [],
    )
    .option("--output <file>", "the file for the format that is named without one")
    .option("--html <file>", "make a page for reviewers as well: the same as --format html=FILE")
    .option("--verbose", "text: everything, notes too, instead of a screen")
    .option("--quiet", "no progress")
    .option("--max-warnings <number>", "exit 1 for more warnings than that", amount)
    .option("--since <commit>", "only servers that what changed since there touches")
    .option("--require-server", "a path without a server is an error")
    .option("--baseline <file>", "what the file has is known, and fails nothing")
    .option("--generate-baseline", "write that file, with everything that is found now")
    .option("--update-baseline", "take out of that file what is gone; nothing is added")
    .action(async (paths: string[], flags: CheckFlags) => {
      const { check } = await import("../commands/check.js");
      finish(await check(paths, flags, heard(io, flags)));
    });
}

function output(text: string, before: readonly Output[]): Output[] {
  const [, name = "", file] = /^([^=]*)(?:=(.+))?$/s.exec(text) ?? [];
  if (!formatNames.includes(name as Format)) {
    throw new InvalidArgumentError(`it must be one of ${formatNames.join(", ")}`);
  }
  return [...before, { format: name as Format, file }];
}

function amount(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError("it must be a number, 0 or above");
}
