/** The command line of `report`. */

import type { Command } from "commander";
import type { Io } from "../commands/io.js";
import type { Finish } from "./finish.js";

export function addReport(program: Command, io: Io, finish: Finish): void {
  program
    .command("report")
    .description("put what many checks wrote with --format json on one page, on stdout")
    .helpOption("-h, --help", "show this help")
    .exitOverride()
    .argument("<files...>", "files that `check --format json=FILE` wrote")
    .requiredOption("--html", "as a page of HTML")
    .action(async (files: string[]) => {
      const { report } = await import("../commands/report.js");
      finish(await report(files, io));
    });
}
