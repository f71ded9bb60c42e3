// The filters and keys of a page. It runs in browsers as it is; without it the page shows everything.
// @ts-check
"use strict";

{
  const form = /** @type {HTMLFormElement} */ (document.getElementById("filters"));
  const output = /** @type {HTMLOutputElement} */ (form.querySelector("output"));
  const search = /** @type {HTMLInputElement} */ (form.elements.namedItem("text"));
  const selects = [...form.querySelectorAll("select")];
  const items = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".item")]);
  const sets = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".set")].reverse());
  /** @type {WeakMap<HTMLElement, string>} */
  const texts = new WeakMap();

  /** What is searched: the line that names an item, or all of one that has none. */
  const textOf = (/** @type {HTMLElement} */ item) => {
    const known = texts.get(item);
    if (known !== undefined) return known;
    const line = item.querySelector(":scope > summary") ?? item;
    const text = (line.textContent ?? "").toLowerCase();
    texts.set(item, text);
    return text;
  };

  const fits = (/** @type {HTMLElement} */ item, /** @type {string[]} */ words) =>
    selects.every(({ name, value }) => value === "" || valuesOf(item, name).includes(value)) &&
    words.every((word) => textOf(item).includes(word));

  /** Several numbers, or one state that may be of two words. */
  const valuesOf = (/** @type {HTMLElement} */ item, /** @type {string} */ name) => {
    const value = item.dataset[name] ?? "";
    return name === "state" ? [value] : value.split(" ");
  };

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const select of selects) select.classList.toggle("set", select.value !== "");
    for (const item of items) item.hidden = !fits(item, words);
    for (const set of sets) {
      const own = set.querySelectorAll(".item");
      set.hidden = own.length > 0 && !set.querySelector(".item:not([hidden])");
    }
    const shown = items.filter((item) => item.dataset.state !== undefined && !item.hidden).length;
    const all = items.filter((item) => item.dataset.state !== undefined).length;
    output.value = all === 0 ? "" : shown === all ? `${all} tools` : `${shown} of ${all} tools`;
  };

  const shown = () => items.filter((item) => !item.hidden && item.tagName !== "TR");

  /** The one that has the focus, or is the next below the top of the window. */
  const current = () => {
    const all = shown();
    const focused = document.activeElement?.closest(".item");
    const index = all.findIndex((item) => item === focused);
    return { all, index };
  };

  const move = (/** @type {number} */ by) => {
    const { all, index } = current();
    const top = all.findIndex((item) => item.getBoundingClientRect().top >= 0);
    const next = index >= 0 ? index + by : by > 0 ? top : top - 1;
    const item = all[Math.max(0, Math.min(all.length - 1, next))];
    const target = /** @type {HTMLElement | null | undefined} */ (item?.querySelector("summary") ?? item);
    target?.focus();
    target?.scrollIntoView({ block: "nearest" });
  };

  const openAll = (/** @type {boolean} */ isOpen) => {
    for (const item of shown()) if (item instanceof HTMLDetailsElement) item.open = isOpen;
  };

  const clear = () => {
    form.reset();
    filter();
  };

  /** @type {Record<string, () => void>} */
  const keys = {
    "/": () => search.focus(),
    j: () => move(1),
    k: () => move(-1),
    e: () => openAll(true),
    c: () => openAll(false),
    "?": () => {
      const help = /** @type {HTMLDetailsElement} */ (form.querySelector(".keys"));
      help.open = !help.open;
    },
  };

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  document.addEventListener("click", (event) => {
    const chosen = /** @type {Element} */ (event.target).closest?.("[data-choose]");
    const select = selects.find(({ name }) => name === "server");
    if (!(chosen instanceof HTMLElement) || !select) return;
    select.value = chosen.dataset.choose ?? "";
    filter();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      clear();
      return search.blur();
    }
    if (/** @type {Element} */ (event.target).closest?.("input, select")) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // On paper nothing can be opened: what is shown is printed open.
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details")].filter((each) => !each.open && !each.closest(".keys"));
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });

  filter();
}
