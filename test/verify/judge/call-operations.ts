/** Calls operations of services with boto3, and tells what its parser or the judge made wrong of them. */

import { type Judge, startJudge } from "../../../src/verify/judge/index.js";
import { boto3, here, runPython } from "./support.js";

export interface Called {
  readonly service: string;
  readonly operation: string;
  readonly problem: string | null;
}

export interface Calls {
  /** boto3's names; all services that it has where none are named. */
  readonly services: readonly string[] | null;
  /** How many operations of each service; all where it is null. */
  readonly sample: number | null;
  readonly seed: number;
}

/** What boto3 called, with its problem; and as a problem too what the judge took for another operation. */
export async function callOperations(calls: Calls): Promise<Called[]> {
  const judge = await startJudge({ accounts: [{ id: "111122223333" }], base: "111122223333" });
  try {
    const { url, base } = judge;
    const input = { url, key: base.accessKeyId, secret: base.secretAccessKey, ...calls };
    const called = (await runPython(
      await boto3(),
      here("coverage.py"),
      input,
    )) as unknown as Called[];
    const seen = seenBy(judge);
    return called.map((call) => ({ ...call, problem: call.problem ?? problemOf(call, seen) }));
  } finally {
    await judge.close();
  }
}

/** Services that answer the same operations at the same addresses: nothing in a request tells them apart. */
const sameService: Record<string, string> = { neptune: "rds", docdb: "rds" };
/** Operations at the address of another: old ones of S3, and one that differs by its host alone. */
const sameOperation: Record<string, string> = {
  "s3 ListDirectoryBuckets": "s3 ListBuckets",
  "s3 GetBucketLifecycle": "s3 GetBucketLifecycleConfiguration",
  "s3 PutBucketLifecycle": "s3 PutBucketLifecycleConfiguration",
  "s3 GetBucketNotification": "s3 GetBucketNotificationConfiguration",
  "s3 PutBucketNotification": "s3 PutBucketNotificationConfiguration",
};

function seenBy(judge: Judge): Set<string> {
  const answered = judge.requests().filter(({ verdict }) => verdict === "answered");
  return new Set(answered.map(({ service, operation }) => `${service} ${operation}`));
}

function problemOf({ service, operation }: Called, seen: ReadonlySet<string>): string | null {
  const name = `${service} ${operation}`;
  const names = [name, `${sameService[service]} ${operation}`, sameOperation[name] ?? name];
  if (names.some((each) => seen.has(each))) return null;
  return "the judge took it for another operation";
}
