/** Whole screens at three widths, as a terminal has them, of the conversation about a small server. */

import { expect, test } from "vitest";
import { folderWith } from "../support/program.js";
import { inTerminal, keys } from "../support/terminal.js";
import { notes } from "./notes.js";

const desk = Object.fromEntries(
  Object.entries(notes).map(([name, text]) => [`desk/${name}`, text]),
);

const path: readonly (readonly [name: string, types: string, shows: string])[] = [
  ["overview", "", "1 server: 6 tools"],
  ["unit", keys.enter, "Group 1 of 3: forced"],
  ["explain", "e", "Why"],
  ["", "b", "Group 1 of 3: forced"],
  ["file", "w", "The whole file, with forced"],
  ["", "b", "Group 1 of 3: forced"],
  ["reason", "pby position", "by position_"],
  ["", keys.escape, "a accept"],
  ["keys", "?", "Keys"],
  ["", "b", "Group 1 of 3: forced"],
  ["", "n", "Group 2 of 3"],
  ["group", "n", "Group 3 of 3"],
  ["", keys.enter, "> [ ] one"],
  ["", "s", "[-] one"],
  ["members", "a", "[x] two"],
  ["search", "/four", "four_"],
  ["", keys.escape, "n next group"],
  ["part", "A", "Comes with them, 1 of 4"],
  ["end", "q", "Write the 5 accepted"],
];

test.each([60, 80, 120])("screens of %i columns", async (columns) => {
  const session = inTerminal(["desk"], { cwd: folderWith(desk), columns, rows: 30 });
  for (const [name, types, shows] of path) {
    if (types) session.type(types);
    const screen = await session.shows(shows);
    for (const line of screen.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
    // How many files are copied is not what is looked at here.
    const shown = screen.replaceAll(/\d+(?=\s+(?:added|files))/g, (count) =>
      "#".repeat(count.length),
    );
    if (name) await expect(`${shown}\n`).toMatchFileSnapshot(`screens/${columns}/${name}.txt`);
  }
});

test("a terminal of hardly any room is still one", async () => {
  const session = inTerminal(["."], { cwd: folderWith(notes), columns: 20, rows: 6 });
  await session.shows("1 server");
  session.type(keys.enter);
  await session.shows("forced");
  session.type(keys.interrupt);
  expect(await session.ended).toBe(130);
});
