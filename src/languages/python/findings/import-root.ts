/** Sources in which nothing shows that an import of the services would be found: what needs one there is left alone. */

import { basename, dirname, relative } from "node:path";
import { findingOf, topOf } from "../../../rules/finding.js";
import type { Finding, Fix, Scan, Server, ToolSite } from "../../../types.js";
import type { Layout } from "../project/layout.js";

/** The same without the fixes that need such an import, and with a finding for each file that would have needed it. */
export function withoutUnreached(
  { tools, findings, ...rest }: Scan,
  { root }: Server,
  layout: Layout,
): Scan {
  const fixes = [...tools, ...findings].flatMap(({ fix }) => (fix ? [fix] : []));
  const needing = new Set(fixes.flatMap(({ imports }) => imports.map(({ file }) => file)));
  const lost = new Set([...needing].filter((file) => !layout.reaches(file)));
  if (lost.size === 0) return { tools, findings, ...rest };
  return {
    tools: tools.map((tool) => (isAmong(tool.fix, lost) ? left(tool) : tool)),
    findings: [
      ...findings.map((one) => (isAmong(one.fix, lost) ? withoutFix(one) : one)),
      ...[...lost].map((file) => report(file, root, layout)),
    ],
    ...rest,
  };
}

function isAmong(fix: Fix | undefined, files: ReadonlySet<string>): boolean {
  return fix?.imports.some(({ file }) => files.has(file)) === true;
}

function left({ fix: _fix, ...tool }: ToolSite): ToolSite {
  const reason =
    "nothing shows how its module would import the account services; do what the finding `import-root` says";
  return { ...tool, state: "unsupported", reason };
}

function withoutFix({ fix: _fix, ...finding }: Finding): Finding {
  return finding;
}

function report(file: string, root: string, { isKnown, folder }: Layout): Finding {
  const name = basename(file);
  const own = relative(root, dirname(file)) || ".";
  const there = relative(root, folder) || ".";
  if (isKnown(file)) {
    return findingOf("import-root", {
      place: topOf(file),
      message: `${name} is run from ${own}, where the account services in ${there} can't be imported`,
      remedy: `give ${own} a manifest of its own (requirements.txt or pyproject.toml) and run again`,
    });
  }
  const module = relative(root, file).replace(/\.py$/, "").replaceAll("/", ".");
  return findingOf("import-root", {
    place: topOf(file),
    message: `nothing shows whether ${name} is run as a script or as a module of its package, and so how it would import the account services`,
    remedy: `write into README.md how the server is started (\`python ${relative(root, file)}\` or \`python -m ${module}\`), and run again`,
  });
}
