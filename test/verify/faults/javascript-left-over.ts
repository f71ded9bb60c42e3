/** Ways to sign elsewhere, or with what an earlier call left over, in JavaScript. */

import type { Broken, ToolFault } from "./fault.js";

const file = "index.js";
const BUCKETS = "await s3.send(new ListBucketsCommand({ Prefix: prefix }))";
const OBJECTS = "await s3.send(new ListObjectsV2Command({ Bucket: bucket }))";
const COMMAND = 'await run("aws", ["s3", "ls"], { env: accountEnvironment() })';
const MADE = "const run = promisify(execFile);";

/** A program of its own, which signs by what it finds in its environment. */
const alone = (send: string, tell: string) =>
  `const { S3Client, ListBucketsCommand, ListObjectsV2Command } = require("@aws-sdk/client-s3");
new S3Client({}).send(${send}).then((answer) => ${tell});`;

const elsewhere: readonly ToolFault[] = [
  {
    name: "a worker that signs for itself",
    tool: "list_buckets",
    patches: [
      [file, BUCKETS, "await inWorker()"],
      [
        file,
        MADE,
        `${MADE}
import { Worker } from "node:worker_threads";
const code = ${JSON.stringify(alone("new ListBucketsCommand({})", 'require("node:worker_threads").parentPort.postMessage(answer)'))};
const inWorker = () => new Promise((resolve) => new Worker(code, { eval: true }).once("message", resolve));`,
      ],
    ],
    says: /called with A: a request was signed by the server's own account/,
  },
  {
    name: "a process that signs for itself",
    tool: "list_objects",
    patches: [
      [file, OBJECTS, 'JSON.parse((await run(process.execPath, ["-e", program, bucket])).stdout)'],
      [
        file,
        MADE,
        `${MADE}
const program = ${JSON.stringify(alone("new ListObjectsV2Command({ Bucket: process.argv[1] })", "console.log(JSON.stringify(answer))"))};`,
      ],
    ],
    says: /called with A: a request was signed by the server's own account/,
  },
  {
    name: "a bearer token in place of a signature",
    tool: "list_by_command",
    patches: [
      [
        file,
        COMMAND,
        '{ stdout: await (await fetch(process.env.AWS_ENDPOINT_URL, { headers: { authorization: "Bearer abc" } })).text() }',
      ],
    ],
    says: /called with A: a request was signed with keys that nobody issued/,
  },
];

const leftOver: readonly ToolFault[] = [
  {
    name: "an account that a cancelled call leaves behind",
    tool: "list_buckets",
    patches: [
      [
        file,
        "withAccountContext(async ({ prefix }) => {",
        "withAccountContext(async ({ prefix }, { signal }) => {\n  held ??= accountEnvironment();",
      ],
      [
        file,
        BUCKETS,
        "await cleared(heldClient().send(new ListBucketsCommand({}), { abortSignal: signal }))",
      ],
      [
        file,
        MADE,
        `${MADE}
let held;
const heldClient = () =>
  new S3Client({
    credentials: {
      accessKeyId: held.AWS_ACCESS_KEY_ID,
      secretAccessKey: held.AWS_SECRET_ACCESS_KEY,
      sessionToken: held.AWS_SESSION_TOKEN,
    },
  });
const cleared = async (work) => {
  const answer = await work;
  held = undefined;
  return answer;
};`,
      ],
    ],
    says: /after cancelled calls, called with (?:no account|B): a request was signed by account A|while calls with A were cancelled|many at once/,
  },
  {
    name: "an account that a failed call leaves behind",
    tool: "list_objects",
    patches: [
      [file, "withAccountContext(async ({ bucket }) => {", "remembering(async ({ bucket }) => {"],
      [
        file,
        "const server =",
        `let last;
const remembering = (handler) => {
  const wrapped = withAccountContext(handler);
  return async (args, extra) => {
    last = args.target_account_id ?? last;
    const result = await wrapped({ ...args, target_account_id: last }, extra);
    if (!result.isError) last = undefined;
    return result;
  };
};
const server =`,
      ],
    ],
    says: /after errors it no longer works with no account/,
  },
  {
    name: "work that a timer does as the server",
    tool: "list_by_command",
    patches: [
      [file, COMMAND, "await queued(() => s3.send(new ListBucketsCommand({})))"],
      [file, "return answer(stdout);", "return answer(stdout.Buckets.map(({ Name }) => Name));"],
      ["index.js", "const { stdout } =", "const stdout ="],
      [
        file,
        "const s3 =",
        `import { asServerIdentity } from "./credential-services/index.js";
const jobs = [];
setInterval(() => {
  for (const job of jobs.splice(0)) asServerIdentity(job);
}, 5).unref();
const queued = (work) =>
  new Promise((resolve, reject) => jobs.push(() => work().then(resolve, reject)));
const s3 =`,
      ],
    ],
    says: /called with A: a request was signed by the server's own account/,
  },
];

export const javascriptLeftOver: readonly Broken[] = [elsewhere, leftOver].map((faults) => ({
  language: "javascript",
  faults,
}));
