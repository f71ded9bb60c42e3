import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startAwsEndpoint } from "./aws-endpoint.js";

const client = new Client({ name: "test", version: "1.0.0" });
let stop = (): void => undefined;

beforeAll(async () => {
  const endpoint = await startAwsEndpoint();
  stop = endpoint.stop;
  process.env.AWS_ENDPOINT_URL = endpoint.url;
  process.env.AWS_ACCESS_KEY_ID = "AKIDEXAMPLE";
  process.env.AWS_SECRET_ACCESS_KEY = "example";
  // The clients read the environment when they are made, which is when the module loads.
  const { createServer } = await import("../src/server.js");
  const [here, there] = InMemoryTransport.createLinkedPair();
  await createServer().connect(there);
  await client.connect(here);
});

afterAll(async () => {
  await client.close();
  stop();
});

test("ten tools are listed", async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).sort()).toEqual([
    "describe_table",
    "get_bucket_location",
    "get_item",
    "list_buckets",
    "list_instances",
    "list_objects",
    "list_regions",
    "list_tables",
    "list_volumes",
    "read_object",
  ]);
});

test.each([
  ["list_buckets", {}, ["logs", "site"]],
  ["get_bucket_location", { bucket: "logs" }, { region: "eu-central-1" }],
  ["list_objects", { bucket: "logs", limit: 1 }, [{ key: "a.txt", bytes: 5 }]],
  ["read_object", { bucket: "logs", key: "a.txt" }, { type: "text/xml", text: "hello" }],
  ["list_tables", {}, ["orders"]],
  ["describe_table", { table: "orders" }, { status: "ACTIVE", items: 7 }],
  ["get_item", { table: "orders", key: { id: "1" } }, { id: "1", total: 12 }],
  ["list_instances", { state: "running" }, [{ id: "i-1", type: "t3.micro", state: "running" }]],
  ["list_regions", {}, ["eu-central-1"]],
  ["list_volumes", {}, [{ id: "vol-1", gib: 8 }]],
])("%s", async (name, args, expected) => {
  const { content, isError } = await client.callTool({ name, arguments: args });
  expect(isError).toBeFalsy();
  const [first] = content as { text: string }[];
  expect(JSON.parse(first?.text ?? "")).toEqual(expected);
});
