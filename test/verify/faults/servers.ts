/** Ways to break a server as a whole. */

import type { ServerFault } from "./fault.js";

const js = { language: "javascript", tool: "list_buckets" } as const;
const py = { language: "python", tool: "list_buckets" } as const;
const BUCKETS = "await s3.send(new ListBucketsCommand({ Prefix: prefix }))";

export const serverFaults: readonly ServerFault[] = [
  {
    ...js,
    name: "AssumeRole without the external id",
    patches: [["credential-services/sessions.js", "{ ExternalId: role.externalId }", "{}"]],
    says: /AssumeRole came without the external id/,
  },
  {
    ...js,
    name: "an account let through that is not allowed",
    patches: [
      [
        "credential-services/access.js",
        "export async function authorise(accountId, call) {",
        "export async function authorise(accountId, call) {\n    return;",
      ],
    ],
    says: /no account_access_denied|ends in account_access_denied, it sent a request/,
  },
  {
    ...js,
    name: "the region of the first account for all",
    patches: [
      [
        "credential-services/credentials.js",
        "const ofAccount = currentScope()?.session?.account.region;",
        "const ofAccount = (globalThis.firstRegion ??= currentScope()?.session?.account.region);",
      ],
    ],
    says: /a request went to the region of A/,
  },
  {
    ...js,
    name: "the account's keys written into the environment",
    patches: [
      [
        "index.js",
        BUCKETS,
        `(Object.assign(process.env, accountEnvironment()), await new S3Client({ maxAttempts: 1 }).send(new ListBucketsCommand({ Prefix: prefix })))`,
      ],
    ],
    says: /signed by account|keys that nobody issued|holds what only/,
  },
  {
    ...js,
    name: "a server that ends when a call fails",
    patches: [
      [
        "index.js",
        "const server = new McpServer",
        'process.stdout.on("pipe", () => {});\nconst { write } = process.stdout;\nprocess.stdout.write = (text, ...rest) => (String(text).includes("assume_role_error") ? process.exit(3) : write.call(process.stdout, text, ...rest));\nconst server = new McpServer',
      ],
    ],
    says: /the server ended of errors: exit code 3/,
  },
  {
    ...js,
    name: "another resource",
    patches: [
      [
        "index.js",
        "await server.connect",
        'server.resource("readme", "notes://readme", async () => ({ contents: [] }));\nawait server.connect',
      ],
    ],
    says: /resources\/list is no longer the same/,
  },
  {
    ...js,
    name: "a resource that signs as the last caller",
    patches: [
      ["index.js", BUCKETS, `((held = accountEnvironment()), ${BUCKETS})`],
      [
        "index.js",
        "await server.connect",
        `let held;
const own = () => ({
  accessKeyId: held.AWS_ACCESS_KEY_ID,
  secretAccessKey: held.AWS_SECRET_ACCESS_KEY,
  sessionToken: held.AWS_SESSION_TOKEN,
});
server.resource("buckets", "notes://buckets", async (uri) => {
  await new S3Client({ credentials: own() }).send(new ListBucketsCommand({}));
  return { contents: [{ uri: uri.href, text: "buckets" }] };
});
await server.connect`,
      ],
    ],
    says: /notes:\/\/buckets, read after a call of list_buckets with A: a request was signed by account A/,
  },
  {
    ...js,
    name: "an entry point that does not start",
    patches: [
      [
        "entrypoint.js",
        "async function main() {",
        'async function main() {\n  throw new Error("no");',
      ],
    ],
    says: /the entry point over (stdio|HTTP)/,
  },
  {
    ...py,
    name: "AssumeRole without the external id",
    patches: [
      ["cred_extract_services/aws_client.py", "    if account.external_id:\n", "    if False:\n"],
    ],
    says: /AssumeRole came without the external id/,
  },
  {
    ...py,
    name: "AssumeRole signed by the account before",
    patches: [
      [
        "cred_extract_services/aws_client.py",
        "            answer = base_client('sts', region).assume_role(**request)",
        "            client = _make_client('sts', region, LAST[0]) if LAST else base_client('sts', region)\n            answer = client.assume_role(**request)",
      ],
      [
        "cred_extract_services/aws_client.py",
        "    problem: Optional[CredentialExtractionError] = None\n",
        "    LAST[:] = [credentials]\n    problem: Optional[CredentialExtractionError] = None\n",
      ],
      [
        "cred_extract_services/aws_client.py",
        "SESSION_SECONDS = 3600",
        "SESSION_SECONDS = 3600\nLAST: Any = []",
      ],
    ],
    says: /AssumeRole was signed by account A/,
  },
  {
    ...py,
    name: "the account's keys written into the environment",
    patches: [
      [
        "notes.py",
        "    return [bucket['Name'] for bucket in s3.list_buckets()['Buckets']]",
        "    import os\n    os.environ.update(account_environment())\n    keys = {'aws_access_key_id': os.environ['AWS_ACCESS_KEY_ID'], 'aws_secret_access_key': os.environ['AWS_SECRET_ACCESS_KEY']}\n    token = os.environ.get('AWS_SESSION_TOKEN')\n    own = boto3.Session(**keys, aws_session_token=token).client('s3')\n    return [bucket['Name'] for bucket in own.list_buckets()['Buckets']]",
      ],
    ],
    says: /signed by account|keys that nobody issued|was refused|holds what only/,
  },
];
