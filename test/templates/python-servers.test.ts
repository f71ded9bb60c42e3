import { test } from "vitest";
import { apart, expectPassing } from "./support/pytest.js";

test("the Python credential services pass their tests in servers", async () => {
  await expectPassing("requirements.txt", apart);
});
