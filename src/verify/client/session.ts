/** A conversation with a server, by the official client: answers as they were sent, nothing parsed away. */

import { Client, SdkError, SdkErrorCode, type Transport } from "@modelcontextprotocol/client";
import type { ListedTool } from "./listing.js";

/** The two eras of the protocol: with `initialize`, and without it. */
export const eras = { "2025": "legacy", "2026": { pin: "2026-07-28" } } as const;
export type Era = keyof typeof eras;

/** What became of a call. */
export type Answer =
  | { readonly kind: "result"; readonly isError: boolean; readonly text: string }
  /** The protocol's error, or none within the time: it is late. */
  | { readonly kind: "none" | "late"; readonly text: string };

export interface Session {
  listTools(): Promise<ListedTool[]>;
  /** Every item of a list that the server may or may not have; none where it has no such list. */
  list(method: string, field: string): Promise<unknown[]>;
  /** Asks for anything. Never rejects: what goes wrong is an answer too. */
  ask(method: string, params: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Calls a tool. Never rejects, either. */
  call(
    name: string,
    args: Readonly<Record<string, unknown>>,
    cancel?: AbortSignal,
  ): Promise<Answer>;
  /** Whether an answer was late: the server may be at work on it still, and what it sends belongs to no later call. */
  isBehind(): boolean;
  close(): Promise<void>;
}

/** All that a client can offer: some tools are listed only to clients that can do what they need. */
const capabilities = {
  roots: {},
  sampling: {},
  elicitation: { form: {}, url: {} },
};

/** A schema that takes everything as it is. */
const asSent = {
  "~standard": {
    version: 1,
    vendor: "verify",
    validate: (value: unknown) => ({ value }),
  },
} as const;

/** Connects. Rejects where the server does not answer within `timeout` milliseconds, or not in this era. */
export async function connect(transport: Transport, era: Era, timeout: number): Promise<Session> {
  const client = new Client(
    { name: "retrofit-verify", version: "1" },
    { capabilities, versionNegotiation: { mode: eras[era] } },
  );
  await client.connect(transport, { timeout });
  const ask = (method: string, params: Record<string, unknown>, signal?: AbortSignal) =>
    client.request({ method, params }, asSent, { timeout, ...(signal && { signal }) }) as Promise<
      Record<string, unknown>
    >;
  const list = async (method: string, field: string): Promise<unknown[]> => {
    const items: unknown[] = [];
    let cursor: unknown;
    do {
      const page = await ask(method, cursor === undefined ? {} : { cursor });
      items.push(...((page[field] ?? []) as unknown[]));
      cursor = page.nextCursor;
    } while (cursor !== undefined && cursor !== null);
    return items;
  };
  let isBehind = false;
  const noting = (answer: Answer): Answer => {
    isBehind ||= answer.kind === "late";
    return answer;
  };
  return {
    isBehind: () => isBehind,
    listTools: () => list("tools/list", "tools") as Promise<ListedTool[]>,
    ask: (method, params) => ask(method, params).then(answerOf, failureOf).then(noting),
    list: (method, field) => list(method, field).catch(() => []),
    call: (name, args, signal) =>
      ask("tools/call", { name, arguments: args }, signal).then(answerOf, failureOf).then(noting),
    close: () => client.close(),
  };
}

function answerOf(result: Record<string, unknown>): Answer {
  const { _meta, resultType: _type, ...rest } = result;
  return { kind: "result", isError: rest.isError === true, text: JSON.stringify(rest) };
}

function failureOf(error: unknown): Answer {
  const isLate = error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout;
  const text = error instanceof Error ? error.message : String(error);
  return { kind: isLate ? "late" : "none", text };
}
