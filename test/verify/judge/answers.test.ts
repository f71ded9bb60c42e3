/** What answers say: that work has ended well, and all that a good answer has. */

import { expect, test } from "vitest";
import { ask, sign } from "./requests.js";
import { judgeForTest } from "./support.js";

async function answerTo(service: string, headers: Record<string, string>, body: string) {
  const judge = await judgeForTest();
  const asked = { service, method: "POST", headers, body };
  return (await ask(judge, await sign(judge, judge.base, asked))).body;
}

test("of the states of work, the answer has the one that ends it well, so that who waits does not wait forever", async () => {
  const headers = {
    "x-amz-target": "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeQuery",
    "content-type": "application/x-amz-json-1.1",
  };
  expect(await answerTo("cloudtrail", headers, "{}")).toContain('"QueryStatus":"FINISHED"');
});

test("members whose names tell of a default are no faults", async () => {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const body = "Action=ListPolicies&Version=2010-05-08";
  expect(await answerTo("iam", headers, body)).toMatch(/<DefaultVersionId>v\d/);
});
