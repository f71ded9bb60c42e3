/** The built program in a terminal: `script` lends it a pseudo-terminal, and an emulator keeps what that shows. */

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import headless, { type Terminal as Emulator } from "@xterm/headless";

const programPath = fileURLToPath(new URL("../../bin/retrofit.js", import.meta.url));

export interface Session {
  /** Waits until the screen has the text, and gives the screen. Fails where the program ends first. */
  shows(text: string): Promise<string>;
  type(keys: string): void;
  /** The rows of the screen as they are, without the blanks at their ends. */
  screen(): string;
  /** Everything that the program sent, to the byte. */
  sent(): string;
  readonly emulator: Emulator;
  /** Ends the program. */
  end(): void;
  /** The exit code, once the program has ended and all that it sent is on the screen. */
  readonly ended: Promise<number | null>;
}

export interface SessionOptions {
  readonly cwd: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Record<string, string | undefined>;
}

export const keys = {
  enter: "\r",
  escape: "\u001b",
  up: "\u001b[A",
  down: "\u001b[B",
  pageUp: "\u001b[5~",
  pageDown: "\u001b[6~",
  home: "\u001b[H",
  end: "\u001b[F",
  backspace: "\u007f",
  interrupt: "\u0003",
};

/** Starts `retrofit …` in a terminal of this size, without colours unless the environment asks for them. */
export function openSession(args: readonly string[], options: SessionOptions): Session {
  const { cwd, columns = 80, rows = 24, env = {} } = options;
  const quoted = [process.execPath, programPath, ...args].map((each) => `'${each}'`).join(" ");
  // A terminal lent without a window has no size of its own.
  const child = spawn(
    "script",
    ["-qec", `stty rows ${rows} cols ${columns}; exec ${quoted}`, "/dev/null"],
    {
      cwd,
      env: { ...process.env, CI: undefined, TERM: "xterm-256color", NO_COLOR: "1", ...env },
    },
  );
  const emulator = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  let [sent, shown, isOver] = ["", "", false];
  const listeners = new Set<() => void>();
  const heard = (): void => {
    for (const each of listeners) each();
  };
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text: string) => {
    sent += text;
    const upTo = sent;
    emulator.write(text, () => {
      shown = upTo;
      heard();
    });
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on("close", (code) => {
      isOver = true;
      emulator.write("", () => {
        heard();
        resolve(code);
      });
    });
  });
  const screen = (): string => screenOf(emulator);
  return {
    screen,
    emulator,
    ended,
    sent: () => sent,
    end: () => void child.kill(),
    type: (text) => void child.stdin.write(text),
    shows: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const now = screen();
          // A screen that is drawn in part is none yet: each ends by clearing what is below it.
          const isDrawn = emulator.buffer.active.type === "normal" || shown.endsWith("\u001b[J");
          if (!(isDrawn && now.includes(text)) && !isOver) return;
          listeners.delete(look);
          if (now.includes(text)) resolve(now);
          else
            reject(new Error(`the program ended without "${text}":\n${now}\n${sent.slice(-2000)}`));
        };
        listeners.add(look);
        look();
      }),
  };
}

function screenOf({ buffer, rows }: Emulator): string {
  const { active } = buffer;
  const lines = Array.from(
    { length: rows },
    (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? "",
  );
  return lines.join("\n").trimEnd();
}
