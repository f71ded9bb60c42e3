import { AsyncResource } from "node:async_hooks";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTaskStore } from "@modelcontextprotocol/sdk/experimental/tasks/stores/in-memory.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { shared } from "../../../templates/typescript/credential-services/context.js";
import {
  accountCredentials,
  asServerIdentity,
  bindAccount,
  runInAccount,
  withAccountConfig,
  withAccountContext,
} from "../../../templates/typescript/credential-services/index.js";
import { BASE_KEY, settingsFor, useSettings } from "./support/accounts.js";
import { type FakeAws, startAws } from "./support/aws.js";

const ONE = "111111111111";
const KEY_OF_ONE = "AKIA111111111111";
const THREE = "333333333333";
const KEY_OF_THREE = "AKIA333333333333";

let aws: FakeAws;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(() => aws.close());
useSettings(() => settingsFor(aws));
beforeEach(() => {
  shared.started = false;
});

const credentials = accountCredentials();
/** The key that signs here, or the name of the error. */
const key = async () =>
  credentials().then(
    ({ accessKeyId }) => accessKeyId,
    (error: Error) => error.name,
  );
const LOST = "LostAccountContextError";

interface Args {
  target_account_id?: string | undefined;
}

/** A queue of work, and what each piece of it was signed with. */
function queue() {
  const jobs: (() => Promise<string>)[] = [];
  const done: string[] = [];
  return {
    jobs,
    done,
    async drain() {
      for (const job of jobs.splice(0)) done.push(await job());
    },
  };
}

describe("work that goes on when its call is over", () => {
  it("is refused, however it was started: a timer, a batch, a queue worker", async () => {
    const outcomes: Promise<string>[] = [];
    let start = () => {};
    const started = new Promise<void>((resolve) => {
      start = resolve;
    });
    const tool = withAccountContext(async (_args: Args) => {
      const ways: ((run: () => void) => void)[] = [
        (run) => void setTimeout(run, 0),
        (run) => void setImmediate(run),
        (run) => void started.then(run),
        (run) => void Promise.resolve().then(() => started.then(run)),
      ];
      for (const way of ways) {
        outcomes.push(
          new Promise<string>((resolve) => {
            way(() => void started.then(async () => resolve(await key())));
          }),
        );
      }
    });
    await tool({ target_account_id: ONE });
    start();
    expect(await Promise.all(outcomes)).toEqual([LOST, LOST, LOST, LOST]);
  });

  it("is refused for a worker that the first call started and later calls feed", async () => {
    const work = queue();
    let worker: (() => Promise<void>) | undefined;
    const tool = withAccountContext(async (_args: Args) => {
      // What a `worker ??= loop()` does: its context is that of the first call.
      worker ??= AsyncResource.bind(() => work.drain());
      work.jobs.push(key);
    });
    await tool({ target_account_id: ONE });
    await tool({ target_account_id: THREE });
    await worker?.();
    expect(work.done).toEqual([LOST, LOST]);
  });

  it("signs for each call's own account where its work is bound", async () => {
    const work = queue();
    let worker: (() => Promise<void>) | undefined;
    const tool = withAccountContext(async (_args: Args) => {
      worker ??= AsyncResource.bind(() => work.drain());
      work.jobs.push(bindAccount(key));
    });
    for (const id of [ONE, THREE, undefined]) await tool({ target_account_id: id });
    await worker?.();
    expect(work.done).toEqual([KEY_OF_ONE, KEY_OF_THREE, BASE_KEY]);
  });

  it("is not touched where the call named no account, nor where it is the server's own", async () => {
    let later = key;
    await withAccountContext(async (_args: Args) => {
      later = AsyncResource.bind(key);
    })({});
    expect(await later()).toBe(BASE_KEY);
    expect(await asServerIdentity(key)).toBe(BASE_KEY);
    expect(await key()).toBe(LOST);
  });

  it("does not lend its account to the next request that reaches it", async () => {
    let serveNext = async (_id: number) => "";
    const tool = withAccountContext(async (_args: Args, _extra: { requestId: number }) => key());
    await runInAccount(ONE, () => {
      serveNext = AsyncResource.bind((id: number) => tool({}, { requestId: id }));
    });
    expect(await serveNext(2)).toBe(BASE_KEY);
    const live = await runInAccount(ONE, () => tool({}, { requestId: 2 }), {
      tool: undefined,
      extra: { requestId: 1 },
    });
    expect(live).toBe(BASE_KEY);
  });
});

describe("a call that goes on after it has answered keeps its account to its end", () => {
  it("when it is a generator", async () => {
    let late = key;
    const tool = withAccountContext(async (_args: Args) => {
      async function* pages() {
        late = AsyncResource.bind(key);
        yield await key();
        yield await key();
      }
      return pages();
    });
    const seen: string[] = [];
    for await (const page of await tool({ target_account_id: ONE })) seen.push(page);
    expect(seen).toEqual([KEY_OF_ONE, KEY_OF_ONE]);
    expect(await late()).toBe(LOST);
  });

  it("when it is a task", async () => {
    const taskStore = new InMemoryTaskStore();
    const server = new McpServer(
      { name: "s", version: "1.0.0" },
      { capabilities: { tasks: { requests: { tools: { call: {} } } } }, taskStore },
    );
    let late = key;
    const createTask = withAccountContext(async (_args: Args, { taskStore: store }: any) => {
      const task = await store.createTask({ ttl: 60_000, pollInterval: 10 });
      setImmediate(async () => {
        const text = await key();
        late = AsyncResource.bind(key);
        const content = [{ type: "text" as const, text }];
        await store.storeTaskResult(task.taskId, "completed", { content });
      });
      return { task };
    });
    server.experimental.tasks.registerToolTask(
      "work",
      withAccountConfig({ execution: { taskSupport: "required" as const } }),
      {
        createTask,
        getTask: async (_args, { taskId, taskStore: store }) => store.getTask(taskId),
        getTaskResult: async (_args, { taskId, taskStore: store }) =>
          (await store.getTaskResult(taskId)) as { content: [] },
      },
    );
    const [near, far] = InMemoryTransport.createLinkedPair();
    const client = new Client({ name: "c", version: "1.0.0" });
    await Promise.all([server.connect(far), client.connect(near)]);
    const params = { name: "work", arguments: { target_account_id: ONE } };
    const stream = client.experimental.tasks.callToolStream(params, CallToolResultSchema, {
      task: { ttl: 60_000 },
    });
    let text: unknown;
    for await (const message of stream) {
      if (message.type === "error") throw message.error;
      if (message.type === "result") text = message.result.content[0];
    }
    expect(text).toEqual({ type: "text", text: KEY_OF_ONE });
    expect(await late()).toBe(LOST);
    await client.close();
    taskStore.cleanup();
  });
});
