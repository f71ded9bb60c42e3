/** Keeps the server's linters and formatters off the copied files: they are nobody's to lint here. */

/** What each of them honours: ruff (which by `ALL` forbids to silence all), black and ruff format, isort, flake8. */
const comments = [
  "# ruff: noqa",
  "# ruff: noqa: PGH004",
  "# fmt: off",
  "# isort: skip_file",
  "# flake8: noqa",
];

/** A copy with the comments where its template silences ruff alone; the same for what is no Python. */
export function quiet(text: string): string {
  return text.replace(/^# ruff: noqa$/m, comments.join("\n"));
}
