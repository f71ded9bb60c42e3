/** What a tool hands out in place of asking for it: signed addresses, of which the judge sees no request. */

import type { Answer, Session } from "../client/session.js";
import type { Judge } from "../judge/index.js";

/** A session whose every answer is searched for signed addresses; the judge writes each down as if it had been opened. */
export function readingAddresses(session: Session, judge: Judge): Session {
  const read = async (answered: Promise<Answer>): Promise<Answer> => {
    const answer = await answered;
    for (const address of addressesIn(answer.text)) judge.readAddress(address);
    return answer;
  };
  return {
    ...session,
    ask: (...asked) => read(session.ask(...asked)),
    call: (...asked) => read(session.call(...asked)),
  };
}

/** Each once: an answer often holds the same text in two forms. */
function addressesIn(text: string): ReadonlySet<string> {
  return new Set(text.match(/https?:\/\/[^\s"'<>\\]+[?&](?:X-Amz-)?Signature=[^\s"'<>\\]+/g));
}
