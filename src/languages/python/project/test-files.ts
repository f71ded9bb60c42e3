/** Which files are tests: their calls count as callers, their registrations are no tools. */

import { basename, relative } from "node:path";

const folders = /(^|\/)(tests?|testing|__tests__)\//;
const names = /^(test_.*|.*_test|conftest)\.py$/;
const frameworks = [
  "import pytest",
  "from pytest",
  "import unittest",
  "from unittest",
  "MagicMock",
];

/** Whether a file is a test: by its folder, or by a test's name together with the import of a test framework. */
export function isTest(root: string, file: string, bytes: () => Uint8Array | undefined): boolean {
  if (folders.test(relative(root, file))) return true;
  const name = basename(file);
  if (name === "conftest.py") return true;
  if (!names.test(name)) return false;
  const content = bytes();
  if (!content) return false;
  const buffer = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return frameworks.some((mark) => buffer.includes(mark));
}
