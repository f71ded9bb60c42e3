/** The guide of every rule. Long texts: loaded only when somebody asks. */

import type { RuleId } from "../index.js";
import { clients } from "./clients.js";
import { elsewhere } from "./elsewhere.js";
import type { Guide } from "./guide.js";
import { programs } from "./programs.js";
import { server } from "./server.js";
import { tools } from "./tools.js";

export const guides: Readonly<Record<RuleId, Guide>> = {
  ...clients,
  ...programs,
  ...elsewhere,
  ...tools,
  ...server,
};
