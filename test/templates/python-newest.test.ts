import { test } from "vitest";
import { againstLibraries, expectPassing } from "./support/pytest.js";

test("the Python credential services pass with the newest versions", async () => {
  await expectPassing("requirements-newest.txt", [...againstLibraries, "test_authorization.py"]);
});
