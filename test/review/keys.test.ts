/** Every key of every view, typed into a pseudo-terminal; and that none is left out. */

import { expect, test } from "vitest";
import { type Action, actionOf, bindingsOf } from "../../src/review/keys.js";
import type { View } from "../../src/review/state.js";
import { folderWith } from "../support/program.js";
import { inTerminal, keys } from "../support/terminal.js";
import { notes } from "./notes.js";

type Kind = View["kind"];

/** A key in a view, and what is on the screen then that was not there before. */
type Typed = readonly [view: Kind, key: string, shows: string];

/** What `readline` calls the keys that write nothing. */
const named: Readonly<Record<string, string>> = {
  [keys.enter]: "return",
  [keys.up]: "up",
  [keys.down]: "down",
  [keys.pageUp]: "pageup",
  [keys.pageDown]: "pagedown",
  [keys.home]: "home",
  [keys.end]: "end",
  " ": "space",
};

const walk: readonly Typed[] = [
  ["overview", "?", "Keys"],
  ["help", keys.down, "9 lines below"],
  ["help", keys.up, "10 lines below"],
  ["help", keys.end, "end "],
  ["help", keys.home, "10 lines below"],
  ["help", keys.pageDown, "4 lines below"],
  ["help", keys.pageUp, "10 lines below"],
  ["help", "b", "1 server: 6 tools"],
];

/** As `walk`, where the screens have room for all: every view has the same keys to move in a text. */
const moves: readonly Action[] = ["up", "down", "page up", "page down", "top", "bottom"];

const decisions: readonly Typed[] = [
  ["overview", keys.enter, "Group 1 of 3: forced"],
  ["unit", "?", "skip it for good"],
  ["help", "b", "Group 1 of 3: forced"],
  ["unit", "e", "Why"],
  ["explain", "b", "Group 1 of 3: forced"],
  ["unit", "w", "The whole file, with forced"],
  ["file", "b", "Group 1 of 3: forced"],
  ["unit", "n", "Group 2 of 3, 2 tools"],
  ["group", "b", "Group 1 of 3: forced"],
  ["unit", "/", "Search"],
  ["search", "FIVE", "FIVE_"],
  ["search", keys.enter, "Group 2 of 3, 2 of 2: five"],
  ["unit", "b", "Group 1 of 3: forced"],
  ["unit", "p", "Why is it left out?"],
  ["reason", keys.escape, "a accept  s skip"],
  ["unit", "s", "Group 2 of 3, 2 tools"],
  ["group", "?", "the members one by one"],
  ["help", "b", "Group 2 of 3, 2 tools"],
  ["group", "e", "Why"],
  ["explain", "b", "Group 2 of 3, 2 tools"],
  ["group", "w", "The whole file, with four"],
  ["file", "b", "Group 2 of 3, 2 tools"],
  ["group", "/", "Search"],
  ["search", keys.escape, "a accept all"],
  ["group", "n", "Group 3 of 3, 3 tools"],
  ["group", "b", "Group 2 of 3, 2 tools"],
  ["group", "s", "Group 3 of 3, 3 tools"],
  ["group", "b", "2 skipped"],
  ["group", "a", "Group 3 of 3, 3 tools"],
  ["group", keys.enter, "> [ ] one"],
  ["members", keys.down, "> [ ] two"],
  ["members", keys.up, "> [ ] one"],
  ["members", "?", "take the tool at the cursor out"],
  ["help", "b", "> [ ] one"],
  ["members", "/", "Search"],
  ["search", keys.escape, "n next group"],
  ["members", "s", "[-] one"],
  ["members", "a", "[x] two"],
  ["members", keys.enter, "Group 3 of 3, 3 of 3: three"],
  ["unit", "b", "> [ ] three"],
  ["members", "b", "One of them"],
  ["group", keys.enter, "> [-] one"],
  ["members", "f", "Comes with them, 1 of 4"],
  ["part", "?", "go on without deciding"],
  ["help", "b", "Comes with them, 1 of 4"],
  ["part", "n", "Comes with them, 2 of 4"],
  ["part", "b", "Comes with them, 1 of 4"],
  ["part", keys.enter, "Comes with them, 2 of 4"],
  ["part", "q", "Write the 5 accepted, or nothing?"],
  ["end", "?", "imports, clients, manifests"],
  ["help", "b", "Write the 5 accepted"],
  ["end", "l", "Comes with them, 1 of 4"],
  ["part", "b", "Write the 5 accepted"],
  ["end", "b", "Comes with them, 2 of 4"],
  ["part", "q", "Write the 5 accepted"],
];

const ends: readonly (readonly Typed[])[] = [
  [...decisions, ["end", "w", "Written: 5 tools"]],
  [
    ["overview", "A", "Comes with them"],
    ["part", "q", "Write the 6 accepted"],
    ["end", "n", "Nothing was written"],
  ],
  [["overview", "q", "Nothing was written"]],
  [
    ["overview", keys.enter, "Group 1 of 3: forced"],
    ["unit", "a", "Group 2 of 3"],
    ["group", "q", "Write the 1 accepted"],
    ["end", "b", "Group 2 of 3, 2 tools"],
    ["group", "A", "Comes with them"],
  ],
  [
    ["overview", keys.enter, "Group 1 of 3: forced"],
    ["unit", "f", "Group 2 of 3, 2 tools"],
    ["group", keys.enter, "> [ ] four"],
    ["members", "n", "Comes with them"],
  ],
  [
    ["overview", keys.enter, "Group 1 of 3: forced"],
    ["unit", "v", "Comes with them"],
    ["part", "q", "Write the 6 accepted"],
  ],
  [
    ["overview", keys.enter, "Group 1 of 3: forced"],
    ["unit", "A", "Comes with them"],
  ],
  [
    ["overview", keys.enter, "Group 1 of 3: forced"],
    ["unit", "n", "Group 2 of 3, 2 tools"],
    ["group", keys.enter, "> [ ] four"],
    ["members", "v", "Comes with them"],
  ],
  [
    ["overview", keys.enter, "Group 1 of 3: forced"],
    ["unit", "n", "Group 2 of 3, 2 tools"],
    ["group", keys.enter, "> [ ] four"],
    ["members", "A", "Comes with them"],
  ],
  [
    ["overview", keys.enter, "Group 1 of 3: forced"],
    ["unit", "a", "Group 2 of 3, 2 tools"],
    ["group", keys.enter, "> [ ] four"],
    ["members", "q", "Write the 1 accepted"],
  ],
  [
    ["overview", keys.enter, "Group 1 of 3: forced"],
    ["unit", "q", "Nothing was written"],
  ],
];

test.each(ends.map((path, at) => [at, path] as const))("keys, walk %i", async (_, path) => {
  const session = inTerminal(["."], { cwd: folderWith(notes), columns: 100, rows: 45 });
  await session.shows("1 server: 6 tools");
  for (const [view, key, shows] of path) {
    session.type(key);
    await session.shows(shows).catch((error) => {
      throw new Error(`${JSON.stringify(key)} in ${view}: ${error.message}`);
    });
  }
});

test("a text that is longer than the screen is moved in", async () => {
  const session = inTerminal(["."], { cwd: folderWith(notes), columns: 60, rows: 10 });
  await session.shows("1 server: 6 tools");
  for (const [, key, shows] of walk) {
    session.type(key);
    await session.shows(shows);
  }
});

test("no key of any view is left out of these walks", () => {
  const typed = [...ends.flat(), ...walk];
  const kinds: readonly Kind[] = ["overview", "group", "members", "unit", "part", "end", "help"];
  const missing = kinds.flatMap((kind) => {
    const done = typed
      .filter(([view]) => view === kind)
      .map(([, key]) => actionOf(kind, { name: named[key] ?? key }));
    return bindingsOf(kind)
      .filter(({ action }) => !done.includes(action) && !moves.includes(action))
      .map(({ action }) => `${kind}: ${action}`);
  });
  expect(missing).toEqual([]);
  const moved = walk.map(([view, key]) => actionOf(view, { name: named[key] ?? key }));
  expect(moves.filter((move) => !moved.includes(move))).toEqual([]);
});

test("the last lines and `?` name every key, and each key means one thing", () => {
  const kinds: readonly Kind[] = ["overview", "group", "members", "unit", "part", "end", "help"];
  for (const kind of kinds) {
    const all = bindingsOf(kind).flatMap((binding) => binding.keys);
    expect(all.filter((key, at) => all.indexOf(key) !== at)).toEqual([]);
    for (const { help } of bindingsOf(kind)) expect(help).toMatch(/./);
  }
});
