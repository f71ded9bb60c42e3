#!/usr/bin/env node
// Starts the built program. The exit code is set, not forced, so that output is flushed first.

process.stdout.on("error", (error) => {
  // Somebody closed the pipe (`| head`): there is nobody left to write to.
  if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
  throw error;
});

const args = process.argv.slice(2);
if (args.length === 1 && args[0] === "--version") {
  // Scripts ask this often, so it is answered before the command line's library is loaded.
  const { version } = await import("../dist/version.js");
  console.log(version);
} else {
  const { main } = await import("../dist/cli.js");
  process.exitCode = await main(args);
}
