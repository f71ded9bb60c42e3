/** The report for programs. Its schema is dist/check.schema.json. */

import type { Report } from "../model.js";

export function jsonReport(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
