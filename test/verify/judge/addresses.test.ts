/** The ways by which requests reach the judge: at its own address, and as a proxy for any other. */

import { connect } from "node:net";
import { expect, test } from "vitest";
import { ask, sign } from "./requests.js";
import { judgeForTest } from "./support.js";

test("a plain address of somebody else's is answered by way of a proxy setting", async () => {
  const judge = await judgeForTest();
  const host = "bucket.s3.eu-west-1.amazonaws.com";
  const signed = await sign(judge, judge.base, { path: "/key", headers: { host } });
  expect((await ask(judge, signed, `http://${host}/key`)).status).toBe(200);
  expect(judge.requests()).toMatchObject([
    { proxied: true, host, service: "s3", operation: "GetObject", verdict: "answered" },
  ]);
});

test("a bucket may stand before the judge's own name", async () => {
  const judge = await judgeForTest();
  const host = `bucket.localhost:${new URL(judge.url).port}`;
  await ask(
    judge,
    await sign(judge, judge.base, { headers: { host }, query: { "list-type": "2" } }),
  );
  expect(judge.requests()).toMatchObject([{ operation: "ListObjectsV2", verdict: "answered" }]);
});

test("a tunnel to a literal https address is refused, and written down", async () => {
  const judge = await judgeForTest();
  const socket = connect(Number(new URL(judge.url).port), "127.0.0.1");
  socket.write("CONNECT sts.amazonaws.com:443 HTTP/1.1\r\nhost: sts.amazonaws.com:443\r\n\r\n");
  let answer = "";
  for await (const data of socket) answer += data;
  expect(answer).toMatch(/^HTTP\/1.1 403 /);
  expect(judge.requests()).toMatchObject([{ verdict: "tunnel", host: "sts.amazonaws.com:443" }]);
});
