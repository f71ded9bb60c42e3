/** The list of what the judge saw. */

import type { JudgedRequest, Mark } from "./types.js";

export interface Ledger {
  add(request: Omit<JudgedRequest, "index">): void;
  since(mark?: Mark): readonly JudgedRequest[];
  mark(): Mark;
}

export function createLedger(): Ledger {
  const requests: JudgedRequest[] = [];
  return {
    add: (request) => void requests.push({ index: requests.length, ...request }),
    since: (mark = 0) => requests.slice(mark),
    mark: () => requests.length,
  };
}
