/** Whether a retrofitted tool heeds the account: called for an account nobody knows, it must refuse. */

import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { ResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { everyPage, type ListedTool, withServer } from "./listing.js";
import type { Copy } from "./measure.js";
import { sampleOf } from "./sample.js";

export interface Calls {
  /** Tools that answered with the typed error, before anything of theirs ran. */
  readonly refused: number;
  /** Tools that found fault with the other, made-up arguments first. */
  readonly invalid: number;
  /** Tools that answered anything else, with the answer: they took the account and ignored it. */
  readonly heedless: readonly string[];
}

const unknownAccount = "999999999999";
const limits = { timeout: 30_000 };

/** Calls every tool that has the parameter, once, with made-up arguments and an unknown account. */
export function callTools({ entry, folder, env }: Copy): Promise<Calls> {
  return withServer(entry.start ?? "", folder, env, async (client) => {
    const counts = { refused: 0, invalid: 0 };
    const heedless: string[] = [];
    for (const tool of await everyPage(client)) {
      if (!tool.inputSchema.properties?.target_account_id) continue;
      const answer = await answerOf(client, tool);
      if (answer.includes("account_not_found")) counts.refused++;
      else if (isAboutArguments(answer)) counts.invalid++;
      else heedless.push(`${tool.name} answered an unknown account with ${answer.slice(0, 200)}`);
    }
    return { ...counts, heedless };
  });
}

async function answerOf(client: Client, tool: ListedTool): Promise<string> {
  const sample = sampleOf(tool.inputSchema, tool.inputSchema) as Record<string, unknown>;
  const params = { name: tool.name, arguments: { ...sample, target_account_id: unknownAccount } };
  try {
    const result = await client.request({ method: "tools/call", params }, ResultSchema, limits);
    return JSON.stringify(result);
  } catch (error) {
    return (error as Error).message;
  }
}

/** What pydantic, zod and the MCP libraries say of arguments that do not fit. */
function isAboutArguments(answer: string): boolean {
  return /validation error|-32602|invalid (arguments|params|input)|parameter validation/i.test(
    answer,
  );
}
