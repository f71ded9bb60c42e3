import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { FastMCP } from "fastmcp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import {
  currentAccount,
  targetAccountId,
  withAccountContext,
  withAccountCredentials,
  withAccountLoads,
  withAccountTool,
} from "../../../templates/typescript/credential-services/index.js";
import { freePort } from "../../support/ports.js";
import { BASE_KEY, setFor, settingsFor, useSettings } from "./support/accounts.js";
import { type FakeAws, startAws } from "./support/aws.js";

const ONE = "111111111111";

let aws: FakeAws;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(() => aws.close());
useSettings(() => settingsFor(aws));

/** A client of the server, which then listens on a port of its own. */
async function connected(server: FastMCP): Promise<Client> {
  const port = await freePort();
  await server.start({
    transportType: "httpStream",
    httpStream: { port, host: "127.0.0.1", stateless: true },
  });
  const client = new Client({ name: "test", version: "1.0.0" });
  const transport = new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/mcp`));
  await client.connect(transport as Parameters<Client["connect"]>[0]);
  return client;
}

it("FastMCP for TypeScript lists the parameter, and runs tools in the account", async () => {
  const server = new FastMCP({ name: "test", version: "1.0.0" });
  const seen = (args: object) => JSON.stringify([args, currentAccount()?.accountId ?? null]);
  server.addTool({
    name: "wrapped",
    parameters: z.object({ a: z.string(), target_account_id: targetAccountId }),
    execute: withAccountContext(async (args, { log }) => {
      log.info("called");
      return seen(args);
    }),
  });
  server.addTool(
    withAccountTool({
      name: "whole",
      parameters: z.object({ a: z.string() }),
      execute: async (args: { a: string }) => seen(args),
    }),
  );
  server.addTool(withAccountTool({ name: "bare", execute: async () => seen({}) }));
  const client = await connected(server);
  const { tools } = await client.listTools();
  for (const { inputSchema } of tools) {
    expect(inputSchema.properties?.["target_account_id"]).toEqual({
      type: "string",
      description: "Target AWS account ID. If not provided, use default credentials.",
    });
  }
  const call = async (name: string, args: Record<string, unknown>) => {
    const { content, isError } = await client.callTool({ name, arguments: args });
    const value = JSON.parse((content as { text: string }[])[0]?.text ?? "");
    return isError === true ? value.error_type : value;
  };
  for (const name of ["wrapped", "whole"]) {
    expect(await call(name, { a: "x" })).toEqual([{ a: "x" }, null]);
    expect(await call(name, { a: "x", target_account_id: ONE })).toEqual([{ a: "x" }, ONE]);
    expect(await call(name, { a: "x", target_account_id: "9" })).toBe("account_not_found");
  }
  expect(await call("bare", { target_account_id: ONE })).toEqual([{}, ONE]);
  await client.close();
  await server.stop();
});

/** Reads an object by a client as a retrofit leaves it. */
async function readObject(key: string): Promise<string> {
  const config = { region: "us-east-1", endpoint: aws.url, forcePathStyle: true };
  const s3 = new S3Client(withAccountCredentials(config));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: "b", Key: key }));
  return (await Body?.transformToString()) ?? "";
}

class Listing {
  readonly uri = "doc://listing";
  readonly name = "listing";
  readonly #key = "listing";

  async load() {
    return { text: await readObject(this.#key) };
  }
}

it("FastMCP's resources and prompts sign with the server's own credentials in strict mode", async () => {
  const server = new FastMCP({ name: "test", version: "1.0.0" });
  server.addTool({ name: "none", execute: withAccountContext(async () => "none") });
  withAccountLoads(server).addResource({
    uri: "doc://index",
    name: "index",
    async load(_auth, context) {
      context?.log.info("read");
      return { text: await readObject("index") };
    },
  });
  withAccountLoads(server).addResources([new Listing()]);
  server.addResource({
    uri: "doc://bare",
    name: "bare",
    load: async () => ({ text: await readObject("bare") }),
  });
  withAccountLoads(server).addResourceTemplate({
    uriTemplate: "doc://one/{key}",
    name: "document",
    arguments: [{ name: "key", required: true }],
    load: async ({ key }) => ({ text: await readObject(key) }),
  });
  withAccountLoads(server).addPrompt({
    name: "sum_up",
    arguments: [{ name: "key", required: true }],
    load: async ({ key = "" }) => `Sum up: ${await readObject(key)}`,
  });
  const client = await connected(server);
  const read = async (uri: string) => (await client.readResource({ uri })).contents[0];
  const ask = async (key: string) => client.getPrompt({ name: "sum_up", arguments: { key } });
  aws.requests.length = 0;
  for (const strict of ["true", "false"]) {
    setFor("TARGET_ACCOUNT_STRICT", strict);
    await client.callTool({ name: "none", arguments: { target_account_id: ONE } });
    expect(await read("doc://index")).toMatchObject({ text: "object index" });
    expect(await read("doc://listing")).toMatchObject({ text: "object listing" });
    expect(await read("doc://one/x")).toMatchObject({ text: "object x" });
    expect((await ask("y")).messages[0]?.content).toMatchObject({ text: "Sum up: object y" });
    if (strict === "true") await expect(read("doc://bare")).rejects.toThrow();
    else expect(await read("doc://bare")).toMatchObject({ text: "object bare" });
  }
  const signers = new Set(aws.requests.map(({ signer }) => signer?.keyId));
  expect([...signers]).toEqual([BASE_KEY]);
  await client.close();
  await server.stop();
});
