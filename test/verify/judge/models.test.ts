/** Where models come from: our own copy, or the server's own botocore. */

import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { botocoreModels } from "../../../src/verify/judge/models/botocore.js";
import { shippedModels } from "../../../src/verify/judge/models/shipped.js";
import { ask, sign, whoAmI } from "./requests.js";
import { boto3, judgeForTest } from "./support.js";

/** botocore's folder of models in the tests' own environment. */
async function botocoreData(): Promise<string> {
  const lib = join(dirname(dirname(await boto3())), "lib");
  const [python = ""] = readdirSync(lib);
  return join(lib, python, "site-packages/botocore/data");
}

test("our copy names the same services, in the same way, as the botocore that it was made from", async () => {
  const own = shippedModels();
  const theirs = botocoreModels(await botocoreData());
  expect(own?.services.size).toBeGreaterThan(400);
  expect([...(theirs?.services.keys() ?? [])].sort()).toEqual(
    [...(own?.services.keys() ?? [])].sort(),
  );
  for (const [name, metadata] of own?.services ?? []) {
    expect(theirs?.services.get(name)).toMatchObject(metadata);
  }
});

test("a server's own models give the same answers", async () => {
  const list = {
    service: "dynamodb",
    method: "POST",
    headers: {
      "x-amz-target": "DynamoDB_20120810.DescribeTable",
      "content-type": "application/x-amz-json-1.0",
    },
    body: '{"TableName":"table"}',
  };
  const judges = [await judgeForTest(), await judgeForTest({ models: await botocoreData() })];
  const answers = await Promise.all(
    judges.map(async (judge) => ask(judge, await sign(judge, judge.base, list))),
  );
  expect(answers[0]?.body).toContain('"TableName":"table"');
  expect(answers[1]).toEqual(answers[0]);
});

test("a folder that holds no models leaves our own copy", async () => {
  const judge = await judgeForTest({ models: "/nowhere" });
  expect(judge.modelsProblem).toBeUndefined();
  expect((await ask(judge, await sign(judge, judge.base, whoAmI))).status).toBe(200);
});
