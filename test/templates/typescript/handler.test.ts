import { describe, expect, it, onTestFinished, vi } from "vitest";
import {
  AccountNotFoundError,
  accountContext,
  accountCredentials,
  accountEnvironment,
  asServerIdentity,
  currentAccount,
  runInAccount,
  setAccountRule,
  withAccountCall,
  withAccountContext,
  withAccountContextOnly,
  withAccountList,
  withBaseAccount,
} from "../../../templates/typescript/credential-services/index.js";
import "reflect-metadata";
import { ACCOUNTS, setFor, useAccounts, written } from "./support/accounts.js";

const ONE = "111111111111";
const THREE = "333333333333";

useAccounts();

/** A handler's view of a call. */
const see = async (args: Record<string, unknown>, extra?: unknown) => ({
  args,
  extra,
  account: currentAccount()?.accountId,
});

function errorType(result: unknown): string {
  const { content, isError } = result as { content: { text: string }[]; isError: boolean };
  expect(isError).toBe(true);
  return JSON.parse(content[0]?.text ?? "").error_type;
}

describe("withAccountContext", () => {
  it("runs the handler in the account that is named, without the parameter, with extra", async () => {
    const extra = { signal: new AbortController().signal };
    const result = await withAccountContext(see)({ a: 1, target_account_id: ONE }, extra);
    expect(result).toEqual({ args: { a: 1 }, extra, account: ONE });
  });

  it("runs a call without an account as before: same arguments, same result, not even a promise", () => {
    const args = { a: 1 };
    const handler = withAccountContext((given: object) => given);
    expect(handler(args)).toBe(args);
    expect(currentAccount()).toBeUndefined();
  });

  it("does not change the caller's arguments", async () => {
    const args = Object.freeze({ target_account_id: ONE });
    expect((await withAccountContext(see)(args)).args).toEqual({});
    expect(args.target_account_id).toBe(ONE);
  });

  it("leaves nothing over for the next call", async () => {
    const handler = withAccountContext(see);
    expect((await handler({ target_account_id: ONE })).account).toBe(ONE);
    expect((await handler({})).account).toBeUndefined();
  });

  it("lets a tool that calls a tool pass its account on, or name another", async () => {
    const inner = withAccountContext(see);
    const outer = withAccountContext(
      async ({ next }: { next?: string; target_account_id?: string }) => [
        (await inner({})).account,
        (await inner({ target_account_id: next })).account,
        currentAccount()?.accountId,
      ],
    );
    expect(await outer({ target_account_id: ONE, next: THREE })).toEqual([ONE, THREE, ONE]);
  });

  it.each([
    ["a number", 111111111111, ONE],
    ["a number that lost its leading zero", 22222222222, "022222222222"],
    ["spaces around it", ` ${ONE} `, ONE],
  ])("takes %s", async (_what, value, account) => {
    const role = { ...ACCOUNTS[1], role_arn: `arn:aws:iam::${account}:role/mcp` };
    setFor("TARGET_ACCOUNTS", JSON.stringify([{ ...role, account_id: account }]));
    expect((await withAccountContext(see)({ target_account_id: value })).account).toBe(account);
  });

  it.each([undefined, null, "", "  ", "null"])("takes %j for no account", async (value) => {
    const result = await withAccountContext(see)({ target_account_id: value });
    expect(result).toEqual({ args: {}, extra: undefined, account: undefined });
  });

  it.each(["12345678901x", "1234567890123", "../etc", {}, true, -1, 1.5])(
    "answers %j as account_not_found, and doesn't repeat it",
    async (value) => {
      const handler = vi.fn(see);
      const result = await withAccountContext(handler)({ target_account_id: value });
      expect(errorType(result)).toBe("account_not_found");
      expect(handler).not.toHaveBeenCalled();
      expect(written.join("")).not.toContain("etc");
    },
  );

  it("passes the handler's own errors on", async () => {
    const failing = async (_args: object) => {
      throw new RangeError("mine");
    };
    await expect(withAccountContext(failing)({ target_account_id: ONE })).rejects.toThrow("mine");
    expect(() =>
      withAccountContext((_args: object) => {
        throw new RangeError("mine");
      })({}),
    ).toThrow("mine");
  });

  it("lets a framework that answers errors itself have the typed error", async () => {
    const throwing = withAccountContext(see, (error) => {
      throw error;
    });
    await expect(throwing({ target_account_id: "9" })).rejects.toBeInstanceOf(AccountNotFoundError);
  });

  it("keeps arity, name, this and own properties, and wraps once only", async () => {
    function named(this: { base: number }, _args: object, _extra: object) {
      return this?.base;
    }
    const handler = withAccountContext(Object.assign(named, { label: "x" }));
    expect([handler.length, handler.name, handler.label]).toEqual([2, "named", "x"]);
    expect(handler.call({ base: 7 }, {}, {})).toBe(7);
    expect(withAccountContext(handler)).toBe(handler);
  });

  it("does not run the handler of a call that was cancelled meanwhile", async () => {
    const cancel = new AbortController();
    const handler = vi.fn(see);
    const call = withAccountContext(handler)({ target_account_id: ONE }, { signal: cancel.signal });
    cancel.abort();
    await expect(call).rejects.toThrow("aborted");
    expect(handler).not.toHaveBeenCalled();
  });
});

describe("withAccountContextOnly", () => {
  const handler = withAccountContextOnly(async (extra: { id: number }) => [
    extra.id,
    currentAccount()?.accountId,
  ]);

  it("gives a handler that was written as (extra) its extra", async () => {
    expect(await handler({ target_account_id: ONE }, { id: 5 })).toEqual([5, ONE]);
    expect(await handler({}, { id: 5 })).toEqual([5, undefined]);
  });

  it("works when it is called with extra alone", async () => {
    expect(await (handler as (extra: object) => unknown)({ id: 6 })).toEqual([6, undefined]);
  });
});

describe("low-level handlers", () => {
  it("lists the parameter for every tool, on copies", async () => {
    const inputSchema = { type: "object", properties: { a: { type: "number" } }, required: ["a"] };
    const tools = [{ name: "x", inputSchema: Object.freeze(inputSchema) }, { name: "y" }];
    const list = withAccountList(async () => ({ tools, nextCursor: "2" }));
    expect(await list()).toEqual({
      nextCursor: "2",
      tools: [
        {
          name: "x",
          inputSchema: { ...inputSchema, properties: { a: { type: "number" }, ...parameter } },
        },
        { name: "y", inputSchema: { type: "object", properties: parameter } },
      ],
    });
    expect(withAccountList(() => ({ tools: [] }))()).toEqual({ tools: [] });
    expect(withAccountList(() => ({ other: 1 }))()).toEqual({ other: 1 });
  });

  it("runs a call in the account of its arguments, and hides the parameter", async () => {
    const call = withAccountCall(async (request: { params: object }, _extra: object) => ({
      request,
      account: currentAccount()?.accountId,
    }));
    const params = { name: "x", arguments: { a: 1, target_account_id: ONE }, _meta: { m: 1 } };
    expect(await call({ params }, {})).toEqual({
      request: { params: { ...params, arguments: { a: 1 } } },
      account: ONE,
    });
    const bare = { params: { name: "x" } };
    expect((await call(bare, {})).request).toBe(bare);
    expect(errorType(await call({ params: { arguments: { target_account_id: "x" } } }, {}))).toBe(
      "account_not_found",
    );
  });

  const parameter = {
    target_account_id: {
      type: "string",
      description: "Target AWS account ID. If not provided, use default credentials.",
    },
  };
});

describe("accountContext", () => {
  class Tools {
    private prefix = "p";
    async run(args: { a?: string; target_account_id?: string }) {
      return [this.prefix, Object.keys(args), currentAccount()?.accountId];
    }
  }

  it("decorates a method the legacy way, and keeps metadata that is on it", async () => {
    const descriptor = Object.getOwnPropertyDescriptor(
      Tools.prototype,
      "run",
    ) as PropertyDescriptor;
    Reflect.defineMetadata("tool", { name: "run" }, descriptor.value);
    accountContext(Tools.prototype, "run", descriptor);
    Object.defineProperty(Tools.prototype, "run", descriptor);
    const tools = new Tools();
    expect(await tools.run({ a: "x", target_account_id: ONE })).toEqual(["p", ["a"], ONE]);
    expect(Reflect.getMetadata("tool", tools.run)).toEqual({ name: "run" });
  });

  it("decorates a method the standard way", async () => {
    const run = accountContext(Tools.prototype.run, { kind: "method" });
    expect(await run.call(new Tools(), { target_account_id: THREE })).toEqual(["p", [], THREE]);
  });

  it("refuses what is no method", () => {
    expect(() => accountContext(Tools as never, { kind: "class" })).toThrow(TypeError);
    expect(() => accountContext(Tools.prototype, "prefix", { value: 1 })).toThrow(TypeError);
  });
});

const OWN = { accessKeyId: "AKIAOWN", secretAccessKey: "own" };

/** As a transport over stdio does. */
function readStandardInput(): void {
  const listener = () => undefined;
  process.stdin.on("data", listener);
  onTestFinished(() => void process.stdin.off("data", listener).pause());
}

describe("who may use an account", () => {
  const call = async (extra: object, target = ONE) => {
    const result = await withAccountContext(see)({ target_account_id: target }, extra);
    return "content" in result ? errorType(result) : result.account;
  };
  const token = (accounts: unknown) => ({ authInfo: { token: "t", extra: { accounts } } });

  it("ALLOWED_TARGET_ACCOUNTS", async () => {
    setFor("ALLOWED_TARGET_ACCOUNTS", `${THREE}, 444444444444`);
    expect(await call({})).toBe("account_access_denied");
    expect(await call({}, THREE)).toBe(THREE);
    expect(await call({}, "555555555555")).toBe("account_access_denied");
    setFor("ALLOWED_TARGET_ACCOUNTS", "*");
    expect(await call({})).toBe(ONE);
  });

  it("nobody where nothing says who, but over stdio everybody", async () => {
    setFor("ALLOWED_TARGET_ACCOUNTS", " ");
    setFor("FASTMCP_TRANSPORT", "stdio");
    const refused = await withAccountContext(see)({ target_account_id: ONE }, {});
    expect(errorType(refused)).toBe("account_access_denied");
    expect(JSON.stringify(refused)).toContain("ALLOWED_TARGET_ACCOUNTS");
    expect(await runInAccount(ONE, () => currentAccount()?.accountId)).toBe(ONE);
    readStandardInput();
    expect(await call({})).toBe(ONE);
    for (const overHttp of [{ requestInfo: { headers: {} } }, { sessionId: "s" }, token([ONE])]) {
      expect(await call(overHttp)).toBe("account_access_denied");
    }
  });

  it("decides for a call without an account when it signs, and not before", async () => {
    const key = async () => (await accountCredentials(OWN)()).accessKeyId;
    const tool = withAccountContext(async (args: { sign: boolean }) => (args.sign ? key() : "ran"));
    expect(await tool({ sign: true })).toBe("AKIAOWN");
    setFor("TARGET_ACCOUNTS_CLAIM", "accounts");
    expect(await tool({ sign: false })).toBe("ran");
    expect(errorType(await tool({ sign: true }))).toBe("account_access_denied");
    expect(await asServerIdentity(key)).toBe("AKIAOWN");
    setFor("ALLOW_DEFAULT_ACCOUNT", "yes");
    expect(await tool({ sign: true })).toBe("AKIAOWN");
    setFor("TARGET_ACCOUNTS_CLAIM", undefined);
    setFor("ALLOW_DEFAULT_ACCOUNT", "no");
    expect(errorType(await tool({ sign: true }))).toBe("account_access_denied");
  });

  it("the claim of the verified token, read from the call", async () => {
    setFor("TARGET_ACCOUNTS_CLAIM", "accounts");
    expect(await call(token([ONE]))).toBe(ONE);
    expect(await call(token(`${THREE} ${ONE}`))).toBe(ONE);
    expect(await call({ http: { authInfo: { extra: { accounts: [ONE] } } } })).toBe(ONE);
    expect(await call({ session: { accounts: [ONE] } })).toBe(ONE);
    for (const extra of [
      token([]),
      token(""),
      token([THREE]),
      token(undefined),
      {},
      { _meta: token([ONE]) },
    ]) {
      expect(await call(extra)).toBe("account_access_denied");
    }
  });

  it("over stdio, which has no token, the allow-list decides", async () => {
    setFor("TARGET_ACCOUNTS_CLAIM", "accounts");
    setFor("ALLOWED_TARGET_ACCOUNTS", undefined);
    readStandardInput();
    expect(await call({})).toBe("account_access_denied");
    setFor("ALLOWED_TARGET_ACCOUNTS", ONE);
    expect(await call({})).toBe(ONE);
  });

  it("the claim is read wherever a token is, whatever the transport setting says", async () => {
    setFor("TARGET_ACCOUNTS_CLAIM", "accounts");
    setFor("FASTMCP_TRANSPORT", "stdio");
    readStandardInput();
    expect(await call(token([THREE]))).toBe("account_access_denied");
    expect(await call(token([ONE]))).toBe(ONE);
  });

  it("the server's own rule; one that fails says no", async () => {
    setAccountRule(({ accountId, extra }) => accountId === ONE && extra !== undefined);
    expect([await call({}), await call({}, THREE)]).toEqual([ONE, "account_access_denied"]);
    setAccountRule(() => Promise.reject(new Error("down")));
    expect(await call({})).toBe("account_access_denied");
    setAccountRule((() => "yes") as never);
    expect(await call({})).toBe("account_access_denied");
    setAccountRule(undefined);
    expect(await call({})).toBe(ONE);
  });
});

describe("around a call", () => {
  it("accountEnvironment is a subprocess's environment; the process's own never changes", async () => {
    setFor("AWS_PROFILE", "mine");
    setFor("AWS_SESSION_TOKEN", "mine");
    accountCredentials();
    const before = { ...process.env };
    const plain = { ...before, TARGET_ACCOUNT_HANDED_OVER: "default" };
    delete (plain as NodeJS.ProcessEnv)["TARGET_ACCOUNTS"];
    delete (plain as NodeJS.ProcessEnv)["TARGET_ACCOUNT_SERVER_PID"];
    expect(runInAccount(undefined, () => accountEnvironment())).toEqual(plain);
    const inside = await runInAccount(ONE, () => accountEnvironment());
    expect(inside).toMatchObject({
      AWS_ACCESS_KEY_ID: "AKIA111111111111",
      AWS_SECRET_ACCESS_KEY: "key-secret-of-one",
      AWS_REGION: "us-east-1",
      AWS_DEFAULT_REGION: "us-east-1",
    });
    expect(inside["AWS_PROFILE"]).toBeUndefined();
    expect(inside["AWS_SESSION_TOKEN"]).toBeUndefined();
    expect({ ...process.env }).toEqual(before);
  });

  it("currentAccount says nothing secret", async () => {
    expect(await runInAccount(ONE, () => currentAccount())).toEqual({
      accountId: ONE,
      alias: "one",
      authType: "aksk",
      region: "us-east-1",
    });
    expect(await runInAccount(ONE, () => withBaseAccount(() => currentAccount()))).toBeUndefined();
  });
});
