/** What tools and their fixes are, in words. */

import type { Words } from "../words.js";

const inSchema = "Clients see the parameter in the schema; nothing that was there moves.";
const atRunTime =
  "What it is can't be told from the source, so the wrapper adds the parameter when the server starts.";
const inContext =
  "The wrapper takes the account out of the arguments, checks that the caller may name it, runs the handler with its credentials, and answers typed errors.";

export const words: Words = {
  forms: {
    tool: { what: "server.tool(…)" },
    "register-tool": { what: "server.registerTool(…)" },
    "register-tool-task": { what: "a tool that runs as a task", isRare: true },
    "add-tool": { what: "server.addTool({…})" },
    "low-level": { what: "handlers of tools/list and tools/call", isRare: true },
    "json-rpc": { what: "calls answered by hand", isRare: true },
    "tool-spread": { what: "arguments spread into server.tool", isRare: true },
    "register-tool-spread": { what: "arguments spread into server.registerTool", isRare: true },
    "mcp-framework": { what: "a class of mcp-framework", isRare: true },
    nest: { what: "a method with @Tool" },
    xmcp: { what: "a file of xmcp" },
    inherited: { what: "a method that a package's class inherits", isRare: true },
    "handed-on": { what: "a server that is handed on", isRare: true },
    "untyped-receiver": { what: "an object of unknown type", isRare: true },
  },
  steps: [
    { mark: /withTargetAccountId\(/, what: "schema wrapped", why: atRunTime },
    { mark: /withAccountConfig\(/, what: "options wrapped", why: atRunTime },
    { mark: /withAccountTool\(/, what: "whole tool wrapped", why: atRunTime },
    { mark: /withAccountRegistration\(/, what: "registration wrapped", why: atRunTime },
    {
      mark: /withAccountList\(/,
      what: "list of tools wrapped",
      why: "The server answers tools/list itself: the wrapper adds the parameter to each tool in the answer.",
    },
    {
      mark: /withAccountCall\(/,
      what: "calls of tools wrapped",
      why: "The server answers tools/call itself: the wrapper sets the account up before it, for every tool.",
    },
    {
      mark: /withAccountContextOnly\(/,
      what: "handler without arguments wrapped",
      why: "The handler had no schema and is called with the context alone; the wrapper keeps that so.",
    },
    {
      mark: /withAccountContext\(this\.prototype/,
      what: "method wrapped where the class is made",
      why: inContext,
    },
    { mark: /withAccount(?:Context|Loads)\(/, what: "handler wrapped", why: inContext },
    { mark: /@\w*accountContext\b/, what: "handler decorated", why: inContext },
    {
      mark: /properties: \{ target_account_id/,
      what: "JSON schema given the parameter alone",
      why: inSchema,
    },
    {
      mark: /targetAccountIdJsonSchema,?\s*$/,
      what: "parameter last in a JSON schema",
      why: inSchema,
    },
    { mark: /\.extend\(\{\s*target_account_id/, what: "schema extended", why: inSchema },
    {
      mark: /(?:\w+:|schema =)\s*(?:z\.object\()?\{ target_account_id: |^\s*\{ target_account_id: /,
      what: "schema of the parameter alone",
      why: "The tool took no arguments; now it has a schema with this one.",
    },
    {
      mark: /targetAccountId \},?$/,
      what: "schema spread into one with the parameter",
      why: "The schema is used elsewhere too and stays as it is.",
    },
    { mark: /target_account_id: /, what: "parameter last in the schema", why: inSchema },
  ],
};
