/** Prints, as JSON, what one call of a wrapped tool takes, in microseconds: medians of 20,000 calls each. */

import { withAccountContext } from "../../templates/typescript/credential-services/index.js";
import { median } from "./measure.js";

const calls = 20_000;

type Input = { name: string; target_account_id?: string };

const plain = async ({ name }: Input) => ({ content: [{ type: "text" as const, text: name }] });
const wrapped = withAccountContext(plain);
const account: Input = { name: "a", target_account_id: "111111111111" };

async function medianOf(call: () => Promise<unknown>): Promise<number> {
  const samples: number[] = [];
  for (let index = 0; index < calls; index++) {
    const start = process.hrtime.bigint();
    await call();
    samples.push(Number(process.hrtime.bigint() - start));
  }
  return median(samples) / 1000;
}

await wrapped(account);
const figures = {
  unwrapped: await medianOf(() => plain({ name: "a" })),
  default: await medianOf(() => wrapped({ name: "a" })),
  cached: await medianOf(() => wrapped(account)),
};
console.log(JSON.stringify(figures));
