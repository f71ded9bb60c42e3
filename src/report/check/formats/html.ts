/** The report as a page for reviewers. */

import { checkPage } from "../../page/check-page.js";
import { documentOf } from "../../page/document.js";
import type { Report } from "../model.js";

export async function htmlReport(report: Report): Promise<string> {
  return documentOf(await checkPage([report]));
}
