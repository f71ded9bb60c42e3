// The words of docs/first-five-minutes.md around the screens.
import { keys } from "../../test/support/pty.js";

export interface Step {
  readonly text: string;
  /** What is typed, and what the screen has then. */
  readonly types: string;
  readonly shows: string;
  readonly isLast?: true;
}

export interface Page extends Step {
  readonly screen: string;
}

export const steps: readonly Step[] = [
  {
    text: "In a copy of `examples/`, `npx mcp-retrofit .` looks at both servers. The first screen says what there is: the ledger of each server, what would be written, and what is left for a person. Nothing is written before the last question.",
    types: "",
    shows: "2 servers: ",
  },
  {
    text: "`?` names the keys, in every view.",
    types: "?",
    shows: "Keys",
  },
  {
    text: "`b` goes back, Enter begins. Tools whose edits have the same shape are one group, and what is out of the ordinary comes first. Here three tools share an edit, so they are accepted together. `~` is a line with an insertion, `+` a new one; the marks below (colours, where there are some) are the inserted characters.",
    types: `b${keys.enter}`,
    shows: "Group 1 of",
  },
  {
    text: "`e` says why.",
    types: "e",
    shows: "Why",
  },
  {
    text: "`a` accepts, `s` skips, `n` goes on without deciding. `/` looks for a tool by its name, file or server.",
    types: `b/list_alarms${keys.enter}`,
    shows: ": list_alarms",
  },
  {
    text: "`A` accepts the rest. What comes with the tools is shown once, kind by kind: clients, imports, manifests and documentation, new files, the account services.",
    types: "A",
    shows: "Comes with them, 1 of",
  },
  {
    text: "`q` goes to the last question at once, which says what nobody has looked at yet. `n` writes nothing, and so does Ctrl-C at any time.",
    types: "q",
    shows: "or nothing?",
  },
  {
    text: "`w` writes, all or nothing, and says what to run now and how to take it back.",
    types: "w",
    shows: "Written",
    isLast: true,
  },
];

/** The page, in Markdown. */
export function pageOf(pages: readonly Page[]): string {
  const parts = pages.map(({ text, screen }) => `${text}\n\n\`\`\`text\n${trimmed(screen)}\n\`\`\``);
  return `# The first five minutes

Real screens of a review of the bundled examples, in 80 columns and without colours; \`npm run pictures\` makes this page.

${parts.join("\n\n")}

With \`--todo FILE\` what is left for people, and what to run, is a list in Markdown. A tool that is to be left out for good is
skipped with \`p\` and a reason, which is written above it as a comment \`retrofit-ignore\`.

What was tried: Linux, in a pseudo-terminal of util-linux, at widths of 20 to 150 columns. macOS and Windows were not tried.
The review needs keys one by one, which Node gives it there too; a terminal that cannot move its cursor (\`TERM=dumb\`) gets
each screen below the last one.
`;
}

/** Without the empty rows between the text and the keys. */
function trimmed(screen: string): string {
  return screen.replaceAll(/\n{3,}/g, "\n\n").replaceAll(/[ \t]+$/gm, "");
}
