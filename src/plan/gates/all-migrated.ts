/** Gate 5: every tool that was accepted is now found migrated. */

import { defect, type Gate } from "./gate.js";
import { countByTool, exceeding } from "./tool-key.js";

export const allMigrated: Gate = async ({ selection, again }) => {
  const { scan } = await again();
  const migrated = countByTool(scan.tools.filter(({ state }) => state === "migrated"));
  return exceeding(selection.tools, migrated).map(({ name, place }) =>
    defect(place.file, `${name} would not be found migrated`),
  );
};
