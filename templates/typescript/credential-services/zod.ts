// SPDX-License-Identifier: MIT-0
// The parameter in zod, of the server's own zod.
import { z } from "zod";
import { DESCRIPTION, offerParameter } from "./tools.js";

/**
 * The parameter for a zod schema: an optional string. A number is taken as text (coercion leaves
 * the JSON schema a plain string, with zod 3 and with zod 4); it gets its leading zeros back when
 * the tool is called.
 */
export const targetAccountId = z.coerce.string().optional().describe(DESCRIPTION);

offerParameter(targetAccountId, z.object);
