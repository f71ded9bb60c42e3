/**
 * Every rule that a finding can name: how grave it is, what it means, and what helps. These few words are
 * there at every start; `guide/` has the long ones, for `explain` and docs/rules/.
 *
 * `error` makes `check` fail: an account could be mixed up or is silently ignored.
 */

import type { Severity } from "../types.js";

export interface Rule {
  /** That of its findings; some finding may know better. */
  readonly severity: Severity;
  readonly summary: string;
  /** What the reader can do. A finding says it too, unless it knows something more exact. */
  readonly remedy: string;
}

export const rules = {
  "tool-pending": {
    severity: "error",
    summary: "A tool takes no account yet: whoever calls it acts in the server's own.",
    remedy: "run retrofit on the server, or leave the tool out with a reason",
  },
  "tool-partial": {
    severity: "error",
    summary: "A tool has a part of the retrofit, such as the parameter without the wrapper.",
    remedy: "run retrofit on the server, which adds what is missing",
  },
  "tool-unsupported": {
    severity: "error",
    summary: "A tool is registered in a way that retrofit cannot change safely.",
    remedy: "do what the reason names, or leave the tool out with a reason",
  },
  "aws-client": {
    severity: "error",
    summary: "An AWS client is made with fixed credentials and would go on using its own account.",
    remedy: "give the client `credentials: accountCredentials()`",
  },
  "aws-sdk-v2": {
    severity: "error",
    summary: "A client of the old AWS SDK cannot be switched between accounts.",
    remedy:
      "move this client to the AWS SDK for JavaScript v3 (npx aws-sdk-js-codemod helps), then run retrofit again",
  },
  "explicit-credentials": {
    severity: "error",
    summary: "A client is built with keys of its own, which no account context reaches.",
    remedy: "leave the keys out, or make the client inside the call with the keys of the call",
  },
  "own-account-argument": {
    severity: "warning",
    summary: "An argument that the tool had before chooses an account of its own.",
    remedy:
      "say in the tool's description which of the two to give, or leave the own argument's account out where target_account_id is given",
  },
  "environment-credentials": {
    severity: "error",
    summary:
      "A tool sets credentials for the whole process: calls for other accounts would use them.",
    remedy: "take the own setup out, then run again: the account context gives each call its own",
  },
  "subprocess-environment": {
    severity: "error",
    summary:
      "A subprocess that uses AWS, or may, inherits the environment: it acts in the server's own account.",
    remedy: "start it inside the call with the environment of the call's account",
  },
  "subprocess-profile": {
    severity: "warning",
    summary: "A subprocess may be given a `--profile`, which beats the account's credentials.",
    remedy: "leave `--profile` out when target_account_id is given",
  },
  "subprocess-program": {
    severity: "error",
    summary: "A subprocess of which it isn't known whether it uses AWS inherits the environment.",
    remedy: "say in the configuration, under `programs`, whether the program uses AWS",
  },
  "cached-account": {
    severity: "error",
    summary: "A result is kept across calls and could be answered to another account.",
    remedy: "ask AWS in every call, or let the account of the call be part of the key",
  },
  "s3-express": {
    severity: "error",
    summary: "S3 Express sessions are cached in the client, across accounts.",
    remedy: "make the client in each call, or set `disableS3ExpressSessionAuth: true`",
  },
  "other-handler": {
    severity: "warning",
    summary: "A resource or prompt reaches AWS outside every tool call, which strict mode refuses.",
    remedy: "wrap its handler: `withAccountContext`",
  },
  "other-process": {
    severity: "error",
    summary: "A worker, a pool, a timer or a batch does not run in the account of the call.",
    remedy:
      "hand the account over: `run_in_account(account_id, work)`, or `pool.submit(run_in_account, account_cache_key(), work)`; a thread pool takes it along",
  },
  "raw-thread": {
    severity: "error",
    summary: "A thread started by hand does not inherit the account of the call.",
    remedy:
      "start it with `contextvars.copy_context().run`, or use `ThreadPoolExecutor.submit` or `asyncio.to_thread`",
  },
  "parameter-last": {
    severity: "note",
    summary: "The parameter had to be the last one, since tools are called by position.",
    remedy: "call the tool by keywords there, and the parameter can stand first",
  },
  "contract-changed": {
    severity: "error",
    summary: "A required parameter was made optional by a hand retrofit.",
    remedy:
      "move target_account_id behind the required parameters and take their defaults away again",
  },
  "never-imported": {
    severity: "note",
    summary: "The tool is registered in a module that nothing imports.",
    remedy: "import the module where the server starts, or take the tool out",
  },
  "file-exists": {
    severity: "note",
    summary: "A file that the retrofit would add exists already and is left as it is.",
    remedy:
      "rename it and run retrofit again to get the new one beside it, then take over what you need",
  },
  "no-entry-point": {
    severity: "note",
    summary: "No entry point for containers could be added.",
    remedy: "start the server as before; the accounts work the same",
  },
  "jest-imports": {
    severity: "warning",
    summary: "jest may not find the TypeScript sources behind the copied modules' `.js` imports.",
    remedy: "let jest's moduleNameMapper lead from `.js` to the TypeScript sources",
  },
  "scan-cut-short": {
    severity: "error",
    summary:
      "The server's code leads on more paths than are followed: tools or findings may be missing.",
    remedy: "name its folders one by one, and leave out those that serve no tool",
  },
  "manifest-broken": {
    severity: "error",
    summary: "The manifest does not parse, so the server's package and dependencies are not known.",
    remedy: "repair it and run again: its dependencies, package and entry point could not be read",
  },
  "import-root": {
    severity: "error",
    summary: "Nothing shows how a module of the server would import the account services.",
    remedy: "write into README.md how the server is started, and run again",
  },
  "services-missing": {
    severity: "error",
    summary: "Account services that the server imports are not there.",
    remedy: "run retrofit, which puts them back, or take them from the version control",
  },
  "not-in-wheel": {
    severity: "error",
    summary: "The server's wheel leaves out the services that its tools import.",
    remedy: "run retrofit, which adds them to the packages of the wheel",
  },
  "not-shipped": {
    severity: "error",
    summary:
      "A package or an image gets modules of the server without the services, or without what these load.",
    remedy:
      "let the services' folder go along, and list what it loads where the server is published",
  },
  "entrypoint-import": {
    severity: "error",
    summary: "A tool imports its account setup from `entrypoint`, which a wheel leaves out.",
    remedy: "import it from cred_extract_services inside the server's package",
  },
  "outside-services": {
    severity: "error",
    summary: "Account services are imported from outside of the server's package.",
    remedy: "import them from cred_extract_services inside the server's package",
  },
  "malformed-pragma": {
    severity: "warning",
    summary: "A comment that is meant to have something ignored does not count.",
    remedy: "write it `retrofit-ignore: reason`",
  },
  "unused-pragma": {
    severity: "warning",
    summary: "A comment `retrofit-ignore` stands where there is nothing to ignore.",
    remedy: "take it out, or put it on the line that it is for, or right above",
  },
  "unused-ignore": {
    severity: "warning",
    summary: "The configuration leaves out a tool that no server has.",
    remedy: "correct the name, or take the entry out",
  },
  "unused-program": {
    severity: "warning",
    summary: "The configuration declares a program that no server is seen to start.",
    remedy: "correct the name (bare, without folder and version), or take the entry out",
  },
  "no-server": {
    severity: "note",
    summary: "A path that was named has no server, beside others that have one.",
    remedy: "correct the path, or name it no more",
  },
  "fewer-than-expected": {
    severity: "error",
    summary: "Fewer servers or tools are found than the configuration expects.",
    remedy: "find out which is no longer recognised, or correct `expect` in the configuration",
  },
  "unused-baseline": {
    severity: "warning",
    summary: "A line of the baseline is about something that is no longer found.",
    remedy: "run check with --update-baseline, which takes it out",
  },
  "schema-test": {
    severity: "note",
    summary: "A test compares the exact schema of a tool, which gets a parameter more.",
    remedy: "add target_account_id to what it expects, or update its snapshot",
  },
  "run-formatter": {
    severity: "note",
    summary: "The project has a formatter, which may lay out longer lines otherwise.",
    remedy: "run the formatter on the changed files",
  },
  "run-install": {
    severity: "note",
    summary: "Dependencies were added; the lock file follows when they are installed.",
    remedy: "install the server's dependencies again",
  },
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof rules;
