/** The guide of every rule. Long texts: loaded only when somebody asks. */

import type { RuleId } from "../index.js";
import { choices } from "./choices.js";
import { clients } from "./clients.js";
import { elsewhere } from "./elsewhere.js";
import type { Guide } from "./guide.js";
import { programs } from "./programs.js";
import { server } from "./server.js";
import { shipping } from "./shipping.js";
import { tools } from "./tools.js";

export const guides: Readonly<Record<RuleId, Guide>> = {
  ...clients,
  ...programs,
  ...elsewhere,
  ...tools,
  ...server,
  ...shipping,
  ...choices,
};
