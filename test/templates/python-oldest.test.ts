import { test } from "vitest";
import { againstLibraries, expectPassing } from "./support/pytest.js";

test("the Python credential services pass with the oldest versions that they support", async () => {
  await expectPassing("requirements-oldest.txt", againstLibraries);
});
