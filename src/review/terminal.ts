/** A terminal that shows whole screens and gives single keys. */

import { emitKeypressEvents, type Key as ReadlineKey } from "node:readline";
import type { ReadStream, WriteStream } from "node:tty";
import type { Size } from "./render/screen.js";
import type { Key } from "./state.js";

export interface Terminal {
  size(): Size;
  /** Shows these lines and nothing else. */
  show(lines: readonly string[]): void;
  /** The next key; "resize" where the window changed first; Ctrl-C where the terminal went away. */
  next(): Promise<Key | "resize">;
  /** Gives the terminal back as it was. */
  close(): void;
}

const enter = "\u001b[?1049h\u001b[?25l";
const leave = "\u001b[?25h\u001b[?1049l";
const gone: Key = { name: "c", ctrl: true };

/** Takes the terminal over. One that cannot move its cursor gets each screen below the last. */
export function openTerminal(
  input: ReadStream = process.stdin,
  output: WriteStream = process.stderr as WriteStream,
  isDumb: boolean = !process.env.TERM || process.env.TERM === "dumb",
): Terminal {
  const waiting: (Key | "resize")[] = [];
  let wake: (() => void) | undefined;
  const push = (event: Key | "resize"): void => {
    waiting.push(event);
    wake?.();
  };
  const onKey = (text: string | undefined, key: ReadlineKey): void => push(keyOf(text, key));
  const onResize = (): void => push("resize");
  const onEnd = (): void => push(gone);
  const restore = (): void => {
    if (input.isTTY) input.setRawMode(false);
    if (!isDumb) output.write(leave);
  };
  emitKeypressEvents(input);
  input.setRawMode(true);
  input.on("keypress", onKey).on("end", onEnd).on("close", onEnd);
  output.on("resize", onResize);
  process.on("exit", restore);
  input.resume();
  if (!isDumb) output.write(enter);
  return {
    size: () => ({ columns: output.columns || 80, rows: output.rows || 24 }),
    show(lines) {
      const text = isDumb ? withoutBlankEnd(lines).join("\n") : lines.join("\u001b[K\r\n");
      output.write(isDumb ? `${text}\n` : `\u001b[H${text}\u001b[K\u001b[J`);
    },
    async next() {
      while (waiting.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return waiting.shift() ?? gone;
    },
    close() {
      input.off("keypress", onKey).off("end", onEnd).off("close", onEnd);
      output.off("resize", onResize);
      process.off("exit", restore);
      input.pause();
      restore();
    },
  };
}

function keyOf(text: string | undefined, key: ReadlineKey): Key {
  const isPrinted = text !== undefined && /^[^\p{Cc}]+$/u.test(text) && !key.ctrl && !key.meta;
  if (!isPrinted) return { name: key.name ?? "", ctrl: key.ctrl ?? false };
  return { name: text === " " ? "space" : text, character: text };
}

/** What fills the rest of a screen has no place in lines that follow one another. */
function withoutBlankEnd(lines: readonly string[]): string[] {
  return lines.filter((line, index) => line !== "" || lines[index - 1] !== "");
}
