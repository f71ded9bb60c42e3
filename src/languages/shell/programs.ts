/** Which programs sign requests to AWS with the credentials of their environment. Data for both languages. */

/**
 * - aws: uses the credentials of its environment, by its own documentation;
 * - harmless: has nothing to do with AWS credentials;
 * - unlisted: named, but on neither list;
 * - unknown: not named where it is started.
 */
export type ProgramKind = "aws" | "harmless" | "unlisted" | "unknown";

const usesAws = words(`
  aws aws2 aws-cdk cdk chalice copilot eb ecs-cli eksctl helm kubectl opentofu packer pulumi rain
  restic s3cmd s5cmd sam serverless sls sst terraform terragrunt tofu`);

/** Interpreters of JavaScript are taken to run the server's own code, which is looked at itself. */
const harmless = words(`
  awk awslocal base64 basename biome black bun cat cd cdklocal chmod chown chrome code convert cp
  curl cut date df diff dig dir dirname du echo egrep esbuild eslint exit explorer export false
  ffmpeg ffprobe fgrep find firefox gh git grep gunzip gzip head hostname id identify ip jest jq
  kill killall less libreoffice ln ls lsof magick md5sum mkdir mktemp mocha more mv mypy netstat
  node node-gyp npm nslookup open openssl osascript pandoc patch pbcopy pbpaste pdftotext ping pip
  pip3 pkill pnpm prettier printf ps psql pwd pyright readlink realpath rg rm rmdir rollup rsync
  ruff samlocal say scp security sed set sha256sum sleep soffice sort ssh start stat sw_vers sysctl
  tail tar taskkill tasklist tee tesseract test tflocal top touch tr true ts-node tsc tsx type
  uname uniq unzip uptime uv vite vitest wc webpack wget where whereis which whoami xclip xdg-open
  xsel yarn yq zip`);

/**
 * What the sources of a server say somewhere if it has to do with AWS. Where none does, a program that
 * can't be told is hardly one that uses AWS.
 */
export const awsMention =
  /(?<![a-zA-Z])aws|Aws|AWS|[aA]mazon|AMAZON|\bcdk\b|terraform|tofu|pulumi|kubectl|\bhelm\b/;

/** The kind of a program by its name: with or without its folder, `.exe` and the like, and a version. */
export function programKind(program: string): ProgramKind {
  const name = programName(program);
  if (usesAws.has(name)) return "aws";
  if (harmless.has(name)) return "harmless";
  return name === "" ? "unknown" : "unlisted";
}

/** The bare name: `aws` of `C:\bin\aws.exe`, `aws-cdk` of `aws-cdk@2`. */
export function programName(program: string): string {
  const last = program.trim().split(/[\\/]/).at(-1) ?? "";
  return last.replace(/(?<=.)@.*$/, "").replace(/\.(exe|cmd|bat)$/i, "");
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
