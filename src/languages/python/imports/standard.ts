/** Modules of Python's standard library that servers import; enough to tell a mixed section from one kind. */

const STANDARD = new Set(
  `abc argparse ast asyncio atexit base64 bisect builtins calendar collections concurrent configparser
  contextlib contextvars copy csv ctypes dataclasses datetime decimal difflib email enum errno fnmatch
  fractions functools gc getpass glob gzip hashlib heapq hmac html http importlib inspect io ipaddress
  itertools json locale logging math mimetypes multiprocessing numbers operator os pathlib pickle pkgutil
  platform pprint queue random re secrets select shlex shutil signal socket sqlite3 ssl statistics string
  struct subprocess sys tarfile tempfile textwrap threading time timeit tokenize tomllib traceback types
  typing unicodedata unittest urllib uuid warnings weakref xml zipfile zlib zoneinfo`.split(/\s+/),
);

/** Whether a dotted name begins with a module of the standard library. */
export function isStandard(name: string): boolean {
  return STANDARD.has(name.split(".")[0] ?? "");
}
