/** What tools and their fixes are, in words. */

import type { Words } from "../words.js";

const inContext =
  "The decorator checks that the caller may name the account, runs the function with its credentials, and answers typed errors. It stands outside all that could swallow them.";
const setUp = "The guide's own form: the account is set up before the first statement.";
const meaning = "The text lists the parameters, so it lists this one too.";

export const words: Words = {
  forms: {
    decorator: { what: "a decorated function" },
    "decorator-nested": { what: "a decorated function inside a function" },
    "decorator-method": { what: "a decorated method of a class", isRare: true },
    "call-method": { what: "a method of a class that is passed", isRare: true },
    "call-function": { what: "a function that is passed" },
    "tool-object": { what: "a tool made of a function", isRare: true },
    reflection: { what: "a function that is looked up by its name", isRare: true },
    helper: { what: "a helper that registers what it is given", isRare: true },
    "low-level": { what: "handlers of list_tools and call_tool", isRare: true },
    "json-rpc": { what: "calls answered by hand", isRare: true },
    generated: { what: "made when the server runs", isRare: true },
  },
  steps: [
    {
      mark: /with_account_parameter\(/,
      what: "given the parameter where it is registered",
      why: "Its signature is made when the server starts: the call adds the parameter to it, and runs the function in the call's account.",
    },
    {
      mark: /@\w*with_account_list/,
      what: "list of tools decorated",
      why: "The server answers tools/list itself: the decorator adds the parameter to each tool in the answer.",
    },
    {
      mark: /@\w*with_account_call/,
      what: "calls of tools decorated",
      why: "The server answers tools/call itself: the decorator sets the account up before it, for every tool.",
    },
    {
      mark: /@\w*with_account_context\(/,
      what: "decorated, with the tool's own form of answers",
      why: inContext,
    },
    { mark: /@\w*with_account_context/, what: "decorated", why: inContext },
    { mark: /setup_account_context/, what: "set up in the body", why: setUp },
    {
      mark: /^\s*await\s*$/,
      what: "setup awaited",
      why: "A setup that is called and not awaited does nothing.",
    },
    { mark: /\bexcept\b|\btry:/, what: "handlers of typed errors added", why: setUp },
    {
      mark: /target_account_id\W*:\s*Target AWS|target_account_id : str/,
      what: "documented",
      why: meaning,
    },
    {
      mark: /^target_account_id: [\w.]+ = None,\s*(?:#[^\n]*\s*)?$/,
      what: "parameter before the optional ones",
      why: "Behind the context and the required parameters it is the first that may be left out, and no call by position is shifted.",
    },
    {
      mark: /^target_account_id: [\w.]+ = None$/,
      what: "only parameter",
      why: "The function took nothing that a caller gives.",
    },
    {
      mark: /target_account_id: [\w.]+ = None/,
      what: "parameter last",
      why: "All that stands before it is required, is passed by position, or the configuration says `last`.",
    },
    {
      mark: /# noqa/,
      what: "linter told",
      why: "The linter reports arguments that the body does not use; the decorator uses this one.",
    },
  ],
};
