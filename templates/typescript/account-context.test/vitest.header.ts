// SPDX-License-Identifier: MIT-0
import { afterAll, beforeAll, test } from "vitest";
