/** The roles and the repository of docs/deploy/: both forms of them are sound, and say the same. */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { here } from "./support/paths.js";
import { pythonEnvironment } from "./support/python-environment.js";

const folder = fileURLToPath(new URL("../../../docs/deploy", import.meta.url));
const roles = ["server", "target-account"];

const hasTerraform = spawnSync("terraform", ["version"]).status === 0;

describe.each(roles)("%s", (name) => {
  const cloudFormation = readFileSync(join(folder, `${name}.yaml`), "utf8");
  const terraform = readFileSync(join(folder, "terraform", name, "main.tf"), "utf8");

  it("is a template that cfn-lint finds nothing in", async () => {
    const bin = await pythonEnvironment(join(here, "requirements/cfn-lint.txt"));
    const options = ["--regions", "eu-central-1", "us-east-1", "--", join(folder, `${name}.yaml`)];
    const { status, stdout } = spawnSync(join(bin, "cfn-lint"), options, { encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });

  it.runIf(hasTerraform)("is a module as terraform writes it", () => {
    const options = ["fmt", "-check", "-diff", join(folder, "terraform", name)];
    const { status, stdout } = spawnSync("terraform", options, { encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });

  it("takes the same parameters in both forms", () => {
    const [, parameters = ""] = /^Parameters:\n([\s\S]*?)\n(?=\S)/m.exec(cloudFormation) ?? [];
    const named = [...parameters.matchAll(/^ {2}(\w+):/gm)].map(([, each = ""]) =>
      each.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase(),
    );
    const variables = [...terraform.matchAll(/^variable "(\w+)"/gm)].map(([, each]) => each);
    expect(variables.sort()).toEqual(named.sort());
  });

  it("allows the same actions in both forms, and no whole service", () => {
    const actionsIn = (text: string) =>
      [
        ...new Set(text.match(/\b(?:ecr|logs|secretsmanager|sts|xray|cloudwatch):[A-Z*]\w*/g)),
      ].sort();
    expect(actionsIn(terraform)).toEqual(actionsIn(cloudFormation));
    expect(actionsIn(cloudFormation)).toContain("sts:AssumeRole");
    expect(`${terraform}${cloudFormation}`).not.toMatch(
      /\b(ecr|logs|secretsmanager|sts|xray|iam):\*/,
    );
  });
});
