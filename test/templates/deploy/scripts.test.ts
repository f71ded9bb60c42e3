import { execFile, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { filled } from "./support/fill.js";
import { templates } from "./support/paths.js";
import { tools } from "./support/tools.js";
import { values } from "./support/values.js";

const run = promisify(execFile);

const system = Object.fromEntries(
  ["date", "dirname", "env", "mktemp", "rm"].map((name) => [name, which(name) ?? ""]),
);

/** A folder with the script in it, and beside it a `bin` with these commands and no others. */
function scriptWith(
  name: string,
  commands: Record<string, string>,
): { script: string; bin: string } {
  const folder = mkdtempSync(join(tmpdir(), "script-"));
  const script = join(folder, name);
  writeFileSync(script, filled(`deploy/${name}`, values.python));
  chmodSync(script, 0o755);
  const bin = join(folder, "bin");
  mkdirSync(bin);
  for (const [command, path] of Object.entries({ ...system, ...commands })) {
    symlinkSync(path, join(bin, command));
  }
  return { script, bin };
}

function which(command: string): string | undefined {
  const { stdout } = spawnSync("/bin/sh", ["-c", `command -v ${command}`], { encoding: "utf8" });
  return stdout.trim() || undefined;
}

function runWith(script: string, bin: string, env: Record<string, string>, ...args: string[]) {
  return spawnSync("/bin/bash", [script, ...args], {
    env: { PATH: bin, ...env },
    encoding: "utf8",
  });
}

beforeAll(tools);

describe("shellcheck", () => {
  const scripts = ["build_and_push.sh", "update_agentcore.sh"];
  it.each(scripts)("finds nothing in %s", async (script) => {
    const path = join(templates, "deploy", script);
    // Braces round every variable are a matter of taste.
    const options = ["--enable=all", "--exclude=SC2250"];
    const { stdout } = await run(join(await tools(), "shellcheck"), [...options, path]);
    expect(stdout).toBe("");
  });
});

describe("build_and_push.sh fails at once, with one line,", () => {
  const docker = which("docker");

  async function failure(commands: string[], env: Record<string, string> = {}): Promise<string> {
    const found = { docker: docker ?? "", aws: join(await tools(), "aws") };
    const wanted = Object.entries(found).filter(([name]) => commands.includes(name));
    const { script, bin } = scriptWith("build_and_push.sh", Object.fromEntries(wanted));
    if (env["DOCKER_HOST"]) writeFileSync(join(script, "../Dockerfile-AgentCore-Runtime"), "");
    const { status, stdout, stderr } = runWith(script, bin, env);
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    return stderr;
  }

  it("without docker", async () => {
    expect(await failure(["aws"])).toMatch(/docker is not installed/);
  });

  describe.skipIf(docker === undefined)("where docker is installed", () => {
    const region = { AWS_REGION: "us-east-1" };

    it("without aws", async () => {
      expect(await failure(["docker"])).toMatch(/aws is not installed/);
    });

    it("without a region", async () => {
      expect(await failure(["docker", "aws"])).toMatch(/AWS_REGION is not set/);
    });

    it("with a name that no image may have", async () => {
      const env = { ...region, MCP_SERVER_NAME: "My Server" };
      expect(await failure(["docker", "aws"], env)).toMatch(/MCP_SERVER_NAME is 'My Server'/);
    });

    it("without its Dockerfile", async () => {
      expect(await failure(["docker", "aws"], region)).toMatch(/no Dockerfile-AgentCore-Runtime/);
    });

    it("without a Docker engine", async () => {
      const env = { ...region, DOCKER_HOST: "unix:///nowhere.sock" };
      expect(await failure(["docker", "aws"], env)).toMatch(/engine does not answer/);
    });
  });
});

const jq = which("jq");

describe.skipIf(jq === undefined)("update_agentcore.sh", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  const runtime = {
    agentRuntimeArn: "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/r-1234567890",
    agentRuntimeName: "r",
    agentRuntimeId: "r-1234567890",
    agentRuntimeVersion: "3",
    createdAt: "2026-01-01T00:00:00Z",
    lastUpdatedAt: "2026-01-01T00:00:00Z",
    roleArn: "arn:aws:iam::123456789012:role/r",
    networkConfiguration: { networkMode: "PUBLIC" },
    status: "READY",
    lifecycleConfiguration: { idleRuntimeSessionTimeout: 900, maxLifetime: 28800 },
    description: "a server",
    workloadIdentityDetails: { workloadIdentityArn: "arn:aws:x" },
    agentRuntimeArtifact: { containerConfiguration: { containerUri: "1.dkr.ecr/x:v1" } },
    protocolConfiguration: { serverProtocol: "MCP" },
    environmentVariables: { ENCRYPTION_KEY: "a secret" },
  };

  /** A control plane with one runtime; it keeps what is put. */
  async function controlPlane(answer: object): Promise<{ url: string; puts: object[] }> {
    const puts: object[] = [];
    server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      if (request.method === "PUT") puts.push(JSON.parse(body));
      response.writeHead(200, { "content-type": "application/json" });
      response.end(
        JSON.stringify(request.method === "PUT" ? { ...answer, status: "UPDATING" } : answer),
      );
    });
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    return { url: `http://127.0.0.1:${port}`, puts };
  }

  async function update(answer: object) {
    const { url, puts } = await controlPlane(answer);
    const aws = join(await tools(), "aws");
    const { script, bin } = scriptWith("update_agentcore.sh", { aws, jq: jq ?? "" });
    const env = {
      PATH: bin,
      HOME: bin,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "example",
      AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL: url,
    };
    const args = [script, "runtime", "r-1234567890", "1.dkr.ecr/x:v2"];
    const result = await run("/bin/bash", args, { env }).catch((error) => error);
    return { puts, result: result as { stdout: string; stderr: string; code?: number } };
  }

  it("sends back all that it read, with the new image in it", async () => {
    const { puts, result } = await update(runtime);
    expect(result.stderr).toBe("");
    expect(result.stdout).toMatch(/UPDATING/);
    expect(puts).toHaveLength(1);
    expect(puts[0]).toMatchObject({
      roleArn: runtime.roleArn,
      networkConfiguration: runtime.networkConfiguration,
      lifecycleConfiguration: runtime.lifecycleConfiguration,
      description: runtime.description,
      protocolConfiguration: runtime.protocolConfiguration,
      environmentVariables: runtime.environmentVariables,
      agentRuntimeArtifact: { containerConfiguration: { containerUri: "1.dkr.ecr/x:v2" } },
    });
  });

  it("leaves a runtime that runs no container alone", async () => {
    const code = { ...runtime, agentRuntimeArtifact: { codeConfiguration: {} } };
    const { puts, result } = await update(code);
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/does not run a container image/);
    expect(puts).toEqual([]);
  });

  it("says which arguments it needs", async () => {
    const commands = { aws: join(await tools(), "aws"), jq: jq ?? "" };
    const { script, bin } = scriptWith("update_agentcore.sh", commands);
    for (const args of [[], ["runtime", "r-1"], ["other", "r-1", "1.dkr.ecr/x:v2"]]) {
      const { status, stderr } = runWith(script, bin, {}, ...args);
      expect(status).toBe(1);
      expect(stderr).toMatch(/three arguments are needed/);
    }
  });
});
