/** Which paths a plan may name: a plan may come from anybody. */

/** Names under which git's own folder can be had on some system. */
const gitsOwn = /^(?:\.git[. ]*|git~\d+)$/i;

/** Whether a path with slashes, from a folder on, leads to something in it, and to nothing that git keeps. */
export function isInside(path: string): boolean {
  if (path.includes("\0") || (process.platform === "win32" && /[\\:]/.test(path))) return false;
  const names = path.split("/");
  return names.every((name) => !["", ".", ".."].includes(name) && !gitsOwn.test(name));
}
