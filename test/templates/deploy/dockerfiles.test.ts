import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
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

  it("asks after its health", () => {
    expect(dockerfile(language)).toMatch(/^HEALTHCHECK [^\n]+\\\n {4}CMD \[.+\]$/m);
  });
});

describe.each(["node", "python"] as const)("the health check of the image for %s", (language) => {
  const [named = "", ...args] = JSON.parse(
    /HEALTHCHECK [^[]+CMD (.+)$/m.exec(dockerfile(language))?.[1] ?? "[]",
  ) as string[];
  // Outside of its images Python often has this name alone.
  const program = named === "python" ? "python3" : named;

  const asked = async (status: number, variable: string) => {
    const asks: (string | undefined)[] = [];
    const server = createServer(({ url }, response) => {
      asks.push(url);
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const env = { PATH: process.env["PATH"], [variable]: String(port) };
    const code = await run(program, args, { env }).then(
      () => 0,
      (error: { code: number }) => error.code,
    );
    server.close();
    return { asks, code };
  };

  it.each([
    [200, "FASTMCP_PORT", 0],
    [200, "MCP_PORT", 0],
    [503, "FASTMCP_PORT", 1],
  ])("asks /health: answered %i, on %s, it exits with %i", async (status, variable, code) => {
    expect(await asked(status, variable)).toEqual({ asks: ["/health"], code });
  });

  it("fails where nothing listens", async () => {
    const failing = run(program, args, { env: { PATH: process.env["PATH"], MCP_PORT: "1" } });
    await expect(failing).rejects.toMatchObject({ code: 1 });
  });
});
