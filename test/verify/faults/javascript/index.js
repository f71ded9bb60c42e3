#!/usr/bin/env node
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";

const s3 = new S3Client({});
const run = promisify(execFile);
const answer = (value) => ({ content: [{ type: "text", text: JSON.stringify(value) }] });

const server = new McpServer({ name: "notes", version: "1.0.0" });

server.tool("list_buckets", "List the buckets.", { prefix: z.string().optional() }, async ({ prefix }) => {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({ Prefix: prefix }));
  return answer(Buckets.map(({ Name }) => Name));
});

server.tool("list_objects", "List the objects of a bucket.", { bucket: z.string() }, async ({ bucket }) => {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  return answer(Contents.map(({ Key }) => Key));
});

server.tool("list_by_command", "List the buckets by the command line.", {}, async () => {
  const { stdout } = await run("aws", ["s3", "ls"]);
  return answer(stdout);
});

server.tool("share_object", "Make an address to read an object.", { bucket: z.string(), key: z.string() }, async ({ bucket, key }) => {
  const asked = new GetObjectCommand({ Bucket: bucket, Key: key });
  return answer(await getSignedUrl(s3, asked, { expiresIn: 600 }));
});

await server.connect(new StdioServerTransport());
