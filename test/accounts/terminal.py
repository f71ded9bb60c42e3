"""Run a program in a terminal, type a line once it is asked for something, and print what the terminal showed.

`terminal.py TEXT PROGRAM ARGUMENTS…`, with Python's escapes in TEXT. Ends with the program's exit code.
"""

import fcntl
import os
import pty
import struct
import sys
import termios


def main(typed: bytes, command: list) -> int:
    """Give the program's exit code."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 80, 0, 0))
    shown = b''
    while True:
        try:
            more = os.read(terminal, 4096)
        except OSError:
            break
        if not more:
            break
        shown += more
        # The last line of a prompt.
        if typed and '└'.encode() in shown:
            os.write(terminal, typed)
            typed = b''
    sys.stdout.buffer.write(shown)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


sys.exit(main(sys.argv[1].encode().decode('unicode_escape').encode(), sys.argv[2:]))
