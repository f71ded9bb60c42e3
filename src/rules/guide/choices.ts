/** Rules of the configuration and of what is expected of a check. */

import type { Guides } from "./guide.js";
import { list, starts } from "./samples.js";

export const choices = {
  "unused-ignore": {
    why: "Somebody decided that a tool needs no account. If the name is wrong, that tool is migrated after all; if the tool is gone, the entry waits for another one of its name.",
    examples: {
      typescript: {
        before: {
          "server.ts": list,
          "retrofit.config.json": `{ "ignore": { "lisst": "reaches no AWS API" } }
`,
        },
        after: {
          "server.ts": list,
          "retrofit.config.json": `{ "ignore": { "list": "reaches no AWS API" } }
`,
        },
      },
    },
  },
  "unused-program": {
    why: "What is declared of a program decides whose account it acts in. Under a wrong name it decides nothing, and the program is still taken for unknown.",
    examples: {
      python: {
        before: {
          "server.py": starts,
          "retrofit.config.json": `{ "programs": { "/opt/bin/chaos": "none: talks to the cluster only" } }
`,
        },
        after: {
          "server.py": starts,
          "retrofit.config.json": `{ "programs": { "chaos": "none: talks to the cluster only" } }
`,
        },
      },
    },
  },
  "fewer-than-expected": {
    why: "A server or a tool that is no longer recognised has no findings: a job would stay green, and nobody would know that it is not looked at any more.",
    examples: {
      python: {
        before: { "server.py": "", "retrofit.config.json": '{ "expect": { "tools": 2 } }\n' },
        after: { "server.py": "", "retrofit.config.json": '{ "expect": { "tools": 1 } }\n' },
      },
    },
  },
  "unused-baseline": {
    why: "What was fixed is to stay fixed. As long as its line stands in the baseline, it could come back, and no job would say so.",
    examples: {},
  },
} as const satisfies Guides;
