// A worker, a forked child or a spawned program that imports the services, and signs in some way.
import { parentPort } from "node:worker_threads";
import {
  accountCredentials,
  asServerIdentity,
  runInAccount,
} from "../../../../templates/typescript/credential-services/index.js";

const credentials = accountCredentials();
const key = async () => (await credentials()).accessKeyId;

const WAYS: Record<string, () => unknown> = {
  bare: key,
  server: () => asServerIdentity(key),
  "111111111111": () => runInAccount("111111111111", key),
  default: () => runInAccount(undefined, key),
};

/** The key that signs, or the name of the error that refuses to. */
async function outcome(way: string): Promise<string> {
  try {
    return String(await WAYS[way]?.());
  } catch (error) {
    return (error as Error).name;
  }
}

const way = process.argv[2];
if (parentPort !== null) {
  parentPort.on("message", async (asked: string) => parentPort?.postMessage(await outcome(asked)));
} else if (process.send !== undefined) {
  process.on("message", async (asked: string) => process.send?.(await outcome(asked)));
} else {
  console.log(await outcome(way ?? "bare"));
}
