/** Numbers of things, as people read them. */

/** `1 tool`, `1,204 bytes`. */
export function count(amount: number, noun: string): string {
  return `${amount.toLocaleString("en-US")} ${noun}${amount === 1 ? "" : "s"}`;
}
