/** What a command tells the command line when it is done. */

import type { AccountsOutcome } from "../commands/accounts/registered.js";
import type { CheckOutcome } from "../commands/check.js";
import type { RetrofitOutcome } from "../commands/retrofit.js";
import type { VerifyOutcome } from "../commands/verify.js";

export type Outcome = RetrofitOutcome | CheckOutcome | VerifyOutcome | AccountsOutcome;

export type Finish = (outcome: Outcome) => void;
