// SPDX-License-Identifier: MIT-0
import { after as afterAll, before as beforeAll, test } from "node:test";
