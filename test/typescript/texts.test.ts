/** What the texts of commands come to, as far as the evaluator follows what they are made of. */

import { describe, expect, test } from "vitest";
import { clientsIn, memoryServer } from "../support/typescript-server.js";

const head = 'import { exec, spawn } from "node:child_process";\nexport const mark = "aws";\n';

/** What is said of a server's processes, line by line. */
function saidOf(text: string): string[] {
  const memory = memoryServer({ "package.json": "{}", "src/index.ts": head + text });
  return clientsIn(memory).map(({ message }) => message);
}

describe("a program of AWS is found", () => {
  test.each([
    ["in a text that is added to", `let c = "aws"; c += \` s3 \${process.argv[2]}\`; exec(c);`],
    [
      "in a field that is added to",
      'class A { c = "aws"; go(x: string) { this.c += x; exec(this.c); } }',
    ],
    ["in a text put before itself", `export function f(c: string) { c = \`aws \${c}\`; exec(c); }`],
    [
      "in what a function makes",
      `const w = (c: string) => \`sudo \${c}\`; exec(w(w(\`aws \${process.argv[2]}\`)));`,
    ],
    [
      "in what a class was made with",
      'class A { constructor(private p: string) {} go() { spawn(this.p, []); } }\nnew A("aws").go();',
    ],
    ["in the default of a variable", 'const { CLI = "aws" } = process.env; exec(CLI + " s3");'],
    [
      "in one of several lists",
      'const l = process.argv[2] ? ["git"] : ["aws"]; exec([...l, "x"].join(" "));',
    ],
    [
      "among the values of an object",
      'const c = { a: "git", b: "aws s3" }; export const f = (k: "a" | "b") => exec(c[k]);',
    ],
    ["in a loop", 'for (const p of ["git", "aws"]) spawn(p, []);'],
    [
      "behind a folder",
      'import path from "node:path"; spawn(path.join(process.cwd(), "aws"), []);',
    ],
    ["in a static field", 'class A { static c = "aws"; }\nspawn(A.c, []);'],
    [
      "in an inherited static field",
      'class A { static c = "aws"; }\nclass B extends A {}\nspawn(B.c, []);',
    ],
    ["in a static getter", 'class A { static get c() { return "aws"; } }\nspawn(A.c, []);'],
    [
      "in what a static method gives",
      'class A { static c() { return "aws"; } }\nspawn(A.c(), []);',
    ],
    [
      "in a static field that is assigned to",
      'class A { static c: string; }\nA.c = "aws";\nspawn(A.c, []);',
    ],
    [
      "in a field that a method assigns",
      'class A { c = ""; set(x: string) { this.c = x; } go() { spawn(this.c, []); } }\nnew A().set("aws");',
    ],
    [
      "in a field that is assigned from outside",
      'class A { c = ""; go() { spawn(this.c, []); } }\nconst a = new A(); a.c = "aws"; a.go();',
    ],
    [
      "in an inherited field",
      'class A { c = "aws"; }\nclass B extends A { go() { spawn(this.c, []); } }',
    ],
    [
      "in the place that a list of unknown length moves",
      'spawn([...(process.argv[2] ? ["git"] : ["aws"])][0]!, []);',
    ],
  ])("%s", (_name, text) => {
    expect(saidOf(text)[0]).toMatch(/this program uses AWS|an account of its own/);
  });
});

test.each([
  [
    "of a list that the call does not lengthen",
    'const run = (...l: string[]) => spawn("git", l); run("x");',
  ],
  ["of all calls", 'function run(c: string) { exec(c); }\nrun("git status"); run("ls");'],
])("a program without AWS is told by the arguments %s", (_name, text) => {
  expect(saidOf(text)).toEqual([]);
});

describe("it can't be told which program it is", () => {
  test.each([
    [
      "where a function is handed on",
      'function run(p: string) { spawn(p, []); }\nrun("git"); export const all = { run };',
    ],
    [
      "where its caller is handed on",
      'function run(p: string) { spawn(p, []); }\nconst go = (p: string) => run(p);\ngo("git"); export const all = [go];',
    ],
    ["where only its type is known", 'export const run = (p: "git" | "aws") => spawn(p, []);'],
    [
      "where it calls itself",
      `const f = (n: number): string => (n ? \`\${f(n - 1)}x\` : "git");\nexec(f(3));`,
    ],
  ])("%s", (_name, text) => {
    expect(saidOf(text).at(-1)).toMatch(/can't be told which program/);
  });
});

test("what is pushed onto a list that others pass is seen", () => {
  const text = 'export function f(l: string[]) { l.push("--profile", "x"); spawn("aws", l); }';
  expect(saidOf(text)).toEqual([expect.stringContaining("`--profile` beats")]);
});
