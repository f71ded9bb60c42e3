/** A change of ENCRYPTION_KEY: all secrets, or none. */

import { describe, expect, test } from "vitest";
import { newKey } from "../../src/accounts/fernet.js";
import { BASE, judgeForTest } from "../verify/judge/support.js";
import { KEYS, owners, ROLE } from "./support.js";

describe.each(["sqlite", "postgresql"] as const)("in %s", (kind) => {
  test("every secret is encrypted with the newest key, after which the older ones can go", async () => {
    const { owner, keys } = await ownerWithKeys(kind);
    const [old, newest] = [owner.env.ENCRYPTION_KEY, newKey()];
    owner.env.ENCRYPTION_KEY = `${newest},${old}`;
    await keys(ROLE);
    const rotated = await owner.run(["rotate-keys"]);
    expect(rotated).toMatchObject({ code: 0, stdout: "" });
    expect(rotated.stderr).toMatch(/^1 secret encrypted with the newest key, 1 had been; /);
    owner.env.ENCRYPTION_KEY = newest;
    for (const id of [KEYS, ROLE]) expect(await owner.run(["test", id])).toMatchObject({ code: 0 });
    expect((await owner.run(["rotate-keys"])).stderr).toMatch(/^0 secrets .* 2 had been/);
  });

  test("where one secret is of no key that is known, none is changed", async () => {
    const { owner, keys } = await ownerWithKeys(kind);
    const [first, second, newest] = [owner.env.ENCRYPTION_KEY, newKey(), newKey()];
    owner.env.ENCRYPTION_KEY = second;
    await keys(ROLE);
    owner.env.ENCRYPTION_KEY = `${newest},${first}`;
    const refused = await owner.run(["rotate-keys"]);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain(`the secret of ${ROLE}: nothing was changed`);
    owner.env.ENCRYPTION_KEY = `${first}, ${second}`;
    for (const id of [KEYS, ROLE]) expect(await owner.run(["test", id])).toMatchObject({ code: 0 });
  });
});

/** An owner with one account that has keys of its own, and what adds another. */
async function ownerWithKeys(kind: keyof typeof owners) {
  const judge = await judgeForTest({ accounts: [{ id: KEYS }, { id: ROLE }], base: BASE });
  const owner = await owners[kind]();
  Object.assign(owner.env, { AWS_ENDPOINT_URL: judge.url, ENCRYPTION_KEY: newKey() });
  const keys = async (id: string) => {
    const { accessKeyId, secretAccessKey } = judge.issue(id);
    await owner.run(["add", id, "--access-key-id", accessKeyId], secretAccessKey);
  };
  await keys(KEYS);
  return { owner, keys };
}
