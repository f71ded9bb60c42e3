/**
 * `npm run judge-coverage -- [services…]`: boto3 calls every operation of these services, or of all that awslabs/mcp
 * names, or with `--all` of all that there are. Prints each problem, and the counts; exit 1 where there is a problem.
 */

import { callOperations } from "./call-operations.js";
import { services } from "./services.js";

const named = process.argv.slice(2);
const asked = named.includes("--all") ? null : named.length > 0 ? named : services;
const called = await callOperations({ services: asked, sample: null, seed: 0 });
const problems = called.filter(({ problem }) => problem !== null);
for (const { service, operation, problem } of problems) {
  console.log(`${service} ${operation}: ${problem}`);
}
const count = new Set(called.map(({ service }) => service)).size;
console.log(`${called.length} operations of ${count} services, ${problems.length} with problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
