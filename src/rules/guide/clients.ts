/** Rules of AWS clients, and of what else signs requests. */

import type { Guides } from "./guide.js";

export const clients = {
  "aws-client": {
    why: "A client takes its credentials once, when it is made. Without a provider that asks for the account of the call, every tool goes on acting in the account the server was started with, whatever account it was asked for.",
    examples: {
      typescript: {
        before: {
          "server.ts": `import { S3Client } from "@aws-sdk/client-s3";

export const s3 = new S3Client({ region: "eu-west-1" });
`,
        },
        after: {
          "server.ts": `import { S3Client } from "@aws-sdk/client-s3";
import { accountCredentials } from "./credential-services/index.js";

export const s3 = new S3Client({ region: "eu-west-1", credentials: accountCredentials() });
`,
        },
      },
    },
  },
  "aws-sdk-v2": {
    why: "Clients of the AWS SDK for JavaScript v2 share one configuration and copy its credentials; there is no provider that is asked in each call. Tools that use them would act in one account for all callers.",
    examples: {
      typescript: {
        before: {
          "server.ts": `import AWS from "aws-sdk";

export const s3 = new AWS.S3({ region: "eu-west-1" });
`,
        },
        after: {
          "server.ts": `import { S3Client } from "@aws-sdk/client-s3";
import { accountCredentials } from "./credential-services/index.js";

export const s3 = new S3Client({ region: "eu-west-1", credentials: accountCredentials() });
`,
        },
      },
    },
  },
  "explicit-credentials": {
    why: "Keys that are given beat every other source of credentials. The client, or the signer, acts in the account of those keys and never in that of the call.",
    examples: {
      python: {
        before: {
          "server.py": `import boto3


def s3(key: str, secret: str):
    return boto3.client("s3", aws_access_key_id=key, aws_secret_access_key=secret)
`,
        },
        after: {
          "server.py": `import boto3


def s3():
    return boto3.client("s3")
`,
        },
      },
      typescript: {
        before: {
          "server.ts": `import { AwsClient } from "aws4fetch";

const [accessKeyId, secretAccessKey] = [process.env.KEY!, process.env.SECRET!];

export async function get(url: string) {
  return new AwsClient({ accessKeyId, secretAccessKey }).fetch(url);
}
`,
        },
        after: {
          "server.ts": `import { AwsClient } from "aws4fetch";
import { accountCredentials } from "./credential-services/index.js";

export async function get(url: string) {
  return new AwsClient(await accountCredentials()()).fetch(url);
}
`,
        },
      },
    },
  },
  "own-account-argument": {
    why: "The tool chose an account before it took target_account_id, and what it made for that one stays: the keys that its argument leads to beat the account's. Who gives both must know which counts: a role is assumed by the account that was asked for, and what is done with it is done in the role's account; a profile that boto3 or a client is given by its name, and whatever may be left out in a way that can't be followed, gives way to target_account_id.",
    examples: {
      python: {
        before: {
          "server.py": `import boto3


@mcp.tool()
def buckets(role_arn: str) -> dict:
    """List the buckets of a role's account."""
    sts = boto3.client("sts")
    keys = sts.assume_role(RoleArn=role_arn, RoleSessionName="tool")["Credentials"]
    s3 = boto3.client(
        "s3",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    return s3.list_buckets()
`,
        },
        after: {
          "server.py": `import boto3


@mcp.tool()
def buckets() -> dict:
    """List the buckets."""
    return boto3.client("s3").list_buckets()
`,
        },
      },
      typescript: {
        before: {
          "server.ts": `import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { z } from "zod";

server.tool("buckets", { roleArn: z.string() }, async ({ roleArn }) => {
  const credentials = fromTemporaryCredentials({ params: { RoleArn: roleArn } });
  const s3 = new S3Client({ region: "eu-central-1", credentials });
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  return { content: [{ type: "text", text: JSON.stringify(Buckets) }] };
});
`,
        },
        after: {
          "server.ts": `import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";

server.tool("buckets", {}, async () => {
  const s3 = new S3Client({ region: "eu-central-1" });
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  return { content: [{ type: "text", text: JSON.stringify(Buckets) }] };
});
`,
        },
      },
    },
  },
  "s3-express": {
    why: "A client of S3 keeps the session of a directory bucket (S3 Express One Zone) by the bucket's name. In older versions of the AWS SDK for JavaScript a client that several calls share would answer one account with a session of another. In Python the services keep the sessions apart.",
    examples: {
      typescript: {
        before: {
          "server.ts": `import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { accountCredentials } from "./credential-services/index.js";

const s3 = new S3Client({ credentials: accountCredentials() });

export const put = (name: string) =>
  s3.send(new PutObjectCommand({ Bucket: "logs--use1-az4--x-s3", Key: name }));
`,
        },
        after: {
          "server.ts": `import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { accountCredentials } from "./credential-services/index.js";

const s3 = new S3Client({ credentials: accountCredentials(), disableS3ExpressSessionAuth: true });

export const put = (name: string) =>
  s3.send(new PutObjectCommand({ Bucket: "logs--use1-az4--x-s3", Key: name }));
`,
        },
      },
    },
  },
  "environment-credentials": {
    why: "The environment belongs to the process. While one call has put its keys there, calls for other accounts that run at the same time use them too, and so does every call after it.",
    examples: {
      python: {
        before: {
          "server.py": `import os

import boto3


@mcp.tool()
def buckets(keys: dict) -> dict:
    os.environ["AWS_ACCESS_KEY_ID"] = keys["AccessKeyId"]
    os.environ["AWS_SECRET_ACCESS_KEY"] = keys["SecretAccessKey"]
    return boto3.client("s3").list_buckets()
`,
        },
        after: {
          "server.py": `import boto3


@mcp.tool()
def buckets() -> dict:
    return boto3.client("s3").list_buckets()
`,
        },
      },
      typescript: {
        before: {
          "server.ts": `import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";

export const server = new McpServer({ name: "shelf", version: "1.0.0" });

server.tool("buckets", "List the buckets.", { profile: z.string() }, async ({ profile }) => {
  process.env.AWS_PROFILE = profile;
  const { Buckets } = await new S3Client({}).send(new ListBucketsCommand({}));
  return { content: [{ type: "text", text: JSON.stringify(Buckets) }] };
});
`,
        },
        after: {
          "server.ts": `import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";

export const server = new McpServer({ name: "shelf", version: "1.0.0" });

server.tool("buckets", "List the buckets.", {}, async () => {
  const { Buckets } = await new S3Client({}).send(new ListBucketsCommand({}));
  return { content: [{ type: "text", text: JSON.stringify(Buckets) }] };
});
`,
        },
      },
    },
  },
} as const satisfies Guides;
