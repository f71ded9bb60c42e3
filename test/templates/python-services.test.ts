import { test } from "vitest";
import { apart, expectPassing } from "./support/pytest.js";

test("the Python credential services pass their tests, and are covered by them", async () => {
  const coverage = ["--cov=cred_extract_services", "--cov-config=pyproject.toml"];
  const rest = apart.map((file) => `--ignore=${file}`);
  await expectPassing("requirements.txt", [...coverage, ...rest]);
});
