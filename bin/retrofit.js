#!/usr/bin/env node
// Starts the built program. The exit code is set, not forced, so that output is flushed first.
import { main } from "../dist/cli.js";

process.stdout.on("error", (error) => {
  // Somebody closed the pipe (`| head`): there is nobody left to write to.
  if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
  throw error;
});

process.exitCode = await main(process.argv.slice(2));
