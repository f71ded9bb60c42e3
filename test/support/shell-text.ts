/** Texts for tests of command lines: `<word>` and `<words>` stand for what a source does not tell. */

import {
  concat,
  known,
  type Text,
  unknownWord,
  unknownWords,
} from "../../src/languages/shell/text.js";

export function text(written: string): Text {
  const pieces = written.split(/(<words?>)/);
  return concat(
    ...pieces.map((piece) =>
      piece === "<word>" ? unknownWord : piece === "<words>" ? unknownWords : known(piece),
    ),
  );
}
