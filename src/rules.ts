/**
 * Every rule a finding can name. A rule is data: what it means for people, how grave it is.
 * `error` makes `check` fail: an account could be mixed up or is silently ignored.
 */

import type { Severity } from "./types.js";

export interface Rule {
  readonly severity: Severity;
  readonly summary: string;
}

export const rules = {
  "aws-client": {
    severity: "error",
    summary: "An AWS client is made with fixed credentials and would go on using its own account.",
  },
  "aws-sdk-v2": {
    severity: "error",
    summary: "A client of the old AWS SDK cannot be switched between accounts.",
  },
  "explicit-credentials": {
    severity: "error",
    summary: "A client is built with keys of its own, which no account context reaches.",
  },
  "environment-credentials": {
    severity: "error",
    summary:
      "A tool sets credentials for the whole process: calls for other accounts would use them.",
  },
  "subprocess-environment": {
    severity: "error",
    summary:
      "A subprocess that uses AWS, or may, inherits the environment: it acts in the server's own account.",
  },
  "subprocess-profile": {
    severity: "warning",
    summary: "A subprocess may be given a `--profile`, which beats the account's credentials.",
  },
  "subprocess-program": {
    severity: "error",
    summary: "A subprocess of which it isn't known whether it uses AWS inherits the environment.",
  },
  "cached-account": {
    severity: "warning",
    summary: "A result is kept across calls and could be answered to another account.",
  },
  "s3-express": {
    severity: "warning",
    summary: "S3 Express sessions are cached in the client, across accounts.",
  },
  aiobotocore: {
    severity: "warning",
    summary: "An asynchronous AWS client needs the services' own wrapper.",
  },
  "other-handler": {
    severity: "warning",
    summary: "A resource or prompt reaches AWS outside every tool call, which strict mode refuses.",
  },
  "raw-thread": {
    severity: "warning",
    summary: "A thread started by hand does not inherit the account of the call.",
  },
  "parameter-last": {
    severity: "note",
    summary: "The parameter had to be the last one, since tools are called by position.",
  },
  "contract-changed": {
    severity: "error",
    summary: "A required parameter was made optional by a hand retrofit.",
  },
  "never-imported": {
    severity: "note",
    summary: "The tool is registered in a module that nothing imports.",
  },
  "file-exists": {
    severity: "note",
    summary: "A file that the retrofit would add exists already and is left as it is.",
  },
  "no-entry-point": {
    severity: "note",
    summary: "No entry point for containers could be added.",
  },
  "jest-imports": {
    severity: "warning",
    summary: "jest may not find the TypeScript sources behind the copied modules' `.js` imports.",
  },
  "scan-cut-short": {
    severity: "error",
    summary:
      "The server's code leads on more ways than are followed: tools or findings may be missing.",
  },
  "manifest-broken": {
    severity: "error",
    summary: "The manifest does not parse, so the server's package and dependencies are not known.",
  },
  "not-in-wheel": {
    severity: "error",
    summary: "The server's wheel leaves out the services that its tools import.",
  },
  "entrypoint-import": {
    severity: "warning",
    summary: "A tool imports its account setup from `entrypoint`, which a wheel leaves out.",
  },
  "outside-services": {
    severity: "warning",
    summary: "Account services are imported from outside of the server's package.",
  },
  "unused-ignore": {
    severity: "warning",
    summary: "The configuration leaves out a tool that no server has.",
  },
  "run-install": {
    severity: "note",
    summary: "Dependencies were added; the lock file follows when they are installed.",
  },
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof rules;
