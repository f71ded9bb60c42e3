#!/usr/bin/env node
// Starts the built program. The exit code is set, not forced, so that output is flushed first.

const args = process.argv.slice(2);
if (args.length === 1 && args[0] === "--version") {
  // Scripts ask this often, so it is answered before the command line's library is loaded.
  const { version } = await import("../dist/version.js");
  console.log(version);
} else {
  const { main } = await import("../dist/cli.js");
  process.exitCode = await main(args);
}
