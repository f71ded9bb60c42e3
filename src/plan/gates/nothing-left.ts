/** Gate 4: planned again, what was accepted gives nothing more to do. */

import type { Place, ToolSite } from "../../types.js";
import { defect, type Gate } from "./gate.js";
import { countByTool, exceeding, keyOf } from "./tool-key.js";

export const nothingLeft: Gate = async ({ plan, selection, again }) => {
  const { scan } = await again();
  const others = plan.scan.tools.filter((tool) => hasFix(tool) && !selection.tools.includes(tool));
  const accepted = countByTool(selection.tools);
  const left = scan.tools.filter((tool) => hasFix(tool) && accepted.has(keyOf(tool)));
  const tools = exceeding(left, countByTool(others));
  const findings = scan.findings.filter(
    (finding) => finding.fix && selection.findings.some((one) => isSame(one, finding)),
  );
  return [...tools, ...findings].map(({ place }) =>
    defect(place.file, `planning it again at line ${place.line} gives something to do`),
  );
};

function hasFix({ fix }: ToolSite): boolean {
  return fix !== undefined;
}

interface Named {
  readonly rule: string;
  readonly place: Place;
  readonly message: string;
}

/** Lines move when text is inserted, so a finding is known by its rule, file and words. */
function isSame(one: Named, other: Named): boolean {
  return (
    one.rule === other.rule && one.place.file === other.place.file && one.message === other.message
  );
}
