/** The command line: what the user typed becomes a command, and its outcome an exit code. Only this file knows exit codes. */

import { constants } from "node:os";
import chalk, { chalkStderr } from "chalk";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { addAccounts } from "./cli/accounts.js";
import { addCheck } from "./cli/check.js";
import { addExamples } from "./cli/examples.js";
import type { Finish, Outcome } from "./cli/finish.js";
import { addPlan, styleOption } from "./cli/plan.js";
import { addReport } from "./cli/report.js";
import { type StandardOutput, standardOutput } from "./cli/standard-output.js";
import { heard, type Io } from "./commands/io.js";
import type { RetrofitOptions } from "./commands/retrofit.js";
import type { UndoOptions } from "./commands/undo.js";
import type { VerifyFlags } from "./commands/verify.js";
import { describeSystemError, Interrupted, isSystemError, UserError } from "./errors.js";
import { progressOn } from "./progress/progress.js";
import { visibleLines } from "./report/visible.js";
import { version } from "./version.js";

/**
 * 0 done · 1 `check` found something to do, `verify` something wrong or unproven, or an account or its database failed · 2 usage error, unreadable input or a defect of ours ·
 * 130 cancelled, as shells number Ctrl-C, and in the same way for other signals.
 */
const exitCodes: Record<Outcome, number> = {
  done: 0,
  clean: 0,
  open: 1,
  failed: 1,
  incomplete: 2,
  cancelled: 130,
};

/** Runs the program and gives its exit code. Never throws. */
export async function main(argv: readonly string[]): Promise<number> {
  const output = standardOutput();
  const io = processIo(output);
  let code = 0;
  const program = build(io, (outcome) => {
    code = exitCodes[outcome];
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    await output.flushed();
    return code;
  } catch (error) {
    return failureCode(error, io);
  } finally {
    io.progress.clear();
  }
}

function build(io: Io, finish: Finish): Command {
  const program = new Command("retrofit")
    .description("Retrofit MCP servers so that every tool can act in any AWS account.")
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show the help of a command")
    .enablePositionalOptions()
    .exitOverride()
    .argument("[paths...]", "servers, folders of servers, or single files")
    .option("--dry-run", "print the diff and write nothing")
    .option(
      "--split <folder>",
      "write patches into a folder and nothing else: the credential services, then each server's tools",
    )
    .option("--html <file>", "make a page of what would be written, and write nothing else")
    .option("--yes", "write without asking")
    .option("--quiet", "no progress and no summary: problems and questions alone")
    .option("--todo <file>", "write what is left for people into a list in Markdown")
    .option("--allow-dirty", "write into files whose changes are not committed, too")
    .addOption(styleOption())
    .action(async (paths: string[], options: RetrofitOptions) => {
      const { retrofit } = await import("./commands/retrofit.js");
      finish(await retrofit(named(paths), options, heard(io, options)));
    });
  addPlan(program, io, finish);
  addCheck(program, io, finish);
  addReport(program, io, finish);
  addUndo(program, io, finish);
  addExplain(program, io, finish);
  addVerify(program, io, finish);
  addAccounts(program, io, finish);
  addExamples(program);
  return program;
}

function addExplain(program: Command, io: Io, finish: Finish): void {
  program
    .command("explain")
    .description(
      "say what a rule means, why it matters and what to do; without a name, list all rules",
    )
    .helpOption("-h, --help", "show this help")
    .exitOverride()
    .argument("[rule]", "the name of a rule, as findings show it")
    .action(async (rule: string | undefined) => {
      const { explain } = await import("./commands/explain.js");
      finish(explain(rule, io));
    });
}

function addUndo(program: Command, io: Io, finish: Finish): void {
  program
    .command("undo")
    .description(
      "take the last run back, to the byte; what was edited since stays as it was edited",
    )
    .helpOption("-h, --help", "show this help")
    .exitOverride()
    .argument("[paths...]", "the servers, or folders around them; by default the folder you are in")
    .option(
      "--list",
      "say which runs there are to take back, the last one first, and take none back",
    )
    .action(async (paths: string[], options: UndoOptions) => {
      const { undo } = await import("./commands/undo.js");
      finish(await undo(paths, options, io));
    });
}

function addVerify(program: Command, io: Io, finish: Finish): void {
  program
    .command("verify")
    .description(
      "run the server, as it was and as it is, on a local judge of AWS requests: exit 0 every tool proven, 1 not, 2 it could not be run",
    )
    .helpOption("-h, --help", "show this help")
    .exitOverride()
    .argument("<paths...>", "retrofitted servers, or folders of them")
    .option("--yes", "run the server's code without asking")
    .option("--quiet", "no progress")
    .option("--tool <names...>", "only these tools")
    .option("--against <folder>", "the server as it was, where neither a run nor git knows it")
    .option("--command <command>", "what starts the server over stdio, for a shell")
    .option("--timeout <seconds>", "the longest that a start or a call may take (30)", positive)
    .option("--calls <number>", "how many calls of a tool are made at once (50)", positive)
    .option("--aws-endpoint <url>", "another engine, such as moto, to answer AWS requests")
    .addOption(
      new Option("--format <format>", "what is printed on stdout").choices([
        "text",
        "json",
        "markdown",
      ]),
    )
    .option("--html <file>", "make a page for reviewers as well")
    .action(async (paths: string[], flags: VerifyFlags) => {
      const { verify } = await import("./commands/verify.js");
      finish(await verify(paths, flags, heard(io, flags)));
    });
}

function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("it must be a number above 0");
}

function named(paths: string[]): string[] {
  if (paths.length > 0) return paths;
  throw new UserError("name a server: retrofit ./path/to/server (--help shows more)");
}

function failureCode(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Interrupted) {
    io.say(`retrofit: ${error.message}`);
    return 128 + constants.signals[error.signal];
  }
  if (error instanceof UserError) io.say(`retrofit: ${error.message}`);
  else if (isSystemError(error))
    io.say(`retrofit: ${error.path ?? "the disk"}: ${describeSystemError(error)}`);
  else io.say(`retrofit: ${defectText(error)}`);
  return 2;
}

/** A defect in one line; the stack is for those who want to look into it. */
function defectText(error: unknown): string {
  if (process.env.RETROFIT_DEBUG) return (error as Error).stack ?? String(error);
  const message = error instanceof Error ? error.message : String(error);
  return `a defect of retrofit, nothing was written: ${message.split("\n")[0]} (RETROFIT_DEBUG=1 shows more)`;
}

function processIo(output: StandardOutput): Io {
  if (process.env.NO_COLOR) chalkStderr.level = chalk.level = 0;
  const progress = progressOn(process.stderr);
  return {
    cwd: process.cwd(),
    out: (bytes) => {
      progress.clear();
      output.write(process.stdout.isTTY ? visibleLines(Buffer.from(bytes).toString()) : bytes);
    },
    say: (line) => {
      progress.clear();
      process.stderr.write(`${visibleLines(line)}\n`);
    },
    progress,
    paint: chalkStderr,
    paintOut: chalk,
    interactive: Boolean(process.stdin.isTTY && process.stderr.isTTY) && !process.env.CI,
  };
}
