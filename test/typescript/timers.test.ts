/** Timers, jobs, queues and batches of TypeScript that run outside of the call, and those that do not. */

import { describe, expect, test } from "vitest";
import { clientsIn, memoryServer } from "../support/typescript-server.js";

const head = `import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { accountCredentials, asServerIdentity, bindAccount, runInAccount } from "./credential-services/index.js";
import { execFile } from "node:child_process";
const client = new S3Client({ credentials: accountCredentials() });
const ask = async () => client.send(new ListBucketsCommand({}));
const runAws = () => execFile("aws", ["s3", "ls"], { env: accountEnvironment() });
`;

function messagesIn(text: string, manifest = "{}"): string[] {
  const texts = { "package.json": manifest, "src/aws.ts": `${head}${text}\n` };
  return clientsIn(memoryServer(texts))
    .filter(({ rule }) => rule === "other-process")
    .map(({ message }) => message.split(" ").slice(0, 4).join(" "));
}

const timer = "what this timer does";
const job = "what this job does";
const queue = "what waits in this";
const batch = "a batch gathers the";

describe("runs outside of the call", () => {
  test.each([
    ["an interval at start", "setInterval(ask, 1000);", timer],
    [
      "an interval at start with a function",
      "setInterval(async () => { await ask(); }, 1000);",
      timer,
    ],
    ["an interval that starts a process", "setInterval(() => runAws(), 1000);", timer],
    [
      "an interval of the first call",
      "let t;\nfunction tool() {\n  t ??= setInterval(ask, 1000);\n}",
      timer,
    ],
    [
      "an interval that a call leaves behind",
      "function tool() {\n  setInterval(ask, 1000);\n}",
      timer,
    ],
    [
      "a timeout that other calls share",
      "let t;\nfunction tool() {\n  if (!t) t = setTimeout(() => ask(), 50);\n}",
      timer,
    ],
    [
      "a timeout of a shared object",
      "class A {\n  start() {\n    this.t = setTimeout(() => this.go(), 50);\n  }\n  async go() {\n    await ask();\n    this.start();\n  }\n}\nconst a = new A();",
      timer,
    ],
    ["a timeout at start", "function main() {\n  setTimeout(ask, 50);\n}\nmain();", timer],
    ["BullMQ", 'import { Worker } from "bullmq";\nnew Worker("q", async (j) => ask());', job],
    [
      "Bull",
      'import Queue from "bull";\nconst q = new Queue("q");\nq.process(async () => ask());',
      job,
    ],
    ["node-cron", 'import cron from "node-cron";\ncron.schedule("* * * * *", () => ask());', job],
    ["cron", 'import { CronJob } from "cron";\nnew CronJob("* * * * *", ask);', job],
    [
      "cron's options",
      'import { CronJob } from "cron";\nCronJob.from({ cronTime: "* * * * *", onTick: ask });',
      job,
    ],
    ["croner", 'import { Cron } from "croner";\nnew Cron("* * * * *", ask);', job],
    [
      "node-schedule",
      'import schedule from "node-schedule";\nschedule.scheduleJob("* * * * *", () => ask());',
      job,
    ],
    [
      "agenda",
      'import Agenda from "agenda";\nconst agenda = new Agenda({});\nagenda.define("a", async () => ask());',
      job,
    ],
    [
      "Nest's schedule",
      'import { Cron } from "@nestjs/schedule";\nexport class A {\n  @Cron("* * * * *")\n  async go() {\n    await ask();\n  }\n}',
      job,
    ],
    [
      "p-queue",
      'import PQueue from "p-queue";\nconst q = new PQueue({ concurrency: 1 });\nexport const tool = () => q.add(() => ask());',
      queue,
    ],
    [
      "a timer of another name",
      'import { setInterval as every } from "node:timers";\nevery(ask, 1000);',
      timer,
    ],
    [
      "a timeout that a mark keeps others from starting",
      "let isDue = false;\nfunction tool() {\n  if (!isDue) {\n    isDue = true;\n    setTimeout(ask, 5);\n  }\n}",
      timer,
    ],
    [
      "a microtask that a mark keeps others from starting",
      "let isDue = false;\nfunction tool() {\n  if (isDue) return;\n  isDue = true;\n  queueMicrotask(() => ask());\n}",
      timer,
    ],
    [
      "a tick of a shared object",
      "class A {\n  tool() {\n    if (this.isDue) return;\n    this.isDue = true;\n    process.nextTick(() => this.go());\n  }\n  async go() {\n    this.isDue = false;\n    await ask();\n  }\n}\nconst a = new A();",
      timer,
    ],
    [
      "a consumer of SQS",
      'import { Consumer } from "sqs-consumer";\nConsumer.create({ handleMessage: async () => ask() });',
      job,
    ],
    [
      "a list of jobs",
      "const jobs = [];\nconst run = async () => {\n  let job;\n  while ((job = jobs.shift())) await job();\n};\nexport const tool = () => {\n  jobs.push(() => ask());\n  return run();\n};",
      queue,
    ],
    [
      "an old p-limit",
      'import pLimit from "p-limit";\nconst limit = pLimit(1);\nexport const tool = () => limit(() => ask());',
      queue,
    ],
    ["fastq", 'import fastq from "fastq";\nconst q = fastq.promise(async () => ask(), 1);', queue],
    [
      "async's queue",
      'import async from "async";\nconst q = async.queue(async () => ask(), 1);',
      queue,
    ],
    [
      "bottleneck",
      'import Bottleneck from "bottleneck";\nconst l = new Bottleneck({});\nexport const tool = () => l.schedule(() => ask());',
      queue,
    ],
    [
      "a DataLoader",
      'import DataLoader from "dataloader";\nconst loader = new DataLoader(async (keys) => ask());',
      batch,
    ],
    [
      "debounce",
      'import { debounce } from "lodash";\nconst flush = debounce(() => ask(), 50);',
      batch,
    ],
    [
      "a debounced promise",
      'import pDebounce from "p-debounce";\nconst flush = pDebounce(ask, 50);',
      batch,
    ],
  ])("%s", (_name, text, message) => {
    expect(messagesIn(text)).toEqual([message]);
  });
});

describe("is the call's own, or reaches no AWS", () => {
  test.each([
    [
      "a pause",
      "export const tool = async () => {\n  await new Promise((r) => setTimeout(r, 50));\n  return ask();\n};",
    ],
    [
      "a limit of time",
      "export const tool = async () => {\n  const c = new AbortController();\n  const t = setTimeout(() => c.abort(), 50);\n  await ask();\n  clearTimeout(t);\n};",
    ],
    [
      "a timeout of the call",
      "export const tool = () => new Promise((r) => setTimeout(() => r(ask()), 50));",
    ],
    [
      "progress while the call lasts",
      "export const tool = async () => {\n  const t = setInterval(() => ask(), 50);\n  await ask();\n  clearInterval(t);\n};",
    ],
    ["an interval that cleans up", "const m = new Map();\nsetInterval(() => m.clear(), 1000);"],
    ["the server's own work", "setInterval(() => asServerIdentity(() => ask()), 1000);"],
    [
      "work that is bound",
      "let t;\nfunction tool() {\n  t ??= setInterval(bindAccount(ask), 1000);\n}",
    ],
    [
      "a job with its account",
      'import { Worker } from "bullmq";\nnew Worker("q", async (j) => runInAccount(j.data.account, () => ask()));',
    ],
    [
      "a queue of the call",
      'import async from "async";\nexport const tool = async () => {\n  const q = async.queue(async () => ask(), 1);\n  await q.drain();\n};',
    ],
    [
      "a loader of the call",
      'import DataLoader from "dataloader";\nexport const tool = async () => {\n  const loader = new DataLoader(async (keys) => ask());\n  return loader.load(1);\n};',
    ],
    [
      "asking again and again until there is an answer",
      "export const tool = async () => {\n  let t;\n  return new Promise((r) => {\n    t = setInterval(async () => {\n      r(await ask());\n      clearInterval(t);\n    }, 50);\n  });\n};",
    ],
    [
      "a queue of p-queue's in the call",
      'import PQueue from "p-queue";\nexport const tool = async () => {\n  const q = new PQueue({});\n  return q.add(() => ask());\n};',
    ],
    [
      "a limit of the call",
      'import pLimit from "p-limit";\nexport const tool = async () => {\n  const limit = pLimit(2);\n  return limit(() => ask());\n};',
    ],
    [
      "a chain of promises, each with the account of its caller",
      "let last = Promise.resolve();\nexport const tool = () => (last = last.then(() => ask()));",
    ],
    [
      "what is left to do in the call",
      "export const tool = async () => {\n  const jobs = [];\n  jobs.push(() => ask());\n  await jobs.shift()();\n};",
    ],
    [
      "bound jobs of a list",
      "const jobs = [];\nconst run = async () => jobs.shift()();\nexport const tool = () => jobs.push(bindAccount(() => ask()));",
    ],
    [
      "a mark of something else",
      "let isReady = false;\nexport const tool = async () => {\n  if (!isReady) isReady = true;\n  await new Promise((r) => setTimeout(r, 5));\n  await ask();\n};",
    ],
    [
      "bound work in a queue",
      'import PQueue from "p-queue";\nconst q = new PQueue({});\nexport const tool = () => q.add(bindAccount(() => ask()));',
    ],
  ])("%s", (_name, text) => {
    expect(messagesIn(text)).toEqual([]);
  });

  test("p-limit, from the version on that runs work in the account of its caller", () => {
    const text =
      'import pLimit from "p-limit";\nconst limit = pLimit(1);\nexport const tool = () => limit(() => ask());';
    expect(messagesIn(text, '{ "dependencies": { "p-limit": "^6.2.0" } }')).toEqual([]);
    expect(messagesIn(text, '{ "dependencies": { "p-limit": "~4.0.0" } }')).toEqual([queue]);
  });
});
