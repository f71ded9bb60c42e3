import { execFile } from "node:child_process";
import { mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { installed } from "../deploy/support/node-server.js";
import { SIGNER, settingsFor } from "./support/accounts.js";
import { type FakeAws, startAws } from "./support/aws.js";

// Each server is a process of its own: what is taken out of the way is the whole process's.

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const services = pathToFileURL(at("templates/typescript/credential-services/index.ts")).href;
const tsx = pathToFileURL(at("node_modules/tsx/dist/loader.mjs")).href;

let aws: FakeAws;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(() => aws.close());
beforeEach(() => {
  aws.requests.length = 0;
});

/** Runs a server's code; what it logs as JSON. */
async function run(code: string, nodeModules: string, more: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "overrides-"));
  symlinkSync(nodeModules, join(folder, "node_modules"));
  writeFileSync(join(folder, "server.mjs"), code.replaceAll("SERVICES", services));
  const env = { PATH: process.env["PATH"] ?? "", ...settingsFor(aws), ...more };
  const args = ["--import", tsx, join(folder, "server.mjs")];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return JSON.parse(stdout) as unknown;
}

const targets = [...SIGNER.keys()].map((id) => id ?? null);

it("SDK v2 signs for the call's account: old clients, new ones, after AWS.config.update", async () => {
  const code = `
    import AWS from "aws-sdk";
    import { runInAccount, withAccountContext } from "SERVICES";
    const endpoint = process.env.AWS_ENDPOINT_URL;
    const own = { accessKeyId: process.env.AWS_ACCESS_KEY_ID, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY };
    const options = { endpoint, s3ForcePathStyle: true };
    const before = new AWS.S3({ ...options, region: "us-east-1" });
    AWS.config.update({ region: "us-east-1", ...own });
    const early = new AWS.S3(options);
    const explicit = new AWS.S3({ ...options, ...own });
    const tool = withAccountContext(async ({ to }) => {
      const name = "S3";
      const fresh = new AWS[name](options);
      AWS.config.update({ credentials: new AWS.Credentials(own) });
      const get = (client, Bucket) => client.getObject({ Bucket, Key: "k" }).promise();
      for (const client of [before, early, fresh, new AWS.S3(options)]) await get(client, "for-" + to);
      await get(explicit, "for-null");
    });
    const targets = ${JSON.stringify([...targets, ...targets])};
    await Promise.all(targets.map((to) => tool({ to, target_account_id: to })));
    const late = await early.getObject({ Bucket: "b", Key: "k" }).promise().catch((error) => error.name);
    console.log(JSON.stringify(late));
  `;
  const late = await run(code, await installed({ "aws-sdk": "2.1693.0" }), {
    AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: "1",
  });
  const gets = aws.requests.filter(({ path }) => path.startsWith("/for-"));
  expect(gets).toHaveLength(2 * targets.length * 5);
  const wrong = gets.filter(({ path, signer }) => {
    const target = /for-(\d+)/.exec(path)?.[1];
    return signer?.keyId !== SIGNER.get(target);
  });
  expect(wrong).toEqual([]);
  expect(late).toBe("LostAccountContextError");
});

const bedrock = (how: string, settings = "") => `
  import { BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
  import { accountCredentials, withAccountContext, withAccountCredentials } from "SERVICES";
  const seen = [];
  const requestHandler = {
    handle: async ({ headers }) => {
      seen.push(/Credential=(\\w+)|Bearer \\w+/.exec(headers.authorization ?? headers.Authorization).slice(0, 2).filter(Boolean).at(-1));
      throw Object.assign(new Error("seen"), { $retryable: undefined });
    },
  };
  const client = new BedrockRuntimeClient(${how});
  const tool = withAccountContext(async () => {
    const command = new InvokeModelCommand({ modelId: "m", body: "{}" });
    await client.send(command).catch(() => undefined);
  });
  for (const id of [undefined, "111111111111", undefined, "333333333333"]) {
    await tool({ target_account_id: id });
  }
  ${settings}
  console.log(JSON.stringify(seen));
`;
const bedrockSdk = () => installed({ "@aws-sdk/client-bedrock-runtime": "3.1164.0" });
const token = { AWS_BEARER_TOKEN_BEDROCK: "planted" };
const fixed = "maxAttempts: 1, requestHandler";

it("a bearer token for Bedrock does not beat an account's keys, and serves calls without one", async () => {
  const how = `withAccountCredentials({ ${fixed} })`;
  const seen = await run(bedrock(how), await bedrockSdk(), token);
  expect(seen).toEqual([
    ...["Bearer planted", "AKIA111111111111"],
    ...["Bearer planted", "AKIA333333333333"],
  ]);
});

it("nor on a client whose credentials alone are given; there it is out of the way for all", async () => {
  const how = `{ ${fixed}, region: "us-east-1", credentials: accountCredentials() }`;
  const seen = await run(bedrock(how), await bedrockSdk(), token);
  expect(seen).toEqual([
    ...["AKIABASE000000000000", "AKIA111111111111"],
    ...["AKIABASE000000000000", "AKIA333333333333"],
  ]);
});

it("and is left alone in a server without accounts", async () => {
  const how = `{ ${fixed}, region: "us-east-1", credentials: accountCredentials() }`;
  const seen = await run(bedrock(how), await bedrockSdk(), { ...token, TARGET_ACCOUNTS: "" });
  expect((seen as string[])[0]).toBe("Bearer planted");
});
