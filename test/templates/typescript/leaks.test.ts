import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  accountCredentials,
  withAccountContext,
} from "../../../templates/typescript/credential-services/index.js";
import { SIGNER, settingsFor, useSettings, written } from "./support/accounts.js";
import { type FakeAws, startAws } from "./support/aws.js";

const CALLS = 10_000;
const GROWTH_BYTES = 5 * 1024 * 1024;

let aws: FakeAws;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(() => aws.close());
useSettings(() => settingsFor(aws));

setFlagsFromString("--expose_gc");
const collect = runInNewContext("gc") as () => void;

function heapNow(): number {
  written.length = 0;
  collect();
  return process.memoryUsage().heapUsed;
}

it("10,000 calls leave nothing in memory", async () => {
  const targets = [...SIGNER.keys(), "999999999999"];
  const shared = new S3Client({ region: "us-east-1", credentials: accountCredentials() });
  const resolve = async ({ config }: S3Client) => (await config.credentials()).accessKeyId;
  const tool = withAccountContext(async (args: { fresh: boolean }) =>
    resolve(
      args.fresh
        ? new S3Client({ region: "us-east-1", credentials: accountCredentials() })
        : shared,
    ),
  );
  const run = async (calls: number) => {
    for (let turn = 0; turn < calls; turn += 1) {
      const fresh = turn % 100 === 0;
      const args = { fresh, target_account_id: targets[turn % targets.length] };
      const key = await tool(args);
      const expected = SIGNER.get(args.target_account_id);
      if (expected !== undefined && key !== expected) throw new Error(`signed as ${key}`);
    }
  };
  await run(CALLS / 5);
  const before = heapNow();
  await run(CALLS);
  expect(heapNow() - before).toBeLessThan(GROWTH_BYTES);
  expect(aws.sts_requests()).toHaveLength(1);
});
