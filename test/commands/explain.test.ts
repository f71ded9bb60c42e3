/** `retrofit explain`, as a user meets it. */

import { expect, test } from "vitest";
import { rules } from "../../src/rules/index.js";
import { retrofit } from "../support/program.js";

const cwd = process.cwd();

test("a rule in full: how grave it is, why, what to do, and an example", () => {
  const { code, stdout, stderr } = retrofit(["explain", "raw-thread"], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("# raw-thread\n\n**error**: A thread started by hand");
  expect(stdout).toContain("What to do: start it with");
  expect(stdout).toMatch(
    /Before, in `server.py`:[\s\S]*threading.Thread[\s\S]*After, in `server.py`:/,
  );
});

test("all rules, a line each", () => {
  const { code, stdout } = retrofit(["explain"], { cwd });
  expect(code).toBe(0);
  const names = stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split(" ")[0]);
  expect(names).toEqual(Object.keys(rules));
});

test("a rule that there is not: one line with the nearest name", () => {
  const { code, stdout, stderr } = retrofit(["explain", "raw-tread"], { cwd });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toBe(
    'retrofit: no rule is named "raw-tread": the nearest is raw-thread (explain lists all)\n',
  );
});
