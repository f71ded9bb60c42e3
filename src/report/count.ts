/** Numbers of things, as people read them. */

/** `1 tool`, `1,204 bytes`. */
export function count(amount: number, noun: string): string {
  // The first number that is put into a language's form takes longer than the check of a small server.
  const digits = amount < 1000 ? String(amount) : amount.toLocaleString("en-US");
  return `${digits} ${noun}${amount === 1 ? "" : "s"}`;
}
