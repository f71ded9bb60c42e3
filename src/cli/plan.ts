/** The command lines of `plan`, `show` and `apply`. */

import { type Command, Option } from "commander";
import type { ApplyOptions } from "../commands/apply.js";
import type { Io } from "../commands/io.js";
import type { PlanOptions } from "../commands/plan.js";
import type { ShowOptions } from "../commands/show.js";
import type { Finish } from "./finish.js";

export function addPlan(program: Command, io: Io, finish: Finish): void {
  command(program, "plan")
    .description("work out what would be written and put it into a file, for `show` and `apply`")
    .argument("<paths...>", "servers, folders of servers, or single files")
    .option("-o, --output <file>", "the file for the plan")
    .option("--html <file>", "a page of it, for reviewers")
    .addOption(styleOption())
    .action(async (paths: string[], options: PlanOptions) => {
      const { plan } = await import("../commands/plan.js");
      finish(await plan(paths, options, io));
    });
  command(program, "show")
    .description("print the diff of a plan, and say whether it fits this checkout")
    .argument("<plan>", "the file that `plan -o` wrote")
    .argument("[folder]", "the checkout; by default the folder you are in")
    .option("--html <file>", "make a page of it, for reviewers, in place of the diff")
    .action(async (file: string, folder: string | undefined, options: ShowOptions) => {
      const { show } = await import("../commands/show.js");
      finish(await show(file, folder, options, io));
    });
  command(program, "apply")
    .description(
      "write exactly what a plan says; refused where anything that it was made from has changed",
    )
    .argument("<plan>", "the file that `plan -o` wrote")
    .argument("[folder]", "the checkout; by default the folder you are in")
    .option("--yes", "write without asking")
    .option("--allow-dirty", "write into files whose changes are not committed, too")
    .action(async (file: string, folder: string | undefined, options: ApplyOptions) => {
      const { applyPlan } = await import("../commands/apply.js");
      finish(await applyPlan(file, folder, options, io));
    });
}

function command(program: Command, name: string): Command {
  return program.command(name).helpOption("-h, --help", "show this help").exitOverride();
}

/** The same for whoever writes at once and whoever plans. */
export function styleOption(): Option {
  return new Option(
    "--style <style>",
    "Python: one decorator, or the guide's form in every tool",
  ).choices(["wrapper", "inline"]);
}
