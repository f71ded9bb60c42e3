/** Which key does what in which view: what is done, what the last line says, and what `?` explains. */

import type { Key, View } from "./state.js";

export type Action =
  | "open"
  | "accept"
  | "skip"
  | "next"
  | "back"
  | "file"
  | "server"
  | "all"
  | "reason"
  | "explain"
  | "whole"
  | "search"
  | "write"
  | "nothing"
  | "look"
  | "quit"
  | "help"
  | "up"
  | "down"
  | "page up"
  | "page down"
  | "top"
  | "bottom";

export interface Binding {
  readonly action: Action;
  /** Names as readline gives them; a capital letter is typed with shift. */
  readonly keys: readonly string[];
  /** The key as people read it. */
  readonly shown: string;
  /** A word or two for the last line; none for what needs no mention there. */
  readonly label?: string;
  readonly help: string;
}

type Kind = View["kind"];

const back: Binding = {
  action: "back",
  keys: ["b", "escape", "left", "backspace"],
  shown: "b",
  label: "back",
  help: "back to what was shown before; what was decided can be decided anew",
};
const quit: Binding = {
  action: "quit",
  keys: ["q"],
  shown: "q",
  label: "quit",
  help: "stop here: you are asked whether to write what is accepted, or nothing",
};
const help: Binding = {
  action: "help",
  keys: ["?"],
  shown: "?",
  label: "keys",
  help: "these keys",
};
const search: Binding = {
  action: "search",
  keys: ["/"],
  shown: "/",
  label: "search",
  help: "go to the next tool whose name, file or server has a text",
};
const all: Binding = {
  action: "all",
  keys: ["A"],
  shown: "A",
  label: "accept the rest",
  help: "accept everything that is not decided yet",
};
const next: Binding = {
  action: "next",
  keys: ["n", "right"],
  shown: "n",
  label: "next",
  help: "go on without deciding",
};
const explain: Binding = {
  action: "explain",
  keys: ["e"],
  shown: "e",
  label: "explain",
  help: "why it is done so, and what each finding means",
};
const whole: Binding = {
  action: "whole",
  keys: ["w"],
  shown: "w",
  label: "whole file",
  help: "the whole file as it would be",
};
const file: Binding = {
  action: "file",
  keys: ["f"],
  shown: "f",
  label: "rest of file",
  help: "accept this and what else is not decided in its file",
};
const server: Binding = {
  action: "server",
  keys: ["v"],
  shown: "v",
  label: "of server",
  help: "accept this and what else is not decided in its server",
};
const scrolling: readonly Binding[] = [
  { action: "up", keys: ["up", "k"], shown: "up, k", help: "a line up" },
  { action: "down", keys: ["down", "j"], shown: "down, j", help: "a line down" },
  { action: "page up", keys: ["pageup"], shown: "PgUp", help: "a screen up" },
  { action: "page down", keys: ["pagedown", "space"], shown: "PgDn, space", help: "a screen down" },
  { action: "top", keys: ["home", "g"], shown: "Home, g", help: "to the beginning" },
  { action: "bottom", keys: ["end", "G"], shown: "End, G", help: "to the end" },
];

const accept = (label: string, help: string): Binding => ({
  action: "accept",
  keys: ["a"],
  shown: "a",
  label,
  help,
});
const skip = (label: string, help: string): Binding => ({
  action: "skip",
  keys: ["s"],
  shown: "s",
  label,
  help,
});
const open = (label: string, help: string): Binding => ({
  action: "open",
  keys: ["return", "enter", "o"],
  shown: "Enter",
  label,
  help,
});

const cover: readonly Binding[] = [{ ...back, keys: [...back.keys, "return", "q", "?", "e", "w"] }];

/** What there is wherever something is decided. */
const onward: readonly Binding[] = [all, search, quit, help, ...scrolling];

const bindings: Readonly<Record<Kind, readonly Binding[]>> = {
  overview: [open("review", "look at what would be changed"), all, quit, help, ...scrolling],
  group: [
    accept("accept all", "accept the group, without what was taken out of it"),
    skip("skip all", "leave the group as it is"),
    open("open", "the members one by one, to take single tools out"),
    next,
    back,
    explain,
    whole,
    ...onward,
  ],
  members: [
    accept("accept", "accept the tool at the cursor"),
    skip("skip", "take the tool at the cursor out"),
    open("show", "the tool at the cursor"),
    { ...next, label: "next group", help: "go on to the next group" },
    back,
    file,
    server,
    ...onward,
  ],
  unit: [
    accept("accept", "accept it"),
    skip("skip", "leave it as it is"),
    next,
    back,
    {
      action: "reason",
      keys: ["p"],
      shown: "p",
      label: "leave out",
      help: "skip it for good: a comment `retrofit-ignore` with your reason is written above it",
    },
    explain,
    whole,
    file,
    server,
    ...onward,
  ],
  part: [open("go on", "go on"), { ...next, keys: ["n", "right"] }, back, quit, help, ...scrolling],
  end: [
    { action: "write", keys: ["w"], shown: "w", label: "write", help: "write what is accepted" },
    {
      action: "nothing",
      keys: ["n", "q"],
      shown: "n",
      label: "write nothing",
      help: "write nothing and leave",
    },
    {
      action: "look",
      keys: ["l"],
      shown: "l",
      label: "look at what comes with it",
      help: "imports, clients, manifests, documentation and new files",
    },
    back,
    help,
    ...scrolling,
  ],
  help: [...cover, ...scrolling],
  explain: [...cover, ...scrolling],
  file: [...cover, ...scrolling],
  search: [],
  reason: [],
  working: [],
};

/** What can be done in a view. */
export function bindingsOf(kind: Kind): readonly Binding[] {
  return bindings[kind];
}

/** What a key does in a view; undefined where it does nothing. */
export function actionOf(kind: Kind, { name }: Key): Action | undefined {
  return bindings[kind].find(({ keys }) => keys.includes(name))?.action;
}
