/** What runs outside of the call, or is kept from one call to the next. */

import type { Guides } from "./guide.js";

export const elsewhere = {
  "other-process": {
    why: "The account of a call lives in the process, thread or task that the call runs in. A worker that is started beside it has none: it acts in the server's own account, or in that of the call that happened to start it.",
    examples: {
      python: {
        before: {
          "server.py": `from concurrent.futures import ProcessPoolExecutor

import boto3

pool = ProcessPoolExecutor(2)


def size(name: str) -> int:
    return len(boto3.client("s3").list_objects_v2(Bucket=name)["Contents"])


@mcp.tool()
def count(name: str) -> int:
    return pool.submit(size, name).result()
`,
        },
        after: {
          "server.py": `from concurrent.futures import ThreadPoolExecutor

import boto3

pool = ThreadPoolExecutor(2)


def size(name: str) -> int:
    return len(boto3.client("s3").list_objects_v2(Bucket=name)["Contents"])


@mcp.tool()
def count(name: str) -> int:
    return pool.submit(size, name).result()
`,
        },
      },
      typescript: {
        before: {
          "server.ts": `import { Worker } from "node:worker_threads";

export const count = (name: string) =>
  new Worker("./count.js", { workerData: \`aws s3 ls \${name}\` });
`,
        },
        after: {
          "server.ts": `import { Worker } from "node:worker_threads";
import { accountEnvironment } from "./credential-services/index.js";

export const count = (name: string) =>
  new Worker("./count.js", { workerData: \`aws s3 ls \${name}\`, env: accountEnvironment() });
`,
        },
      },
    },
  },
  "raw-thread": {
    why: "The account of a call is a context variable, and a thread that is started by hand begins with an empty context: what it does in AWS it does in the server's own account.",
    examples: {
      python: {
        before: {
          "server.py": `import threading

import boto3


def store(name: str) -> None:
    boto3.client("s3").put_object(Bucket="demo", Key=name)


@mcp.tool()
def upload(name: str) -> str:
    threading.Thread(target=store, args=(name,)).start()
    return name
`,
        },
        after: {
          "server.py": `import asyncio

import boto3


def store(name: str) -> None:
    boto3.client("s3").put_object(Bucket="demo", Key=name)


@mcp.tool()
async def upload(name: str) -> str:
    await asyncio.to_thread(store, name)
    return name
`,
        },
      },
    },
  },
  "other-handler": {
    why: "Resources and prompts belong to no tool call, so they have no account. In strict mode the services refuse to sign for them; wrapped, they run with the server's own credentials, as they always did.",
    examples: {
      typescript: {
        before: {
          "server.ts": `import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { accountCredentials } from "./credential-services/index.js";

const s3 = new S3Client({ credentials: accountCredentials() });

server.resource("buckets", "buckets://all", async (uri) => {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  return { contents: [{ uri: uri.href, text: String(Buckets.length) }] };
});
`,
        },
        after: {
          "server.ts": `import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { accountCredentials, withAccountContext } from "./credential-services/index.js";

const s3 = new S3Client({ credentials: accountCredentials() });

server.resource("buckets", "buckets://all", withAccountContext(async (uri) => {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  return { contents: [{ uri: uri.href, text: String(Buckets.length) }] };
}));
`,
        },
      },
    },
  },
  "cached-account": {
    why: "What one call learned in its account is kept and given to a call for another account: wrong at best, and somebody else's data at worst.",
    examples: {
      python: {
        before: {
          "server.py": `import functools

import boto3


@functools.cache
def account_id() -> str:
    return boto3.client("sts").get_caller_identity()["Account"]
`,
        },
        after: {
          "server.py": `import boto3


def account_id() -> str:
    return boto3.client("sts").get_caller_identity()["Account"]
`,
        },
      },
      typescript: {
        before: {
          "server.ts": `import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { accountCredentials } from "./credential-services/index.js";

const sts = new STSClient({ credentials: accountCredentials() });
let account: string | undefined;

export async function accountId() {
  account ??= (await sts.send(new GetCallerIdentityCommand({}))).Account;
  return account;
}
`,
        },
        after: {
          "server.ts": `import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { accountCredentials } from "./credential-services/index.js";

const sts = new STSClient({ credentials: accountCredentials() });

export async function accountId() {
  return (await sts.send(new GetCallerIdentityCommand({}))).Account;
}
`,
        },
      },
    },
  },
} as const satisfies Guides;
