// SPDX-License-Identifier: MIT-0
{{RUNNER_IMPORT}}import { strict as assert } from "node:assert";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { accountCredentials, withAccountContext } from "{{SERVICES}}/index{{EXTENSION}}";

{{RUNNER}}

// Which account a tool call signs its requests for. Nothing leaves this machine.

const KEYS_ACCOUNT = "111111111111";
const ROLE_ACCOUNT = "222222222222";
const UNKNOWN_ACCOUNT = "999999999999";
const ROLE_ARN = `arn:aws:iam::${ROLE_ACCOUNT}:role/mcp`;
const ACCOUNTS = [
  {
    account_id: KEYS_ACCOUNT,
    access_key_id: "AKIAOFTHEACCOUNT",
    secret_access_key: "a secret",
    region: "eu-central-1",
  },
  { account_id: ROLE_ACCOUNT, role_arn: ROLE_ARN, external_id: "an external id" },
];
const ROLE_SESSION = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleResult>
    <Credentials>
      <AccessKeyId>ASIAOFTHEROLE</AccessKeyId>
      <SecretAccessKey>another secret</SecretAccessKey>
      <SessionToken>a token</SessionToken>
      <Expiration>2999-01-01T00:00:00Z</Expiration>
    </Credentials>
    <AssumedRoleUser>
      <Arn>arn:aws:sts::${ROLE_ACCOUNT}:assumed-role/mcp/session</Arn>
      <AssumedRoleId>AROA:session</AssumedRoleId>
    </AssumedRoleUser>
  </AssumeRoleResult>
</AssumeRoleResponse>`;
// Who the keys belong to is asked once.
const KEYS_OWNER = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Account>${KEYS_ACCOUNT}</Account>
    <Arn>arn:aws:iam::${KEYS_ACCOUNT}:user/mcp</Arn>
    <UserId>AIDA</UserId>
  </GetCallerIdentityResult>
</GetCallerIdentityResponse>`;

const stsRequests: { signature: string; parameters: URLSearchParams }[] = [];
const sts = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  const signature = request.headers.authorization ?? "";
  const parameters = new URLSearchParams(body);
  stsRequests.push({ signature, parameters });
  const isRole = parameters.get("Action") === "AssumeRole";
  response.writeHead(200, { "content-type": "text/xml" }).end(isRole ? ROLE_SESSION : KEYS_OWNER);
});

const ownEnvironment = { ...process.env };

beforeAll(async () => {
  await new Promise<void>((resolve) => sts.listen(0, "127.0.0.1", () => resolve()));
  const unset = ["DATABASE_URL", "ACCOUNTS_DATABASE_URL", "RDS_SECRET_NAME", "AWS_SESSION_TOKEN"];
  const rules = ["ALLOWED_TARGET_ACCOUNTS", "TARGET_ACCOUNTS_CLAIM", "ALLOW_DEFAULT_ACCOUNT"];
  for (const name of [...unset, ...rules, "AWS_PROFILE"]) {
    delete process.env[name];
  }
  Object.assign(process.env, {
    TARGET_ACCOUNTS: JSON.stringify(ACCOUNTS),
    AWS_ACCESS_KEY_ID: "AKIAOFTHESERVER",
    AWS_SECRET_ACCESS_KEY: "its secret",
    AWS_REGION: "us-east-1",
    AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${(sts.address() as AddressInfo).port}`,
  });
});

afterAll(async () => {
  process.env = ownEnvironment;
  await new Promise((resolve) => {
    sts.close(resolve);
    sts.closeAllConnections();
  });
});

// What a client does for each request: all the calls share one provider.
const credentials = accountCredentials();

interface Answer {
  key?: string;
  token?: string | undefined;
  isError?: boolean;
  content?: { text: string }[];
}

/** A tool: the key that a request of its would be signed with. */
const signingKey = withAccountContext(
  async (_args: { target_account_id?: string }): Promise<Answer> => {
    const { accessKeyId, sessionToken } = await credentials();
    return { key: accessKeyId, token: sessionToken };
  },
);

test("without an account the server's own key signs", async () => {
  assert.equal((await signingKey({})).key, "AKIAOFTHESERVER");
});

test("an account with keys signs with them", async () => {
  const { key } = await signingKey({ target_account_id: KEYS_ACCOUNT });
  assert.equal(key, "AKIAOFTHEACCOUNT");
});

test("an account with a role signs with its session", async () => {
  const answer = await signingKey({ target_account_id: ROLE_ACCOUNT });
  assert.deepEqual(answer, { key: "ASIAOFTHEROLE", token: "a token" });
  const request = stsRequests.find(({ parameters }) => parameters.has("RoleArn"));
  assert.match(request?.signature ?? "", /AKIAOFTHESERVER/);
  assert.equal(request?.parameters.get("RoleArn"), ROLE_ARN);
  assert.equal(request?.parameters.get("ExternalId"), "an external id");
});

test("nothing is left over for the next call", async () => {
  await signingKey({ target_account_id: ROLE_ACCOUNT });
  assert.equal((await signingKey({ target_account_id: KEYS_ACCOUNT })).token, undefined);
  assert.equal((await signingKey({})).key, "AKIAOFTHESERVER");
});

test("calls at once keep their accounts", async () => {
  const accounts = Array.from({ length: 5 }, () => [undefined, KEYS_ACCOUNT, ROLE_ACCOUNT]).flat();
  const answers = await Promise.all(
    accounts.map((id) => signingKey(id === undefined ? {} : { target_account_id: id })),
  );
  const keys = ["AKIAOFTHESERVER", "AKIAOFTHEACCOUNT", "ASIAOFTHEROLE"];
  assert.deepEqual(
    answers.map(({ key }) => key),
    accounts.map((_, index) => keys[index % 3]),
  );
});

test("an unknown account is an error, and not the server", async () => {
  const answer = await signingKey({ target_account_id: UNKNOWN_ACCOUNT });
  assert.equal(answer.isError, true);
  assert.equal(JSON.parse(answer.content?.[0]?.text ?? "").error_type, "account_not_found");
});

// --- over stdio: the server as its entry point starts it --------------------------------------

const ENTRY_POINT = "{{ENTRYPOINT}}";
const ARGUMENTS = [{{LOADER}}ENTRY_POINT];
/** A call that the tool takes, where one could be told. */
const CALL: Message | undefined = {{CALL}};

type Message = Record<string, unknown>;

interface Running {
  /** The answer to a request; undefined once the server has ended. */
  ask(method: string, params: Message): Promise<Message | undefined>;
  tell(method: string): void;
  stop(): void;
}

test("over stdio the tools take an account, and refuse one that is not known", async () => {
  if (!existsSync(ENTRY_POINT)) return skipped("it is not built");
  const server = start();
  try {
    const greeting = await server.ask("initialize", {
      protocolVersion: "2025-06-18",
      capabilities: {},
      clientInfo: { name: "test", version: "1" },
    });
    if (!greeting) return skipped("it does not start without settings of its own");
    server.tell("notifications/initialized");
    const listed = await server.ask("tools/list", {});
    assert.match(JSON.stringify(listed), /"target_account_id"/);
    if (CALL) {
      const given = { ...(CALL["arguments"] as Message), target_account_id: UNKNOWN_ACCOUNT };
      const answer = await server.ask("tools/call", { ...CALL, arguments: given });
      assert.match(JSON.stringify(answer), /account_not_found/);
    }
  } finally {
    server.stop();
  }
});

function skipped(reason: string): void {
  console.warn(`the server was not asked: ${reason}`);
}

function start(): Running {
  const child = spawn(process.execPath, ARGUMENTS, {
    env: environment(),
    stdio: ["pipe", "pipe", "ignore"],
  });
  const waiting = new Map<unknown, (answer: Message | undefined) => void>();
  const ended = new Promise<undefined>((resolve) => child.once("exit", () => resolve(undefined)));
  createInterface({ input: child.stdout }).on("line", (line) => {
    const answer = parsed(line);
    waiting.get(answer["id"])?.(answer);
  });
  let last = 0;
  return {
    ask(method, params) {
      const id = ++last;
      const answer = new Promise<Message | undefined>((resolve) => waiting.set(id, resolve));
      send(child, { id, method, params });
      return Promise.race([answer, ended]);
    },
    tell: (method) => send(child, { method }),
    stop: () => child.kill("SIGKILL"),
  };
}

function send({ stdin }: ChildProcess, message: Message): void {
  // What has ended takes nothing more; that it has is told by its exit.
  stdin?.on("error", () => undefined);
  stdin?.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}

function parsed(line: string): Message {
  try {
    return JSON.parse(line) as Message;
  } catch {
    return {};
  }
}

/** One account, made up, and nothing of this machine's that could reach a real one. */
function environment(): NodeJS.ProcessEnv {
  const own = /^(?:AWS_|FASTMCP_|MCP_|RDS_|TARGET_|ALLOW)|DATABASE_URL$/;
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name));
  const account = { account_id: KEYS_ACCOUNT, access_key_id: "AKIA", secret_access_key: "none" };
  return {
    ...Object.fromEntries(kept),
    FASTMCP_TRANSPORT: "stdio",
    FASTMCP_ENV_FILE: "",
    TARGET_ACCOUNTS: JSON.stringify([account]),
    AWS_ACCESS_KEY_ID: "AKIAOFTHESERVER",
    AWS_SECRET_ACCESS_KEY: "its secret",
    AWS_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
  };
}
