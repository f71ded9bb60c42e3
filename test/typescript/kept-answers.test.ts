/** What of AWS's answers outlives a tool's call in TypeScript, and what does not. */

import { describe, expect, test } from "vitest";
import { clientsIn, memoryServer } from "../support/typescript-server.js";

const head = `import { GetParameterCommand, S3, S3Client, paginateListObjectsV2 } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { accountCacheKey, accountCredentials } from "./credential-services/index.js";
const client = new S3Client({ credentials: accountCredentials() });
const s3 = new S3({ credentials: accountCredentials() });
const ask = async (name?: string) => client.send(new GetParameterCommand({ Name: name }));
`;
const send = "(await client.send(new GetParameterCommand({})))";

function keptIn(text: string, others: Record<string, string> = {}): string[] {
  const texts = { "package.json": "{}", "src/aws.ts": `${head}${text}\n`, ...others };
  return clientsIn(memoryServer(texts))
    .filter(({ rule }) => rule === "cached-account")
    .map(({ message }) => /`(.*?)`/.exec(message)?.[1] ?? message);
}

describe("is kept", () => {
  test.each([
    ["in a variable of the module", `let id;\nasync function f() {\n  id = ${send}.Name;\n}`, "id"],
    [
      "if nothing is there yet",
      `let id;\nasync function f() {\n  return (id ??= ${send});\n}`,
      "id",
    ],
    ["with ||=", `let id;\nasync function f() {\n  return (id ||= ${send});\n}`, "id"],
    [
      "through a constant",
      `let id;\nasync function f() {\n  const r = ${send};\n  id = r.Name;\n}`,
      "id",
    ],
    ["taken apart", `let id;\nasync function f() {\n  ({ Name: id } = ${send});\n}`, "id"],
    ["through a function", "let id;\nasync function f() {\n  id = await ask();\n}", "id"],
    ["as a promise", "let id;\nfunction f() {\n  id ??= ask();\n  return id;\n}", "id"],
    ["through then", "let id;\nfunction f() {\n  id ??= ask().then((r) => r.Name);\n}", "id"],
    ["in a callback", "let id;\nfunction f() {\n  ask().then((r) => { id = r.Name; });\n}", "id"],
    [
      "keys of the default chain",
      'import { fromNodeProviderChain } from "@aws-sdk/credential-providers";\nlet keys;\nasync function f() {\n  keys ??= await fromNodeProviderChain()();\n}',
      "keys",
    ],
    [
      "keys of the default chain at start",
      'import { defaultProvider } from "@aws-sdk/credential-provider-node";\nconst provide = defaultProvider();\nconst keys = await provide();',
      "keys",
    ],
    ["keys of a client at start", "const keys = await client.config.credentials();", "keys"],
    [
      "a client with keys that AWS gave",
      "let c;\nasync function f() {\n  const k = await ask();\n  c = new S3Client({ credentials: accountCredentials({ accessKeyId: k.Id, secretAccessKey: k.Key }) });\n}",
      "c",
    ],
    [
      "many at once",
      `const cache = new Cache();\nasync function f(key) {\n  const v = ${send};\n  cache.mset([{ key, val: v }]);\n}`,
      "cache",
    ],
    [
      "the password of each connection of a pool",
      'import { Signer } from "@aws-sdk/rds-signer";\nconst signer = new Signer({});\nconst pool = new Pool({ password: () => signer.getAuthToken() } as any);',
      "Pool",
    ],
    ["at start", `const { Name } = ${send};`, "{ Name }"],
    ["at start, as a promise", "const name = ask();", "name"],
    ["in a static field at start", "class A {\n  static name = ask();\n}", "name"],
    [
      "in a static field",
      `class A {\n  static n;\n  async f() {\n    A.n = ${send};\n  }\n}`,
      "A.n",
    ],
    [
      "in a field of an object of the module",
      `class A {\n  async f() {\n    this.id = ${send};\n  }\n}\nconst a = new A();`,
      "this.id",
    ],
    [
      "in a private field",
      `class A {\n  #id;\n  async f() {\n    this.#id ??= ${send};\n  }\n}\nexport default new A();`,
      "this.#id",
    ],
    [
      "in a field of what a library makes",
      `@Injectable()\nexport class A {\n  async f() {\n    this.id = ${send};\n  }\n}`,
      "this.id",
    ],
    [
      "in a singleton",
      `class A {\n  static one;\n  static get() {\n    return (A.one ??= new A());\n  }\n  async f() {\n    this.id = ${send};\n  }\n}`,
      "this.id",
    ],
    [
      "in a literal with methods",
      `const service = {\n  id: undefined,\n  async f() {\n    this.id = ${send};\n  },\n};`,
      "this.id",
    ],
    ["in a Map", `const m = new Map();\nasync function f(key) {\n  m.set(key, ${send});\n}`, "m"],
    [
      "in a WeakMap",
      `const m = new WeakMap();\nasync function f(key) {\n  m.set(key, ${send});\n}`,
      "m",
    ],
    [
      "in an object",
      `const m = {};\nasync function f(key) {\n  m[key] = { at: Date.now(), value: ${send} };\n}`,
      "m[key]",
    ],
    ["in a list", `const m = [];\nasync function f() {\n  m.push(...${send}.Items);\n}`, "m"],
    [
      "in a Set",
      `const m = new Set();\nasync function f() {\n  for (const b of ${send}.Items) m.add(b.Name);\n}`,
      "m",
    ],
    [
      "by Object.assign",
      `const m = {};\nasync function f() {\n  Object.assign(m, ${send});\n}`,
      "m",
    ],
    ["in globalThis", `async function f() {\n  globalThis.id = ${send};\n}`, "globalThis.id"],
    [
      "under another name",
      `const all = { m: new Map() };\nasync function f(key) {\n  const { m } = all;\n  m.set(key, ${send});\n}`,
      "m",
    ],
    [
      "in an entry",
      `const all = new Map();\nasync function f(key) {\n  const entry = all.get(key);\n  entry.value = ${send};\n}`,
      "entry.value",
    ],
    [
      "in a cache that is handed in",
      `const m = new Map();\nasync function g(cache, key) {\n  cache.set(key, ${send});\n}\nexport const f = (key) => g(m, key);`,
      "cache",
    ],
    [
      "behind a method of the cache",
      `class Cache {\n  all = new Map();\n  put(key, value) {\n    this.all.set(key, { value });\n  }\n}\nconst cache = new Cache();\nasync function f(key) {\n  const v = ${send};\n  cache.put(key, v);\n}`,
      "this.all",
    ],
    [
      "behind a helper that asks",
      `const m = new Map();\nasync function cached(key, ask) {\n  const v = await ask();\n  m.set(key, v);\n  return v;\n}\nexport const f = (key) => cached(key, async () => ${send});`,
      "m",
    ],
    [
      "by what asks for itself",
      `const cache = createCache();\nexport const f = (key) => cache.wrap(key, async () => ${send});`,
      "cache",
    ],
    [
      "around the tools",
      `export function register(server) {\n  let id;\n  server.tool("a", {}, async () => {\n    id ??= ${send};\n  });\n}`,
      "id",
    ],
    [
      "before the tools",
      `export async function register(server) {\n  const id = ${send};\n  server.tool("a", {}, async () => id);\n}\nawait register(server);`,
      "id",
    ],
    [
      "of an aggregated client",
      "let all;\nasync function f() {\n  all = await s3.listBuckets({});\n}",
      "all",
    ],
    [
      "of a paginator",
      "const all = [];\nasync function f() {\n  for await (const page of paginateListObjectsV2({ client }, {})) all.push(page);\n}",
      "all",
    ],
    [
      "of a signer",
      `let url;\nasync function f(command) {\n  url = await getSignedUrl(client, command);\n}`,
      "url",
    ],
    ["by a memo", `const list = memoize(async () => ${send});`, "memoize"],
    [
      "by a package's memo",
      `import pMemoize from "p-memoize";\nconst list = pMemoize(ask);`,
      "pMemoize",
    ],
    ["by lodash", `import _ from "lodash";\nconst list = _.memoize(ask);`, "_.memoize"],
    [
      "by a cache that loads",
      `const c = new LRUCache({ max: 9, fetchMethod: async (key) => ask(key) });`,
      "LRUCache",
    ],
    [
      "by a decorator",
      `class A {\n  @Memoize()\n  async f() {\n    return ask();\n  }\n}\nconst a = new A();`,
      "@Memoize()",
    ],
    [
      "under the tool's own argument",
      `const m = new Map();\nasync function f({ accountId }) {\n  m.set(accountId, ${send});\n}`,
      "m",
    ],
  ])("%s", (_name, text, name) => {
    expect(keptIn(text)).toEqual([name]);
  });

  test("in a file that knows nothing of AWS", () => {
    const cache =
      "const all = new Map();\nexport function put(key, value) {\n  all.set(key, value);\n}\n";
    const text = `import { put } from "./cache.js";\nexport async function f(key) {\n  put(key, ${send});\n}`;
    expect(keptIn(text, { "src/cache.ts": cache })).toEqual(["all"]);
  });
});

describe("is not kept", () => {
  test.each([
    [
      "a constant of the call",
      `async function f() {\n  const id = ${send};\n  let x;\n  x = id;\n}`,
    ],
    [
      "a Map of the call",
      `async function f(key) {\n  const seen = new Map();\n  seen.set(key, ${send});\n}`,
    ],
    [
      "a list that a function gives",
      `async function f() {\n  const all = [];\n  all.push(${send});\n  return all;\n}\nexport const g = async () => (await f()).length;`,
    ],
    [
      "an object of the call",
      `class A {\n  async f() {\n    this.id = ${send};\n  }\n}\nexport const tool = async () => {\n  const a = new A();\n  await a.f();\n};`,
    ],
    [
      "an object that a helper gives",
      `class A {\n  async f() {\n    this.id = ${send};\n  }\n}\nconst make = () => new A();\nexport const tool = async () => make().f();`,
    ],
    [
      "a variable that a callback of the call fills",
      `export const tool = async () => {\n  let all;\n  await Promise.all([1].map(async () => { all = ${send}; }));\n  return all;\n};`,
    ],
    [
      "a key with the account",
      `const m = new Map();\nasync function f(key) {\n  m.set(\`\${accountCacheKey()}:\${key}\`, ${send});\n}`,
    ],
    [
      "a key that is made of the account",
      `const m = {};\nasync function f(name) {\n  const key = [accountCacheKey(), name].join();\n  m[key] = ${send};\n}`,
    ],
    [
      "a cache for each account",
      `const all = new Map();\nasync function f(name) {\n  const mine = all.get(accountCacheKey());\n  mine.set(name, ${send});\n}`,
    ],
    [
      "a key that the caller makes of the account",
      `const m = new Map();\nasync function cached(key, ask) {\n  const v = await ask();\n  m.set(key, v);\n}\nexport const f = (name) => cached(accountCacheKey() + name, async () => ${send});`,
    ],
    ["something else", "const m = new Map();\nfunction f(key, v) {\n  m.set(key, v);\n}"],
    ["a header", `async function f(headers) {\n  headers.set("x", ${send}.Name);\n}`],
    ["a handler", `const handlers = new Map();\nhandlers.set("list", async () => ${send});`],
    [
      "a handler of a class",
      `class A {\n  constructor(handler) {\n    this.handler = handler;\n  }\n}\nconst a = new A(async () => ${send});`,
    ],
    [
      "a list of handlers",
      `const tools = [];\nfunction add(t) {\n  tools.push(t);\n}\nadd({ name: "a", handler: async () => ${send} });`,
    ],
    [
      "a client",
      "let c;\nconst all = new Map();\nexport function get(region) {\n  c = new S3Client({ credentials: accountCredentials() });\n  all.set(region, c);\n}",
    ],
    [
      "how often it is asked",
      `let count = 0;\nasync function f() {\n  await ask();\n  count += 1;\n}`,
    ],
    [
      "that it is ready",
      `let isReady = false;\nasync function f() {\n  await ask();\n  isReady = true;\n}`,
    ],
    ["a function that asks", "const table = { list: async () => ask() };"],
    [
      "a memo of a call",
      `export const tool = async () => {\n  const list = memoize(async () => ${send});\n  return list();\n};`,
    ],
    [
      "a memo by account",
      `const list = memoize(async () => ${send}, { cacheKey: () => accountCacheKey() });`,
    ],
    [
      "many at once, by account",
      `const cache = new Cache();\nasync function f(key) {\n  const v = ${send};\n  cache.mset([{ key: accountCacheKey() + key, val: v }]);\n}`,
    ],
    [
      "a client of a region that AWS gave",
      "let c;\nasync function f() {\n  const { Region } = await ask();\n  c = new S3Client(withAccountCredentials({ region: Region }));\n}",
    ],
    [
      "what is public",
      "let prices;\nasync function f() {\n  prices = await client.send(new GetProductsCommand({}));\n}",
    ],
  ])("%s", (_name, text) => {
    expect(keptIn(text)).toEqual([]);
  });
});
