/**
 * A local endpoint with the few AWS answers that some servers ask for before they list their tools:
 * who they are, and which functions and state machines there are to make tools of. Anything else is an error.
 */

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

const arn = "arn:aws:lambda:us-east-1:123456789012:function:example";
const machine = "arn:aws:states:us-east-1:123456789012:stateMachine:example";

const callerIdentity =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
  "<Arn>arn:aws:iam::123456789012:user/example</Arn><UserId>EXAMPLE</UserId><Account>123456789012</Account>" +
  "</GetCallerIdentityResult></GetCallerIdentityResponse>";

const answers: readonly { asks: RegExp; answer: string }[] = [
  { asks: /Action=GetCallerIdentity/, answer: callerIdentity },
  {
    asks: /^GET \/2015-03-31\/functions/,
    answer: JSON.stringify({
      Functions: [{ FunctionName: "example", FunctionArn: arn, Description: "An example" }],
    }),
  },
  {
    asks: /ListStateMachines/,
    answer: JSON.stringify({
      stateMachines: [
        { name: "example", stateMachineArn: machine, type: "STANDARD", creationDate: 1767225600 },
      ],
    }),
  },
  {
    asks: /DescribeStateMachine/,
    answer: JSON.stringify({
      name: "example",
      stateMachineArn: machine,
      type: "STANDARD",
      creationDate: 1767225600,
      roleArn: "arn:aws:iam::123456789012:role/example",
      definition:
        '{"Comment": "An example", "StartAt": "End", "States": {"End": {"Type": "Succeed"}}}',
    }),
  },
];

/** Serves the endpoint while `use` runs, and gives `use` its URL. */
export async function withAwsEndpoint<Result>(
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const server = createServer(async (request, response) => {
    const asked = await requestText(request);
    const known = answers.find(({ asks }) => asks.test(asked));
    response.writeHead(known ? 200 : 400).end(known?.answer ?? "{}");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
}

/** Method and path, operation, and body: what tells AWS requests apart. */
async function requestText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const operation = request.headers["x-amz-target"] ?? "";
  return `${request.method} ${request.url} ${operation} ${Buffer.concat(chunks).toString()}`;
}
