/** Numbers of things, as people read them. */

/** `1 tool`, `1,204 bytes`; `2 repositories` where the plural is given. */
export function count(amount: number, noun: string, plural = `${noun}s`): string {
  // The first number that is put into a language's form takes longer than the check of a small server.
  const digits = amount < 1000 ? String(amount) : amount.toLocaleString("en-US");
  return `${digits} ${amount === 1 ? noun : plural}`;
}
