/** The roles of an AWS configuration file become accounts, after they were shown. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newKey } from "../../src/accounts/fernet.js";
import { ACCESS_KEY_ID, newOwner, type Owner } from "./support.js";

const config = `
[default]
region = eu-central-1

[profile dev]
role_arn = arn:aws:iam::222222222222:role/mcp
source_profile = default
external_id = ext-two

[profile prod]
role_arn=arn:aws:iam::333333333333:role/path/mcp
source_profile = default
region = us-west-2   # a comment

[profile china]
role_arn = arn:aws-cn:iam::444444444444:role/mcp
credential_source = Ec2InstanceMetadata
region = cn-north-1

[profile dev-admin]
role_arn = arn:aws:iam::222222222222:role/admin
source_profile = default

[profile careful]
role_arn = arn:aws:iam::555555555555:role/mcp
mfa_serial = arn:aws:iam::999999999999:mfa/me

[profile person]
sso_account_id = 666666666666
sso_role_name = admin

[profile wrong]
role_arn = arn:aws:iam::66666:role/mcp
source_profile = default

[profile keys]
region = eu-west-1
`;

function ownerWith(text: string): Owner {
  const owner = newOwner();
  mkdirSync(join(owner.home, ".aws"));
  writeFileSync(join(owner.home, ".aws/config"), text);
  return owner;
}

const shown = [
  "222222222222  dev  eu-central-1  arn:aws:iam::222222222222:role/mcp  external id ext-two",
  "333333333333  prod  us-west-2  arn:aws:iam::333333333333:role/path/mcp",
  "444444444444  china  cn-north-1  arn:aws-cn:iam::444444444444:role/mcp",
];
const lines = (...marks: string[]) => shown.map((line, at) => `${marks[at]} ${line}\n`).join("");

test("they are shown first, and added after a yes alone", async () => {
  const owner = ownerWith(config);
  const asked = await owner.run(["import-profiles"]);
  expect(asked).toMatchObject({ code: 2, stdout: lines("+", "+", "+") });
  expect(asked.stderr).toContain("say --yes to add them where nobody can be asked");
  for (const [profile, why] of [
    ["dev-admin", "the profile dev is for 222222222222 too"],
    ["careful", "asks for a second factor"],
    ["person", "signs a person in"],
    ["wrong", "not the ARN of a role"],
  ]) {
    expect(asked.stderr).toMatch(new RegExp(`left out: ${profile}: .*${why}`));
  }
  expect((await owner.run(["list"])).code).toBe(1);

  const added = await owner.run(["import-profiles", "--yes"]);
  expect(added).toMatchObject({ code: 0, stdout: lines("+", "+", "+") });
  expect(added.stderr).toContain("3 accounts written to");
  const again = await owner.run(["import-profiles"]);
  expect(again).toMatchObject({ code: 0, stdout: lines("=", "=", "=") });
});

test("what is registered otherwise is shown as replaced", async () => {
  const owner = ownerWith(config);
  await owner.run(["add", "333333333333", "--role-arn", "arn:aws:iam::333333333333:role/old"]);
  const { stdout } = await owner.run(["import-profiles", "--yes"]);
  const was = "  was: 333333333333  333333333333  us-east-1  arn:aws:iam::333333333333:role/old\n";
  expect(stdout.replace(was, "")).toBe(lines("+", "~", "+"));
  expect(stdout).toContain(`role/path/mcp\n${was}`);
  expect((await owner.run(["list"])).stdout).not.toContain("role/old");
});

test("of an account with keys of its own it is said that they would go", async () => {
  const owner = ownerWith(config);
  owner.env.ENCRYPTION_KEY = newKey();
  await owner.run(["add", "333333333333", "--access-key-id", ACCESS_KEY_ID], "secret");
  const { stdout } = await owner.run(["import-profiles"]);
  expect(stdout).toContain("  was: 333333333333  333333333333  us-east-1  keys of its own\n");
});

test("a configuration without roles, or none, adds nothing", async () => {
  for (const owner of [ownerWith("[default]\nregion = eu-west-1\n"), newOwner()]) {
    const outcome = await owner.run(["import-profiles", "--yes"]);
    expect(outcome).toMatchObject({ code: 0, stdout: "" });
    expect(outcome.stderr).toBe("no profile with a role that is not registered already\n");
  }
});
