/** The sample of the settings: what it holds, and what is added to one that is there. */

import { join } from "node:path";
import { expect, test } from "vitest";
import { createFileStore } from "../../src/disk/files.js";
import { settingsSample } from "../../src/languages/supply/settings-sample.js";
import { byFile, insert } from "../../src/plan/edit.js";
import type { LanguageId, Server } from "../../src/types.js";
import { readSettings } from "../../templates/typescript/credential-services/gateway/transport.js";

const root = "/nowhere/shop";

function sampleOver(
  texts: Record<string, string>,
  language: LanguageId = "typescript",
  hasEntryPoint = true,
) {
  const server: Server = { language, root, name: "shop", files: [] };
  const there = Object.entries(texts).map(
    ([name, text]) => [join(root, name), Buffer.from(text)] as const,
  );
  const { name, files, edits } = settingsSample(
    server,
    createFileStore().over(new Map(there)),
    hasEntryPoint,
  );
  const edited = [...byFile(edits)].map(([path, own]) => [
    path,
    insert(texts[path.slice(root.length + 1)] ?? "", own),
  ]);
  const text = files[0]?.content ?? edited[0]?.[1] ?? "";
  return { name, paths: files.map(({ path }) => path), text };
}

test("a new one names the accounts' own database, and no setting of the server's", () => {
  const { name, paths, text } = sampleOver({});
  expect(name).toBe(".env.example");
  expect(paths).toEqual([join(root, ".env.example")]);
  expect(text).toContain("ACCOUNTS_DATABASE_URL=");
  expect(text).not.toMatch(/^#? ?DATABASE_URL=/m);
  expect(text).toContain("Copy to .env, which the entry point reads");
});

test.each(["typescript", "python"] as const)("its values are the defaults (%s)", (language) => {
  const { text } = sampleOver({}, language);
  const shown = [...text.matchAll(/^# (FASTMCP_\w+)=(.*)$/gm)].map(([, name, value]) => [
    name,
    value,
  ]);
  const settings = readSettings(Object.fromEntries(shown));
  expect({ ...settings }).toEqual({ ...readSettings({}) });
  expect(shown.map(([name]) => name).includes("FASTMCP_STATELESS_HTTP")).toBe(
    language === "python",
  );
  // What is not commented out says nothing.
  const set = [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, , value]) => value);
  expect(set.filter(Boolean)).toEqual([]);
});

test("without an entry point it speaks of none", () => {
  expect(sampleOver({}, "python", false).text).not.toMatch(/FASTMCP|entry point/);
});

test.each([".env.example", ".env.sample", "env.example"])("%s gains what it lacks", (name) => {
  const { name: listed, paths, text } = sampleOver({ [name]: "PORT=1" });
  expect([listed, paths]).toEqual([name, []]);
  expect(text).toMatch(/^PORT=1\n\n# Acting in other AWS accounts.\n\n/);
  expect(text).toContain("\nENCRYPTION_KEY=\n");
});

test("a setting that it names, commented out or not, is not named again", () => {
  const own = "# AWS_REGION=eu-west-1\r\nRDS_SECRET_NAME=x\r\nDATABASE_URL=mine\r\n";
  const { text } = sampleOver({ ".env.example": own });
  expect(text.startsWith(own)).toBe(true);
  const added = text.slice(own.length);
  expect(added).not.toMatch(/AWS_REGION|RDS_SECRET_NAME|Secrets Manager/);
  expect(added).toContain("ACCOUNTS_DATABASE_URL=");
  expect(added.replaceAll("\r\n", "")).not.toContain("\n");
});

test("nothing is added to one that names them all", () => {
  const all = sampleOver({}).text;
  expect(sampleOver({ ".env.example": all })).toEqual({
    name: ".env.example",
    paths: [],
    text: "",
  });
});
