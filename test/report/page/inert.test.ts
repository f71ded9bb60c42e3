/** Nothing that a page shows can become a part of it: names, messages and sources are other people's. */

import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encode } from "../../../src/disk/files.js";
import type { Change } from "../../../src/plan/compose.js";
import { documentOf } from "../../../src/report/page/document.js";
import type { Page } from "../../../src/report/page/model.js";
import { sideBySide } from "../../../src/report/page/side-by-side.js";
import { visible } from "../../../src/report/visible.js";
import { attribute, elementsOf, textIn } from "../../support/page.js";
import { runs } from "../../support/properties.js";

/** A page with texts of somebody else's wherever it can have some. */
function pageOf(text: string): Page {
  const change = { server: 0, path: text, diff: sideBySide(changeOf(text)) };
  const tool = {
    server: 0,
    name: text,
    state: text,
    where: text,
    form: text,
    rules: [text],
    lines: [text],
    changes: [change],
  };
  const server = {
    name: text,
    where: text,
    language: text,
    ledger: { found: 1, migrated: 0, partial: 0, pending: 1, unsupported: 0, ignored: 0 },
    counts: { [text]: 1 },
    notes: [text],
  };
  return {
    kind: text,
    title: text,
    lines: [text],
    servers: [server, server],
    stateName: text,
    states: [text],
    groups: [
      {
        title: text,
        outlier: text,
        why: [text],
        rule: { rule: "tool-pending", help: text },
        tools: [tool, { ...tool, lines: [], changes: [] }],
      },
    ],
    findings: [
      {
        server: 0,
        rule: text,
        help: text,
        severity: "error",
        message: text,
        remedy: text,
        places: [text],
        changes: [change],
      },
      {
        rule: "aws-client",
        help: "https://example.org/aws-client.md",
        severity: "note",
        message: text,
        places: [text],
        mark: text,
        changes: [],
      },
    ],
    shared: [change],
    added: [{ name: text, paths: [text, text], servers: [0], text }],
    problems: [{ where: text, message: text }],
  };
}

function changeOf(text: string): Change {
  const before = encode({ text: `first\n${text}\nlast`, encoding: "utf8" });
  const edits = [6, 6 + text.length].map((offset) => ({ file: "/a", offset, text }));
  return { path: "/a", before, edits };
}

const tags = new Set(
  "html head meta title style body header p h1 h2 h3 nav a b form input select option button output details summary dl dt dd main section div span ul li table thead tbody tr th td svg rect code pre ins del footer script".split(
    " ",
  ),
);
const attributes = new Set(
  "lang charset http-equiv content name class href id role type placeholder aria-label autocomplete value aria-live title data-server data-state data-form data-rule data-choose data-n tabindex open scope viewbox viewBox preserveAspectRatio aria-hidden x width height rel".split(
    " ",
  ),
);

function expectInert(html: string): void {
  const elements = elementsOf(html);
  expect(
    elements.filter(({ tagName }) => !tags.has(tagName)).map(({ tagName }) => tagName),
  ).toEqual([]);
  const names = elements.flatMap(({ attrs }) => attrs.map(({ name }) => name));
  expect(names.filter((name) => !attributes.has(name))).toEqual([]);
  const links = elements.flatMap((each) => attribute(each, "href") ?? []);
  expect(
    links.filter((link) => !/^(#[a-z]+|https:\/\/example\.org\/[\w./-]+)$/.test(link)),
  ).toEqual([]);
  for (const tag of ["script", "style"]) {
    expect(elements.filter(({ tagName }) => tagName === tag)).toHaveLength(1);
  }
}

/** As it is once it was written into a file. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

const nasty = fc.oneof(
  fc.constantFrom(
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    "</title></style></script><svg onload=alert(1)>",
    "javascript:alert(1)",
    "<!--",
    "]]>",
    "&lt;b&gt; &amp;",
    "{{{content}}} {{lineNumber}}",
    "a\u202Eb\u0000\u001B[31m\u2066",
    "\uD800",
    "`<b>` code `",
    "<ins>x</ins><del>",
    "+++ b/x\n@@ -1 +1 @@\ndiff --git a b\n\\ No newline",
    "\r\n\t ",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ maxLength: 40 }),
);

test("has no element, attribute or link but our own, whatever the texts are", () => {
  fc.assert(
    fc.property(fc.array(nasty, { maxLength: 3 }), (texts) => {
      expectInert(documentOf(pageOf(texts.join(""))));
    }),
    { numRuns: runs(60) },
  );
});

test("shows every text as it is, and what would steer a reader as what it is", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const shown = wellFormed(visible(text));
      const elements = elementsOf(wellFormed(documentOf(pageOf(text))));
      const title = elements.find(({ tagName }) => tagName === "h1");
      expect(title && textIn(title)).toBe(shown);
      const named = elements.find(({ tagName }) => tagName === "option");
      expect(named && textIn(named)).toBe("every server");
      const [, option] = elements.filter(({ tagName }) => tagName === "option");
      expect(option && textIn(option)).toBe(shown);
    }),
    { numRuns: runs(60) },
  );
});

test("its policy lets its own style and script run, and nothing else", () => {
  const elements = elementsOf(documentOf(pageOf("a")));
  const policy = elements
    .filter(({ tagName }) => tagName === "meta")
    .find((each) => attribute(each, "http-equiv") === "Content-Security-Policy");
  const hashOf = (tag: string): string => {
    const element = elements.find(({ tagName }) => tagName === tag);
    return createHash("sha256")
      .update(element ? textIn(element) : "")
      .digest("base64");
  };
  expect(policy && attribute(policy, "content")).toBe(
    `default-src 'none'; style-src 'sha256-${hashOf("style")}'; script-src 'sha256-${hashOf("script")}'; base-uri 'none'; form-action 'none'`,
  );
});

test("loads nothing: no address but links, none in its style or script", () => {
  const elements = elementsOf(documentOf(pageOf("a")));
  const own = elements.filter(({ tagName }) => tagName === "style" || tagName === "script");
  expect(own.map(textIn).join("")).not.toMatch(/https?:|url\(|@import|fetch\(|XMLHttp/);
});
