/** The script of a page, run in a DOM: filters, search and keys. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type HTMLDetailsElement, type HTMLSelectElement, Window } from "happy-dom";
import { expect, test } from "vitest";
import { commandsIn } from "../../support/command.js";
import { copyOf } from "../../support/program.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const script = readFileSync(join(root, "assets/page/page.js"), "utf8");

/** The page of an example's plan, with its script running. */
async function openedPage() {
  const cwd = copyOf(join(root, "examples/aws-inventory"));
  await commandsIn(cwd).plan({ html: join(cwd, "page.html") });
  const window = new Window();
  window.document.write(readFileSync(join(cwd, "page.html"), "utf8"));
  const { document } = window;
  window.Element.prototype.scrollIntoView = () => {};
  new Function(
    "window",
    "document",
    "addEventListener",
    "HTMLElement",
    "HTMLDetailsElement",
    script,
  )(
    window,
    document,
    window.addEventListener.bind(window),
    window.HTMLElement,
    window.HTMLDetailsElement,
  );
  const tools = () =>
    [...document.querySelectorAll("#tools .item:not([hidden]) b")].map((each) => each.textContent);
  const press = (key: string, target = document.body) =>
    target.dispatchEvent(
      new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
    );
  const choose = (name: string, value: string) => {
    const control = document.querySelector(`[name=${name}]`) as HTMLSelectElement;
    control.value = value;
    control.dispatchEvent(new window.Event("input", { bubbles: true }));
  };
  const told = () => document.querySelector("output")?.textContent;
  return { window, document, tools, press, choose, told };
}

test("what is searched for is shown, with the sections that have some of it", async () => {
  const { document, tools, choose, told, press } = await openedPage();
  expect(told()).toBe("10 tools");
  choose("text", "LIST_ bucket 21");
  expect(tools()).toEqual(["list_buckets"]);
  expect(told()).toBe("1 of 10 tools");
  choose("text", "no such thing");
  expect(tools()).toEqual([]);
  expect(document.querySelector("#findings")?.hasAttribute("hidden")).toBe(true);
  press("Escape");
  expect(tools()).toHaveLength(10);
});

test("a form and a finding can be chosen, and are marked", async () => {
  const { document, tools, choose } = await openedPage();
  const form = document.querySelector("[name=form]") as HTMLSelectElement;
  const texts = [...form.querySelectorAll("option")].map((each) => each.textContent);
  choose("form", String(texts.indexOf("server.registerTool(…)") - 1));
  expect(tools()).toContain("list_tables");
  expect(tools()).not.toContain("list_buckets");
  expect(form.className).toBe("set");
  choose("form", "");
  choose("rule", "0");
  expect(tools()).toEqual([]);
  expect(document.querySelectorAll("#findings .item:not([hidden])").length).toBeGreaterThan(0);
  choose("rule", "");
  choose("state", "pending");
  expect(tools()).toHaveLength(10);
});

test("keys go from one to the next, open and close all, and leave what is typed alone", async () => {
  const { document, press } = await openedPage();
  const items = [...document.querySelectorAll("#tools details.item")] as HTMLDetailsElement[];
  press("c");
  expect(items.some((each) => each.open)).toBe(false);
  press("e");
  expect(items.every((each) => each.open)).toBe(true);
  items[0]?.querySelector("summary")?.focus();
  press("j");
  expect(document.activeElement?.closest(".item")).toBe(items[1]);
  press("k");
  expect(document.activeElement?.closest(".item")).toBe(items[0]);
  press("/");
  const search = document.querySelector("[name=text]");
  expect(document.activeElement).toBe(search);
  press("c", search as unknown as typeof document.body);
  expect(items.every((each) => each.open)).toBe(true);
});

test("on paper all that is shown is open, and closed again afterwards", async () => {
  const { window, document } = await openedPage();
  const items = [...document.querySelectorAll("details")].filter((each) => !each.closest(".keys"));
  const before = items.map((each) => (each as HTMLDetailsElement).open);
  window.dispatchEvent(new window.Event("beforeprint"));
  expect(items.every((each) => (each as HTMLDetailsElement).open)).toBe(true);
  window.dispatchEvent(new window.Event("afterprint"));
  expect(items.map((each) => (each as HTMLDetailsElement).open)).toEqual(before);
});
