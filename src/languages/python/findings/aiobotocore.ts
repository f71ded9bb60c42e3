/** Asynchronous AWS clients, which the services reach through a wrapper of their own. */

import type { Finding } from "../../../types.js";
import { outsideCalls, type Wanted } from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import { finding } from "./code.js";

const sessions: Wanted = {
  words: [["aiob", /\b(?:aiobotocore|aioboto3|get_session|AioSession|Session|getattr)\b/g]],
  path: /^aio(?:boto3|botocore)\b[\w.]*\.(?:get_session|AioSession|Session|client|resource)$/,
};

/** Each call that makes a session of aiobotocore or aioboto3, whose clients are asynchronous. */
export function asynchronousClients(program: Program): Finding[] {
  return outsideCalls(program, sessions).flatMap(({ at, path }) => {
    const library = path.slice(0, path.indexOf("."));
    const message = `\`${library}\` is used here; its clients are switched between accounts by the services' wrapper only`;
    return finding(program, "aiobotocore", at, message);
  });
}
