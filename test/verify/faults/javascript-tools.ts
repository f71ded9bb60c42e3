/** Ways to break a tool in JavaScript. */

import type { Broken, ToolFault } from "./fault.js";

const file = "index.js";
const BUCKETS = "await s3.send(new ListBucketsCommand({ Prefix: prefix }))";
const OBJECTS = "await s3.send(new ListObjectsV2Command({ Bucket: bucket }))";
const COMMAND = "{ env: accountEnvironment() }";
const MADE = "const run = promisify(execFile);";

const clients: readonly ToolFault[] = [
  {
    name: "an answer that is kept for the next account",
    tool: "list_buckets",
    patches: [
      [file, BUCKETS, `(kept ??= ${BUCKETS})`],
      [file, MADE, `${MADE}\nlet kept;`],
    ],
    says: /the answer is kept from another account/,
  },
  {
    name: "a client without the account's credentials",
    tool: "list_objects",
    patches: [
      [file, OBJECTS, OBJECTS.replace("s3.", "new S3Client({ followRegionRedirects: true }).")],
    ],
    says: /called with A: a request was signed by the server's own account/,
  },
  {
    name: "a child with the server's keys",
    tool: "list_by_command",
    patches: [[file, COMMAND, "{ env: process.env }"]],
    says: /called with A: a request was signed by the server's own account/,
  },
  {
    name: "an address that the server's keys sign",
    tool: "share_object",
    patches: [
      [file, "getSignedUrl(s3,", "getSignedUrl(new S3Client({ followRegionRedirects: true }),"],
    ],
    says: /called with A: a request was signed by the server's own account/,
  },
];

const contract: readonly ToolFault[] = [
  {
    name: "a required parameter made optional",
    tool: "list_objects",
    patches: [[file, "{ bucket: z.string(), target", "{ bucket: z.string().optional(), target"]],
    says: /inputSchema is no longer the same/,
  },
  {
    name: "the account required",
    tool: "list_buckets",
    patches: [
      [
        file,
        "prefix: z.string().optional(), target_account_id: targetAccountId",
        "prefix: z.string().optional(), target_account_id: z.string()",
      ],
    ],
    says: /target_account_id is required/,
  },
  {
    name: "no parameter for the account",
    tool: "list_by_command",
    patches: [
      [
        file,
        "{ target_account_id: targetAccountId }, withAccountContext(async () => {",
        "{}, withAccountContext(async () => {",
      ],
    ],
    says: /it takes no target_account_id/,
  },
];

const SCOPED = "withAccountContext(async ({ prefix }) => {";

const handlers: readonly ToolFault[] = [
  {
    name: "a typed error swallowed",
    tool: "list_buckets",
    patches: [
      [file, SCOPED, `swallowing(async ({ prefix }) => {`],
      [
        file,
        MADE,
        `${MADE}
const swallowing = (handler) => {
  const wrapped = withAccountContext(handler);
  return async (args, extra) => {
    const result = await wrapped(args, extra);
    return result.isError ? answer([]) : result;
  };
};`,
      ],
    ],
    says: /no account_not_found: it answered/,
  },
  {
    name: "the account ignored",
    tool: "list_objects",
    patches: [
      [file, "withAccountContext(async ({ bucket }) => {", "ignoring(async ({ bucket }) => {"],
      [
        file,
        MADE,
        `${MADE}
const ignoring = (handler) => {
  const wrapped = withAccountContext(handler);
  return ({ target_account_id: _ignored, ...rest }, extra) => wrapped(rest, extra);
};`,
      ],
    ],
    says: /called with A: a request was signed by the server's own account/,
  },
  {
    name: "another answer without an account",
    tool: "list_by_command",
    patches: [[file, "return answer(stdout);", 'return answer(stdout + "!");']],
    says: /without an account it answers/,
  },
];

const together: readonly ToolFault[] = [
  {
    name: "a batch that runs in the context of whoever began it",
    tool: "list_buckets",
    patches: [
      [file, BUCKETS, `await batched(() => s3.send(new ListBucketsCommand({ Prefix: prefix })))`],
      [
        file,
        MADE,
        `${MADE}
let waiting = [];
const batched = (work) =>
  new Promise((resolve, reject) => {
    if (waiting.length === 0) {
      setTimeout(() => {
        const all = waiting;
        waiting = [];
        for (const each of all) each.work().then(each.resolve, each.reject);
      }, 5);
    }
    waiting.push({ work, resolve, reject });
  });`,
      ],
    ],
    says: /many at once/,
  },
  {
    name: "another account's data in an answer, with every request sent",
    tool: "list_objects",
    patches: [
      [
        file,
        "return answer(Contents.map(({ Key }) => Key));",
        "return answer((first ??= Contents.map(({ Key }) => Key)));",
      ],
      [file, "const s3 =", "let first;\nconst s3 ="],
    ],
    says: /the answer for B holds what only A was given/,
  },
  {
    name: "a child that names a profile",
    tool: "list_by_command",
    patches: [[file, '["s3", "ls"]', '["s3", "ls", "--profile", "default"]']],
    says: /a request was not signed at all/,
  },
];

export const javascriptTools: readonly Broken[] = [clients, contract, handlers, together].map(
  (faults) => ({ language: "javascript", faults }),
);
