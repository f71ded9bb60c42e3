/** The database's login from Secrets Manager, as RDS keeps it. */

import { expect, onTestFinished, test } from "vitest";
import { newDatabase } from "../support/databases.js";
import { startAws } from "../templates/typescript/support/aws.js";
import { newOwner, ROLE, ROLE_ARN } from "./support.js";

async function ownerWith(secret: unknown) {
  const aws = await startAws();
  onTestFinished(() => aws.close());
  aws.keys.set("AKIASERVER", "server-secret");
  aws.secret = typeof secret === "string" ? secret : JSON.stringify(secret);
  return newOwner({
    RDS_SECRET_NAME: "accounts",
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: "AKIASERVER",
    AWS_SECRET_ACCESS_KEY: "server-secret",
  });
}

test.each(["dbname", "database"])(
  "the secret's %s, host, port and login are used",
  async (name) => {
    const { username, password, hostname: host, port, pathname } = new URL(await newDatabase());
    const login = { username, password, host, port: Number(port), [name]: pathname.slice(1) };
    const owner = await ownerWith(login);
    expect(await owner.run(["add", ROLE, "--role-arn", ROLE_ARN])).toMatchObject({ code: 0 });
    expect((await owner.run(["list"])).stdout).toContain(ROLE_ARN);
  },
);

test.each([
  [{ username: "u", password: "not-to-be-shown" }, "lacks username, password, host or dbname"],
  ["not-to-be-shown", "lacks username, password, host or dbname"],
])("a secret that is none is said in a line: %j", async (secret, message) => {
  const owner = await ownerWith(secret);
  const outcome = await owner.run(["list"]);
  expect(outcome).toMatchObject({ code: 1, stdout: "" });
  expect(outcome.stderr).toContain(message);
  expect(outcome.stderr).not.toContain("not-to-be-shown");
});

test("a secret that may not be read is said in a line", async () => {
  const owner = await ownerWith({});
  owner.env.AWS_SECRET_ACCESS_KEY = "another";
  const outcome = await owner.run(["list"]);
  expect(outcome).toMatchObject({ code: 1, stdout: "" });
  expect(outcome.stderr).toMatch(
    /^retrofit: the secret accounts \(RDS_SECRET_NAME\) cannot be read: .*\n$/,
  );
});
