/** Things that are what they are made of: made of the same again, they are the same object. */

interface Branch<T> {
  made?: T;
  readonly next: Map<object, Branch<T>>;
}

const newBranch = <T>(): Branch<T> => ({ next: new Map() });

/** A maker that gives the same object for the same parts in the same order. */
export function once<T>(): (parts: readonly object[], make: () => T) => T {
  const root = newBranch<T>();
  return (parts, make) => {
    let at = root;
    for (const part of parts) {
      let next = at.next.get(part);
      if (!next) {
        next = newBranch();
        at.next.set(part, next);
      }
      at = next;
    }
    at.made ??= make();
    return at.made;
  };
}
