/** Where the section on accounts goes in somebody's README. */

import { expect, test } from "vitest";
import { sectionPlace } from "../../src/languages/supply/readme/place.js";

/** The text with `@`, and the level of the heading, where the section would stand. */
function placed(text: string): string {
  const { offset, level } = sectionPlace(text);
  return `${text.slice(0, offset)}@${level}@${text.slice(offset)}`;
}

test.each([
  ["at the end", "# S\n\nWhat it does.\n@2@"],
  ["before the licence", "# S\n\n## Use\n\nx\n\n@2@## License\n\nMIT\n"],
  ["before the licence in another spelling", "# S\n\n## Use\n\n@2@## 📄 Licence\n"],
  ["before the licence in another language", "# S\n\n## Use\n\n@2@## 许可证\n\nMIT\n"],
  ["before what leads to it", "# S\n\n## Use\n\n@2@## Contributing\n\nx\n\n## License\n"],
  ["as deep as the others are", "# S\n\n# Use\n\nx\n\n@1@# License\n"],
  ["before the section that holds it", "# S\n\n## Use\n\n@2@## About\n\n### License\n\nMIT\n"],
  ["below the title alone", "# S\n\n### Use\n\nx\n\n@3@### License\n"],
  ["before an underlined heading", "S\n===\n\nUse\n---\n\nx\n\n@2@License\n-------\n\nMIT\n"],
  ["before a heading of HTML", '# S\n\n@2@<h2 align="center">License</h2>\n\nMIT\n'],
  ["not by a heading in code", "# S\n\n```md\n## License\n```\n\n## Use\n@2@"],
  ["not by a heading in a comment", "# S\n\n<!--\n## License\n-->\n\n## Use\n@2@"],
  ["before a licence without a heading", "# S\n\nx\n\n@2@---\n\nMIT License © 2025\n"],
  [
    "before a sentence about it",
    "# S\n\nx\n\n@2@This project is licensed under the MIT License.\n",
  ],
  ["with the title License first", "# License server\n\nx\n@2@"],
  [
    "before a generator's part",
    "# S\n\n@2@<!-- START doc -->\n## License\n\nMIT\n<!-- END doc -->\n\nmore\n",
  ],
  ["after a generator's part", "# S\n\n<!-- BEGIN x -->\n## Tools\n<!-- END x -->\n@2@"],
  ["before what a generator has not closed", "# S\n\n@2@<!-- BEGIN generated -->\n## Tools\n"],
  ["before a folded part", "# S\n\n@2@<details>\n\n## License\n\nMIT\n</details>\n\nmore\n"],
  ["after an unknown comment", "# S\n\n<!-- mcp-name: io.x/y -->\n@2@"],
  [
    "a toc",
    "# S\n\n<!-- toc -->\n- [License](#license)\n<!-- tocstop -->\n\n## Use\n\n@2@## License\n",
  ],
])("%s", (_name, expected) => {
  const text = expected.replace(/@\d@/, "");
  expect(placed(text)).toBe(expected);
  const [before = "", level, after = ""] = expected.split(/@(\d)@/);
  const crlf = (part: string) => part.replaceAll("\n", "\r\n");
  expect(placed(crlf(text))).toBe(`${crlf(before)}@${level}@${crlf(after)}`);
});
