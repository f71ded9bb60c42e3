export interface Plan {
  /** The folders whose paths are meant. */
  readonly below: readonly string[];
  /** The functions of `fs` that are meant; all that a run calls by default. */
  readonly names?: readonly string[];
  /** Which of the calls, from 1; none by default. */
  readonly at?: number;
  /** The last call that is meant; by default the one. */
  readonly until?: number;
  /** Whether `act` comes behind the call instead of before it. */
  readonly behind?: boolean;
  act(name: string, subject: unknown, args: readonly unknown[], result?: unknown): void;
}

export const writing: readonly string[];

/** Takes the functions of `fs` over. What it returns gives them back, and says how many calls were meant. */
export function inject(plan: Plan): () => number;

export function failure(name: string, subject: unknown, code?: string): Error;
