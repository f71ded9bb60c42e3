import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { filled } from "./support/fill.js";
import { tools } from "./support/tools.js";
import { values } from "./support/values.js";

const run = promisify(execFile);
const languages = ["python", "node"] as const;

function dockerfile(language: (typeof languages)[number]): string {
  return filled(`deploy/${language}/Dockerfile-AgentCore-Runtime`, values[language]);
}

beforeAll(tools);

describe.each(languages)("the Dockerfile for %s", (language) => {
  it("has nothing that hadolint finds fault with", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "dockerfile-")), "Dockerfile");
    writeFileSync(path, dockerfile(language));
    const { stdout } = await run(join(await tools(), "hadolint"), [
      "--failure-threshold",
      "none",
      path,
    ]);
    expect(stdout).toBe("");
  });

  it("is for arm64, in two stages, with exact versions, and not as root", () => {
    const text = dockerfile(language);
    expect(text.match(/^FROM --platform=linux\/arm64 \w+:\d+\.\d+\.\d+-/gm)).toHaveLength(2);
    expect(text).toMatch(/^USER 10001$/m);
    expect(text).toMatch(/^EXPOSE 8000$/m);
    // Unquoted, `>=2` would send the output to a file called `=2`.
    expect(text.replace(/"[^"]*"/g, "")).not.toMatch(/[=><]=/);
  });

  it("asks /health, by a script that it copies", () => {
    expect(dockerfile(language)).toMatch(/HEALTHCHECK [\s\S]+CMD \["docker-healthcheck\.sh"\]/);
  });
});
