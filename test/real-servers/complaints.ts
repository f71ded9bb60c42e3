/** What compilers and linters complain of, compared without regard to line numbers, which insertions move. */

import { shell, tail } from "./command.js";

/** Complaints as `file: code: message`, each as often as it was made. */
export type Complaints = readonly string[];

/** Type errors of the server's own TypeScript, as `command` (`tsc …`) reports them. */
export function typeErrors(command: string, cwd: string, env: NodeJS.ProcessEnv): Complaints {
  const { code, stdout, stderr } = shell(`${command} --pretty false`, cwd, env);
  const found = stdout.split("\n").flatMap((line) => {
    const match = /^(.+?)\(\d+,\d+\): error (TS\d+): (.*)$/.exec(line);
    if (match) return [match.slice(1).join(": ")];
    return /^error TS\d+/.test(line) ? [line] : [];
  });
  if (code !== 0 && found.length === 0) throw new Error(`tsc failed:\n${tail(stdout + stderr)}`);
  return found;
}

/** What ruff reports under the server's own settings. */
export function ruffComplaints(cwd: string, env: NodeJS.ProcessEnv): Complaints {
  const { stdout, stderr } = shell("ruff check --no-cache --output-format json .", cwd, env);
  if (!stdout.startsWith("[")) throw new Error(`ruff failed:\n${tail(stderr)}`);
  const found = JSON.parse(stdout) as { filename: string; code: string | null; message: string }[];
  return found.map(({ filename, code, message }) => {
    const file = filename.startsWith(`${cwd}/`) ? filename.slice(cwd.length + 1) : filename;
    return `${file}: ${code}: ${message}`;
  });
}

/** Compiles Python files with CPython, and parses them as 3.10 does. Gives a line for each that fails. */
export function compileErrors(
  files: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Complaints {
  const script = [
    "import ast, sys",
    "for path in sys.argv[1:]:",
    "    try:",
    "        source = open(path, 'rb').read()",
    "        compile(source, path, 'exec', dont_inherit=True)",
    "        ast.parse(source, path, feature_version=(3, 10))",
    "    except SyntaxError as error:",
    "        print(f'{path}: {error}')",
  ].join("\n");
  const quoted = [script, ...files].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  const { code, stdout, stderr } = shell(`python -c ${quoted.join(" ")}`, cwd, env);
  if (code !== 0) throw new Error(`the compile check failed:\n${tail(stderr)}`);
  return stdout.split("\n").filter(Boolean);
}

/** The complaints of `after` that were not made before, or not that often. */
export function newComplaints(before: Complaints, after: Complaints): Complaints {
  const left = [...before];
  return after.filter((complaint) => {
    const at = left.indexOf(complaint);
    if (at === -1) return true;
    left.splice(at, 1);
    return false;
  });
}
