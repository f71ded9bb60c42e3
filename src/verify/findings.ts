/** Where the steps of a proof put what they found, tool by tool. */

import type { Fault, Gap, SeenRequest } from "./types.js";

export interface Findings {
  fault(tool: string, fault: Fault): void;
  gap(tool: string, gap: Gap): void;
  /** Something wrong with the server as a whole. */
  serverFault(fault: Fault): void;
  note(text: string): void;
  /** Keeps the requests that a tool sent. */
  saw(tool: string, requests: readonly SeenRequest[]): void;
  of(tool: string): Found;
  readonly server: { readonly faults: readonly Fault[]; readonly notes: readonly string[] };
}

interface Found {
  readonly faults: Fault[];
  readonly gaps: Gap[];
  requests: number;
  readonly seen: SeenRequest[];
}

export function createFindings(): Findings {
  const tools = new Map<string, Found>();
  const of = (tool: string): Found => {
    const found = tools.get(tool) ?? { faults: [], gaps: [], requests: 0, seen: [] };
    tools.set(tool, found);
    return found;
  };
  const server = { faults: [] as Fault[], notes: [] as string[] };
  return {
    of,
    server,
    fault: (tool, fault) => addOnce(of(tool).faults, fault, ({ message }) => message),
    gap: (tool, gap) => addOnce(of(tool).gaps, gap, ({ reason }) => reason),
    serverFault: (fault) => addOnce(server.faults, fault, ({ message }) => message),
    note: (text) => addOnce(server.notes, text, (each) => each),
    saw: (tool, requests) => {
      const found = of(tool);
      found.seen.push(...requests);
      found.requests += requests.reduce((sum, { times }) => sum + times, 0);
    },
  };
}

function addOnce<Item>(list: Item[], item: Item, text: (item: Item) => string): void {
  if (!list.some((each) => text(each) === text(item))) list.push(item);
}
