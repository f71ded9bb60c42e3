/** AWS clients of TypeScript servers: which are found, and what is inserted. */

import { describe, expect, test } from "vitest";
import { clientsIn, memoryServer, mended } from "../support/typescript-server.js";

const s3 = 'import { S3Client } from "@aws-sdk/client-s3";\n';
const withOne = (name: string): string =>
  `${s3}import { ${name} } from "./credential-services/index.js";\n`;
const added = withOne("accountCredentials");
const wrapped = withOne("withAccountCredentials");

/** The one file of a server before and after; undefined where nothing changes. */
function mend(before: string, path = "src/aws.ts"): string | undefined {
  const memory = memoryServer({ "package.json": '{"type":"module"}', [path]: before });
  return mended(memory)[path];
}

function rulesIn(texts: Record<string, string>): string[] {
  return clientsIn(memoryServer({ "package.json": "{}", ...texts })).map(({ rule }) => rule);
}

describe("the configuration of a client", () => {
  test.each([
    [
      "one line",
      "new S3Client({ region })",
      "new S3Client({ region, credentials: accountCredentials() })",
    ],
    [
      "one line, comma",
      "new S3Client({ region, })",
      "new S3Client({ region, credentials: accountCredentials(), })",
    ],
    [
      "one line, tight",
      "new S3Client({region})",
      "new S3Client({region, credentials: accountCredentials()})",
    ],
    [
      "lines, comma",
      "new S3Client({\n  region,\n})",
      "new S3Client({\n  region,\n  credentials: accountCredentials(),\n})",
    ],
    [
      "lines, no comma",
      "new S3Client({\n  region\n})",
      "new S3Client({\n  region,\n  credentials: accountCredentials()\n})",
    ],
    [
      "tabs and CRLF",
      "new S3Client({\r\n\tregion,\r\n})",
      "new S3Client({\r\n\tregion,\r\n\tcredentials: accountCredentials(),\r\n})",
    ],
    [
      "comment after the comma",
      "new S3Client({\n  region, // home\n})",
      "new S3Client({\n  region, // home\n  credentials: accountCredentials(),\n})",
    ],
    [
      "comment, no comma",
      "new S3Client({\n  region // home\n})",
      "new S3Client({\n  region, // home\n  credentials: accountCredentials()\n})",
    ],
    [
      "nested value",
      "new S3Client({\n  region: {\n    a: 1,\n  },\n})",
      "new S3Client({\n  region: {\n    a: 1,\n  },\n  credentials: accountCredentials(),\n})",
    ],
    [
      "credentials of its own",
      "new S3Client({ credentials: fromIni(), region })",
      "new S3Client({ credentials: accountCredentials(fromIni()), region })",
    ],
    [
      "credentials as a literal",
      'new S3Client({\n  region,\n  credentials: {\n    accessKeyId: "a",\n  },\n})',
      'new S3Client({\n  region,\n  credentials: accountCredentials({\n    accessKeyId: "a",\n  }),\n})',
    ],
    [
      "quoted key",
      'new S3Client({ region, "credentials": chain })',
      'new S3Client({ region, "credentials": accountCredentials(chain) })',
    ],
    [
      "shorthand",
      "new S3Client({ region, credentials })",
      "new S3Client({ region, credentials: accountCredentials(credentials) })",
    ],
    [
      "credentials after a spread",
      "new S3Client({ ...base, region, credentials: chain })",
      "new S3Client({ ...base, region, credentials: accountCredentials(chain) })",
    ],
  ])("%s: credentials are added", (_name, before, after) => {
    expect(mend(`${s3}const c = ${before};\n`)).toBe(
      `${added}const c = ${after};\n`.replace(
        added,
        before.includes("\r") ? added.replace(/\n(import)/, "\r\n$1") : added,
      ),
    );
  });

  test.each([
    ["nothing", "new S3Client()", "new S3Client(withAccountCredentials())"],
    ["no parentheses", "new S3Client", "new S3Client(withAccountCredentials())"],
  ])("%s: there is a configuration", (_name, before, after) => {
    expect(mend(`${s3}const c = ${before};\n`)).toBe(`${wrapped}const c = ${after};\n`);
  });

  test.each([
    ["empty", "{}"],
    ["no region", "{ maxAttempts: 3 }"],
    ["credentials but no region", "{\n  credentials: fromIni(),\n}"],
    ["a profile", "{ region, profile }"],
    ["identifier", "config"],
    ["call", "makeConfig(region)"],
    ["member", "this.config"],
    ["conditional", "a ? b : c"],
    ["spread", "{ ...base, region }"],
    ["credentials before a spread", "{ credentials: chain, ...base }"],
    ["credentials as a method", "{ async credentials() { return keys; } }"],
    ["assertion", "config as S3ClientConfig"],
    ["spread arguments", "...args"],
  ])("%s: the configuration is wrapped", (_name, config) => {
    expect(mend(`${s3}const c = new S3Client(${config});\n`)).toBe(
      `${wrapped}const c = new S3Client(withAccountCredentials(${config}));\n`,
    );
  });

  test.each([
    "{ credentials: accountCredentials() }",
    "{ region, credentials: accountCredentials(fromIni()) }",
    "withAccountCredentials(config)",
    "{ signer: { sign: async (request) => request } }",
  ])("%s: nothing is left to do", (config) => {
    expect(mend(`${added}new S3Client(${config});\n`)).toBeUndefined();
  });

  test("an import under another name is known", () => {
    const imports =
      'import { accountCredentials as mine } from "./credential-services/index.js";\n';
    expect(mend(`${s3}${imports}new S3Client({ credentials: mine() });\n`)).toBeUndefined();
  });
});

describe("what is a client", () => {
  const fixed = "(withAccountCredentials())";

  test.each([
    ["aggregated", 'import { S3 } from "@aws-sdk/client-s3";', "new S3"],
    ["aggregated with digits", 'import { SESv2 } from "@aws-sdk/client-sesv2";', "new SESv2"],
    [
      "aggregated of many words",
      'import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";',
      "new CloudWatchLogs",
    ],
    ["alias", 'import { S3Client as C } from "@aws-sdk/client-s3";', "new C"],
    ["namespace", 'import * as aws from "@aws-sdk/client-s3";', "new aws.S3Client"],
    ["default of a CommonJS package", 'import aws from "@aws-sdk/client-s3";', "new aws.S3Client"],
    ["import equals", 'import aws = require("@aws-sdk/client-s3");', "new aws.S3Client"],
    ["constant", `import { S3Client } from "@aws-sdk/client-s3";\nconst C = S3Client;`, "new C"],
    [
      "registry",
      `import { S3Client } from "@aws-sdk/client-s3";\nconst all = { s3: S3Client };`,
      "new all[name]",
    ],
    [
      "dynamic import",
      'import "x";\nconst { S3Client } = await import("@aws-sdk/client-s3");',
      "new S3Client",
    ],
    ["dynamic import at once", 'import "x";', 'new (await import("@aws-sdk/client-s3")).S3Client'],
    [
      "dynamic package",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the source of a server, not a template here.
      'import "x";\nconst aws = await import(`@aws-sdk/client-${service}`);',
      "new aws[name]",
    ],
    ["rds signer", 'import { Signer } from "@aws-sdk/rds-signer";', "new Signer"],
    ["signature", 'import { SignatureV4 } from "@smithy/signature-v4";', "new SignatureV4"],
  ])("%s", (_name, head, call) => {
    const after = mend(`${head}\nconst c = ${call}();\n`);
    expect(after).toContain(`const c = ${call}${fixed};`);
  });

  test.each([
    [
      "a command",
      'import { ListBucketsCommand } from "@aws-sdk/client-s3";\nnew ListBucketsCommand({});',
    ],
    ["an exception", 'import { NoSuchKey } from "@aws-sdk/client-s3";\nnew NoSuchKey({});'],
    [
      "another package",
      'import { Client } from "pg";\nimport "@aws-sdk/client-s3";\nnew Client({});',
    ],
    ["a local class", 'import "@aws-sdk/client-s3";\nclass S3Client {}\nnew S3Client();'],
    ["a shadowed name", `${s3}function f(S3Client: any) { return new S3Client({}); }`],
    [
      "the document client",
      'import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";\nDynamoDBDocumentClient.from(client);',
    ],
    [
      "a presigner of a client",
      'import { S3RequestPresigner } from "@aws-sdk/s3-request-presigner";\nnew S3RequestPresigner({ ...client.config });',
    ],
  ])("%s is not", (_name, before) => {
    expect(mend(before)).toBeUndefined();
  });

  test("a presigner of its own is", () => {
    const head = 'import { S3RequestPresigner } from "@aws-sdk/s3-request-presigner";\n';
    expect(mend(`${head}new S3RequestPresigner({ region, credentials });\n`)).toContain(
      "new S3RequestPresigner({ region, credentials: accountCredentials(credentials) })",
    );
  });

  test("a subclass is mended where it calls super", () => {
    const before = `${s3}class Mine extends S3Client {\n  constructor(c) { super(c); }\n}\nnew Mine({});\n`;
    expect(mend(before)).toBe(
      `${wrapped}class Mine extends S3Client {\n  constructor(c) { super(withAccountCredentials(c)); }\n}\nnew Mine({});\n`,
    );
  });

  test("a subclass without a constructor is mended where it is made", () => {
    const after = mend(`${s3}class Mine extends S3Client {}\nnew Mine({});\n`);
    expect(after).toContain("new Mine(withAccountCredentials({}));");
  });

  test("a factory that is handed the class", () => {
    const factory =
      "function make<T>(C: new (c: object) => T): T {\n  return new C({ region });\n}\n";
    const after = mend(`${s3}${factory}make(S3Client);\n`);
    expect(after).toContain("new C(withAccountCredentials({ region }))");
  });

  test.each([
    ["the default", "export default S3Client;", 'import C from "./sdk.js";', "new C"],
    [
      "what the default function gives",
      "export default function () { return S3Client; }",
      'import pick from "./sdk.js";\nconst Picked = pick();',
      "new Picked",
    ],
    [
      "a member of all that a file has",
      "export { S3Client as Store };",
      'import * as all from "./sdk.js";',
      "new all[name]",
    ],
    [
      "all of a package under a name",
      'export * as aws from "@aws-sdk/client-s3";',
      'import { aws as sdk } from "./sdk.js";',
      "new sdk.S3Client",
    ],
    [
      "CommonJS",
      "exports.pick = function () { return S3Client; };",
      'const { pick } = require("./sdk.js");\nconst Picked = pick();',
      "new Picked",
    ],
    [
      "a module as a whole",
      "module.exports = { Store: S3Client };",
      'const sdk = require("./sdk.js");',
      "new sdk.Store",
    ],
    [
      "a getter",
      "export class Sdk { get Store() { return S3Client; } }",
      'import { Sdk } from "./sdk.js";',
      "new (new Sdk().Store)",
    ],
    [
      "a registry that is filled",
      "export class Registry {\n  static all = new Map();\n  static take(name) { return Registry.all.get(name); }\n}\nRegistry.all.set('s3', S3Client);",
      'import { Registry } from "./sdk.js";\nconst Taken = Registry.take("s3");',
      "new Taken",
    ],
    [
      "a class of its own",
      "export default class extends S3Client {}",
      'import Mine from "./sdk.js";',
      "new Mine",
    ],
  ])("from another file: %s", (_name, sdk, head, call) => {
    const memory = memoryServer({
      "package.json": "{}",
      "src/sdk.js": `${s3}${sdk}\n`,
      "src/tools.js": `${head}\nconst c = ${call}();\n`,
    });
    expect(mended(memory)["src/tools.js"]).toContain(`${call}(withAccountCredentials())`);
  });

  test("from another file, a parameter of which the file knows nothing else", () => {
    const memory = memoryServer({
      "package.json": "{}",
      "src/make.ts":
        "export class Maker {\n  constructor(private made: any) {}\n  make = () => new this.made();\n}\n",
      "src/tools.ts": `${s3}import { Maker } from "./make.js";\nconst maker = new Maker(S3Client);\n`,
    });
    expect(mended(memory)["src/make.ts"]).toContain("new this.made(withAccountCredentials())");
  });

  test("re-exports of the server's own files are followed", () => {
    const memory = memoryServer({
      "package.json": "{}",
      "src/aws/sdk.ts": 'export * from "@aws-sdk/client-s3";\n',
      "src/aws/index.ts": 'export { S3Client as Store } from "./sdk";\n',
      "src/tools.ts": 'import { Store } from "./aws";\nexport const store = new Store({});\n',
    });
    expect(mended(memory)).toEqual({
      "src/tools.ts":
        'import { Store } from "./aws";\nimport { withAccountCredentials } from "./credential-services";\n' +
        "export const store = new Store(withAccountCredentials({}));\n",
    });
  });

  test("CommonJS", () => {
    const before =
      '"use strict";\nconst { S3Client } = require("@aws-sdk/client-s3");\n\nconst s3 = new S3Client({});\n';
    expect(mended(memoryServer({ "package.json": "{}", "aws.js": before }))["aws.js"]).toBe(
      '"use strict";\nconst { S3Client } = require("@aws-sdk/client-s3");\n' +
        'const { withAccountCredentials } = require("./credential-services");\n\n' +
        "const s3 = new S3Client(withAccountCredentials({}));\n",
    );
  });
});

describe("what is left alone", () => {
  const client = `${s3}export const client = new S3Client({});\n`;

  test.each([
    "test/helpers/minio.ts",
    "src/aws.test.ts",
    "src/__mocks__/aws.ts",
    "vitest.config.ts",
    "src/credential-services/sts.ts",
  ])("%s", (path) => {
    expect(rulesIn({ "src/index.ts": "", [path]: client })).toEqual([]);
  });

  test("a folder of tests above the server does not make it one", () => {
    expect(rulesIn({ "src/index.ts": client })).toEqual(["aws-client"]);
  });

  test.each([
    `${s3}// retrofit-ignore: always the audit account\nexport const c = new S3Client({});\n`,
    `${s3}export const c = new S3Client({}); // retrofit-ignore: always the audit account\n`,
    `${s3}/* retrofit-ignore: audit */\nexport const c =\n  new S3Client({});\n`,
  ])("what a pragma with a reason makes a note", (text) => {
    const found = clientsIn(memoryServer({ "package.json": "{}", "src/aws.ts": text }));
    expect(found).toMatchObject([{ severity: "note", message: expect.stringContaining("audit") }]);
    expect(mend(text)).toBeUndefined();
  });

  test.each([
    `${s3}// retrofit-ignore:\nexport const c = new S3Client({});\n`,
    `${s3}const a = 1; // retrofit-ignore: this line only\nexport const c = new S3Client({});\n`,
  ])("a pragma without a reason, or of another line, silences nothing", (text) => {
    expect(rulesIn({ "src/aws.ts": text })).toEqual(["aws-client"]);
  });

  test("a name that is taken is said, and not used", () => {
    const text = `${s3}const accountCredentials = 1;\nnew S3Client({ region });\n`;
    const [found] = clientsIn(memoryServer({ "package.json": "{}", "src/a.ts": text }));
    expect(found).toMatchObject({ rule: "aws-client", remedy: expect.stringContaining("line 2") });
    expect(found?.fix).toBeUndefined();
  });
});

describe("what insertions can't mend", () => {
  const exec = 'import { exec } from "node:child_process";\n';

  test.each([
    ["aws-sdk-v2", 'import AWS from "aws-sdk";\nnew AWS.S3();'],
    ["aws-sdk-v2", 'import { DynamoDB } from "aws-sdk";\nnew DynamoDB.DocumentClient();'],
    ["aws-sdk-v2", 'import S3 from "aws-sdk/clients/s3";\nnew S3();'],
    ["aws-sdk-v2", 'const AWS = require("aws-sdk");\nnew AWS.EC2({ region });'],
    [
      "explicit-credentials",
      'import { AwsClient } from "aws4fetch";\nnew AwsClient({ accessKeyId, secretAccessKey });',
    ],
    ["explicit-credentials", 'import aws4 from "aws4";\naws4.sign(options, keys);'],
    [
      "explicit-credentials",
      'const algorithm = "AWS4-HMAC-SHA256";\nconst again = "AWS4-HMAC-SHA256";',
    ],
    ["subprocess-environment", `${exec}exec("aws s3 ls");`],
    ["subprocess-environment", `${exec}exec(\`aws s3 ls \${bucket}\`);`],
    ["subprocess-environment", `${exec}const command = \`aws s3 \${verb}\`;\nexec(command);`],
    [
      "subprocess-environment",
      `${exec}const run = promisify(exec);\nawait run("aws sts get-caller-identity");`,
    ],
    ["subprocess-environment", 'import cp from "child_process";\ncp.spawn("aws", ["s3", "ls"]);'],
    ["subprocess-environment", 'import { $ } from "zx";\nawait $`aws s3 ls`;'],
    ["subprocess-environment", 'import { execa } from "execa";\nawait execa("aws", ["s3"]);'],
    ["subprocess-environment", 'Bun.spawn(["aws", "s3", "ls"]);'],
    ["s3-express", 'import "@aws-sdk/client-s3";\nconst bucket = "logs--use1-az4--x-s3";'],
    ["s3-express", 'import "@aws-sdk/client-s3";\nconst fast = name.endsWith("--x-s3");'],
    [
      "s3-express",
      'import { CreateSessionCommand } from "@aws-sdk/client-s3";\nnew CreateSessionCommand({});',
    ],
  ])("%s: %s", (rule, text) => {
    expect(rulesIn({ "src/aws.ts": `${text}\n` })).toEqual([rule]);
  });

  test.each([
    ["a helper of the old SDK", 'import AWS from "aws-sdk";\nnew AWS.Credentials("a", "b");'],
    [
      "keys of the call",
      'import { AwsClient } from "aws4fetch";\nnew AwsClient({ ...(await accountCredentials()()) });',
    ],
    ["another command", `${exec}exec("awslocal s3 ls"); exec("ls aws");`],
    ["a subprocess with keys", `${exec}exec("aws s3 ls", { env: { AWS_ACCESS_KEY_ID: id } });`],
    ["another exec", 'import "child_process";\n/aws/.exec("aws s3 ls");'],
    [
      "an Express bucket of clients of the call",
      `import { S3Client } from "@aws-sdk/client-s3";\nimport { accountCredentials } from "./credential-services/index.js";\nexport function put() {\n  const client = new S3Client({ credentials: accountCredentials() });\n  return client.config("logs--use1-az4--x-s3");\n}`,
    ],
    [
      "an Express bucket without sessions",
      `import { S3Client } from "@aws-sdk/client-s3";\nimport { accountCredentials } from "./credential-services/index.js";\nconst client = new S3Client({ credentials: accountCredentials(), disableS3ExpressSessionAuth: true });\nconst bucket = "logs--use1-az4--x-s3";`,
    ],
    [
      "a sentence about Express",
      'import "@aws-sdk/client-s3";\nconst text = "names end in --x-s3";',
    ],
  ])("%s is none", (_name, text) => {
    expect(rulesIn({ "src/aws.ts": `${text}\n` })).toEqual([]);
  });
});

describe("the AWS command line in a subprocess", () => {
  const head =
    'import { exec, spawn } from "node:child_process";\nimport { execa } from "execa";\n';
  const env = "{ env: accountEnvironment() }";

  test.each([
    ['exec("aws s3 ls")', `exec("aws s3 ls", ${env})`],
    ['exec("aws s3 ls", (error) => {})', `exec("aws s3 ls", ${env}, (error) => {})`],
    ['exec("aws s3 ls", { cwd })', 'exec("aws s3 ls", { cwd, env: accountEnvironment() })'],
    ['spawn("aws")', `spawn("aws", ${env})`],
    ['spawn("aws", ["s3", "ls"])', `spawn("aws", ["s3", "ls"], ${env})`],
    ['spawn("aws", args)', `spawn("aws", args, ${env})`],
    [
      'execa("aws", ["s3"])',
      'execa("aws", ["s3"], { env: accountEnvironment(), extendEnv: false })',
    ],
  ])("%s gets the environment of the call", (before, after) => {
    expect(mend(`${head}const r = ${before};\n`)).toBe(
      `${head}import { accountEnvironment } from "./credential-services/index.js";\nconst r = ${after};\n`,
    );
    expect(mend(`${head}const r = ${after};\n`)).toBeUndefined();
  });

  test.each([
    'exec("aws s3 ls", options)',
    'exec("aws s3 ls", callback)',
    'exec("aws s3 ls", { ...options })',
    'exec("aws s3 ls", { env: { ...process.env, AWS_PAGER: "" } })',
    'spawn("aws", options)',
  ])("%s is only said", (before) => {
    const text = `${head}const r = ${before};\n`;
    expect(mend(text)).toBeUndefined();
    expect(rulesIn({ "src/aws.ts": text })).toEqual(["subprocess-environment"]);
  });
});

test("a program that can't be told is an error where a server has to do with AWS, else a note", () => {
  const head = 'import { spawn } from "node:child_process";\n';
  const started = `${head}export const run = (program: string) => spawn(program);\n`;
  const drawn = `${started}export const draws = "lawsuits";\n`;
  const named = 'export const account = "an AWS account";\n';
  const gradesIn = (texts: Record<string, string>): string[] =>
    clientsIn(memoryServer({ "package.json": "{}", ...texts })).map(({ severity }) => severity);
  expect(gradesIn({ "src/run.ts": drawn })).toEqual(["note"]);
  expect(gradesIn({ "src/run.ts": started, "src/names.ts": named })).toEqual(["error"]);
});
