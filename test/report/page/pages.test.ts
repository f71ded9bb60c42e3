/** The pages of each command, from what is there: what they have in them, and that they say all of it. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { documentOf } from "../../../src/report/page/document.js";
import { verifyPage } from "../../../src/report/page/verify-page.js";
import type { ServerProof } from "../../../src/verify/types.js";
import { commandsIn } from "../../support/command.js";
import { notesServer } from "../../support/notes-server.js";
import { attribute, elementsIn, elementsOf, textIn } from "../../support/page.js";
import { copyOf, folderWith, retrofit } from "../../support/program.js";
import { treeOf } from "../../support/tree.js";

const examples = fileURLToPath(new URL("../../../examples", import.meta.url));

/** What each item of a section says. */
function itemsIn(html: string, section: string): string[] {
  const found = elementsOf(html).find((each) => attribute(each, "id") === section);
  return (found ? elementsIn(found) : []).filter(isItem).map(textIn);
}

function isItem(element: ReturnType<typeof elementsOf>[number]): boolean {
  return attribute(element, "class")?.split(" ").includes("item") ?? false;
}

test("a plan's has every tool, and every insertion and new file that would be written", async () => {
  const cwd = copyOf(join(examples, "aws-watch"));
  const file = join(folderWith({}), "plan.json");
  await commandsIn(cwd).plan({ output: file, html: join(cwd, "page.html") });
  const html = readFileSync(join(cwd, "page.html"), "utf8");
  const plan = JSON.parse(readFileSync(file, "utf8"));
  const tools = itemsIn(html, "tools");
  for (const { name } of plan.servers[0].tools) {
    expect(tools.filter((text) => text.includes(name)).length, name).toBeGreaterThan(0);
  }
  expect(tools).toHaveLength(plan.servers[0].tools.length);
  const text = ["tools", "shared", "findings"].flatMap((id) => itemsIn(html, id)).join("\n");
  const edits = plan.changes.flatMap(
    (change: { edits?: { text: string }[] }) => change.edits ?? [],
  );
  const lines = edits
    .flatMap((edit: { text: string }) => edit.text.split("\n"))
    .map((line: string) => line.trim());
  for (const line of lines) expect(text).toContain(line);
  const added = itemsIn(html, "added").join("\n");
  for (const content of Object.values<string>(plan.contents)) {
    for (const line of content.split("\n")) expect(added).toContain(line.replaceAll("\t", "    "));
  }
});

test("the page is the same of a dry run and of a plan that is shown, and nothing else is written", async () => {
  const cwd = folderWith(notesServer);
  const aside = folderWith({});
  const before = treeOf(cwd);
  await commandsIn(cwd).plan({ output: join(aside, "plan.json"), html: join(aside, "one.html") });
  const dry = retrofit(["--html", join(aside, "two.html"), "."], { cwd });
  const shown = retrofit(["show", join(aside, "plan.json"), "--html", join(aside, "three.html")], {
    cwd,
  });
  expect([dry.code, shown.code, shown.stdout]).toEqual([0, 0, ""]);
  const [one, two, three] = ["one", "two", "three"].map((name) =>
    readFileSync(join(aside, `${name}.html`), "utf8"),
  );
  expect(two).toBe(one);
  expect(three).toBe(one);
  expect(treeOf(cwd)).toEqual(before);
});

test("a check's has every tool by its state, and findings with what they mean", async () => {
  const cwd = folderWith({
    ...notesServer,
    "notes/more.py":
      "import boto3\ns3 = boto3.Session(aws_access_key_id='a', aws_secret_access_key='b').client('s3')\n",
    "notes/server.py": `${notesServer["notes/server.py"]}\nfrom notes.more import s3\n`,
  });
  const { outcome, out } = await commandsIn(cwd).check({ html: "page.html" });
  expect(outcome).toBe("open");
  expect(out).toContain("pending");
  const html = readFileSync(join(cwd, "page.html"), "utf8");
  expect(itemsIn(html, "tools")).toHaveLength(2);
  expect(itemsIn(html, "tools").join()).toMatch(
    /pending read_note notes\/server\.py:7:5 a decorated function/,
  );
  expect(itemsIn(html, "findings").join()).toContain("is given keys of its own");
  const explained = elementsOf(html).find((each) => attribute(each, "id") === "findings");
  expect(explained && textIn(explained)).toContain("What to do: ");
});

const proof: ServerProof = {
  name: "notes",
  root: "/repo/notes",
  tools: [
    {
      name: "read_note",
      outcome: "proven",
      place: { file: "/repo/notes/server.py", line: 3, column: 5 },
      faults: [],
      gaps: [],
      requests: 3,
      seen: [
        {
          caller: "A",
          request: "s3:GetObject in eu-west-1",
          signer: "account A (111111111111)",
          times: 3,
        },
      ],
    },
    {
      name: "list_notes",
      outcome: "failed",
      faults: [
        {
          check: "isolation",
          message: "called with B: a request was signed by account A",
          request: "s3:ListBuckets",
          key: "AKIA",
        },
      ],
      gaps: [],
      requests: 1,
      seen: [],
    },
    {
      name: "ping",
      outcome: "not proven",
      faults: [],
      gaps: [{ check: "isolation", reason: "no AWS request seen" }],
      requests: 0,
      seen: [],
      allowed: "reaches no AWS",
    },
  ],
  faults: [{ check: "deployable", message: "its entry point does not start" }],
  notes: ["compared with the last run"],
  parameterCharacters: 10,
  requests: 4,
  seconds: 1,
};

test("a proof's says what was proved of each tool and by which requests, what is wrong first", () => {
  const html = documentOf(verifyPage([proof], "/repo"));
  const [failed, open, proven] = itemsIn(html, "tools");
  expect(failed).toMatch(
    /failed list_notes.*isolation: failed.*signed by account A \[s3:ListBuckets, key AKIA\]/s,
  );
  expect(open).toMatch(
    /not proven ping.*isolation: open.*no AWS request seen.*allowed: reaches no AWS/s,
  );
  expect(proven).toMatch(
    /proven read_note.*isolation: ok.*called with A: s3:GetObject in eu-west-1 signed by account A \(111111111111\) \(3 times\)/s,
  );
  const text = elementsOf(html).map(textIn).join("\n");
  expect(text).toContain("1 of 3 tools proven");
  expect(text).toContain("failed: deployable: its entry point does not start");
  expect(text).toContain("compared with the last run");
});
