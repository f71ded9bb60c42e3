/** Programs that a server starts. */

import type { Guides } from "./guide.js";

export const programs = {
  "subprocess-environment": {
    why: "A program that the server starts reads its credentials from the environment, which is the server's own unless it is given another. It would act in the server's account, whatever account the call asked for.",
    examples: {
      python: {
        before: {
          "server.py": `import subprocess


@mcp.tool()
def buckets() -> str:
    return subprocess.run(["aws", "s3", "ls"], capture_output=True, text=True).stdout
`,
        },
        after: {
          "server.py": `import subprocess

from cred_extract_services import account_environment


@mcp.tool()
def buckets() -> str:
    return subprocess.run(["aws", "s3", "ls"], capture_output=True, text=True, env=account_environment()).stdout
`,
        },
      },
      typescript: {
        before: {
          "server.ts": `import { execFile } from "node:child_process";

export const list = () => execFile("aws", ["s3", "ls"]);
`,
        },
        after: {
          "server.ts": `import { execFile } from "node:child_process";
import { accountEnvironment } from "./credential-services/index.js";

export const list = () => execFile("aws", ["s3", "ls"], { env: accountEnvironment() });
`,
        },
      },
    },
  },
  "subprocess-profile": {
    why: "`--profile` beats the keys of the environment. If one is among the arguments, the command acts in the account of the profile.",
    examples: {
      python: {
        before: {
          "server.py": `import subprocess

from cred_extract_services import account_environment


@mcp.tool()
def aws(arguments: list[str]) -> str:
    return subprocess.run(["aws", *arguments], env=account_environment(), text=True).stdout
`,
        },
        after: {
          "server.py": `import subprocess

from cred_extract_services import account_environment


@mcp.tool()
def aws(bucket: str) -> str:
    return subprocess.run(["aws", "s3", "ls", bucket], env=account_environment(), text=True).stdout
`,
        },
      },
    },
  },
  "subprocess-program": {
    why: "Whether a program uses AWS can't be told from its name. If it does, it acts in the server's own account; so somebody who knows it has to say.",
    examples: {
      python: {
        before: {
          "server.py": `import subprocess

import boto3


@mcp.tool()
def test(name: str) -> str:
    boto3.client("s3").list_buckets()
    return subprocess.run(["chaos", "run", name], text=True).stdout
`,
        },
        after: {
          "retrofit.config.json": `{ "programs": { "chaos": "none: talks to the cluster only" } }
`,
          "server.py": `import subprocess

import boto3


@mcp.tool()
def test(name: str) -> str:
    boto3.client("s3").list_buckets()
    return subprocess.run(["chaos", "run", name], text=True).stdout
`,
        },
      },
      typescript: {
        before: {
          "server.ts": `import { execFile } from "node:child_process";
import { S3Client } from "@aws-sdk/client-s3";

export const test = (name: string) => execFile("chaos", ["run", name]);
`,
        },
        after: {
          "retrofit.config.json": `{ "programs": { "chaos": "none: talks to the cluster only" } }
`,
          "server.ts": `import { execFile } from "node:child_process";
import { S3Client } from "@aws-sdk/client-s3";

export const test = (name: string) => execFile("chaos", ["run", name]);
`,
        },
      },
    },
  },
} as const satisfies Guides;
