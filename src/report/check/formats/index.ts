/** The formats of `check`: each a function of the report, loaded when it is asked for. */

import type { Report } from "../model.js";
import type { Format } from "./names.js";
import type { TextOptions } from "./text.js";

type Write = (report: Report, options: TextOptions) => string | Promise<string>;

const formats: Readonly<Record<Format, () => Promise<Write>>> = {
  text: async () => (await import("./text.js")).textReport,
  json: async () => (await import("./json.js")).jsonReport,
  sarif: async () => (await import("./sarif.js")).sarifReport,
  github: async () => (await import("./github.js")).githubReport,
  gitlab: async () => (await import("./gitlab.js")).gitlabReport,
  junit: async () => (await import("./junit.js")).junitReport,
  markdown: async () => {
    const { markdownReport } = await import("./markdown.js");
    return (report) => markdownReport(report);
  },
  html: async () => (await import("./html.js")).htmlReport,
};

/** The report in a format. `options` are those of the text for people. */
export async function formatted(
  format: Format,
  report: Report,
  options: TextOptions,
): Promise<string> {
  const write = await formats[format]();
  return write(report, options);
}
