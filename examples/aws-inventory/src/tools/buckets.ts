import {
  GetBucketLocationCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
} from "@aws-sdk/client-s3";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { answer, failure } from "../answer.js";
import { s3 } from "../clients.js";
import { pageShape } from "../schemas.js";

const bucket = z.string().describe("The name of the bucket");

async function readObject({ bucket, key }: { bucket: string; key: string }) {
  const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return answer({ type: ContentType, text: await Body?.transformToString() });
}

export function registerBucketTools(server: McpServer): void {
  server.tool("list_buckets", "List the buckets of the account.", async () => {
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    return answer(Buckets.map(({ Name }) => Name));
  });

  server.tool(
    "get_bucket_location",
    "Tell the region of a bucket.",
    { bucket },
    async ({ bucket }) => {
      try {
        const location = await s3.send(new GetBucketLocationCommand({ Bucket: bucket }));
        return answer({ region: location.LocationConstraint ?? "us-east-1" });
      } catch (error) {
        return failure(error);
      }
    },
  );

  server.registerTool(
    "list_objects",
    {
      title: "List objects",
      description: "List the objects of a bucket, by the beginning of their keys.",
      inputSchema: { bucket, prefix: z.string().optional(), ...pageShape },
      annotations: { readOnlyHint: true },
    },
    async ({ bucket, prefix, limit = 100 }) => {
      const { Contents = [] } = await s3.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: limit }),
      );
      return answer(Contents.map(({ Key, Size }) => ({ key: Key, bytes: Size })));
    },
  );

  server.registerTool(
    "read_object",
    {
      description: "Read an object as text.",
      inputSchema: { bucket, key: z.string() },
    },
    readObject,
  );
}
