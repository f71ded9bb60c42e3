/** Which programs sign requests to AWS with the credentials of their environment. Data for both languages. */

/**
 * - aws: uses the credentials of its environment, by its own documentation;
 * - none: reaches no AWS;
 * - code: runs code or text that it is given, which is not looked into;
 * - unlisted: named, but in no list;
 * - unknown: not named where it is started.
 */
export type ProgramKind = "aws" | "none" | "code" | "unlisted" | "unknown";

/** What people say of programs that are in no list, or of others than they are listed as. */
export type DeclaredPrograms = Pick<ReadonlyMap<string, "aws" | "none">, "get" | "has">;

/** What is declared, and those of it that were asked for since. */
export function notingUse(declared: ReadonlyMap<string, "aws" | "none">): {
  readonly programs: DeclaredPrograms;
  readonly used: ReadonlySet<string>;
} {
  const used = new Set<string>();
  const noted = (name: string): boolean => declared.has(name) && used.add(name).has(name);
  const get = (name: string) => (noted(name) ? declared.get(name) : undefined);
  return { programs: { has: noted, get }, used };
}

/** What is the matter with the AWS programs of a group. */
interface AwsProgram {
  /** The option that names a profile, which beats the keys of the environment. */
  readonly profile?: string;
}

/** Those that take `--profile`: the AWS SDKs' chain is theirs, the environment before anything else. */
const withProfile = words(`
  ampx amplify amplify-dev aws aws-cdk aws-nuke aws2 awscli awscurl awslogs cdk cfn chalice cloud-nuke copilot
  custodian eb eksctl goofys mount-s3 prowler rain s5cmd sam sceptre taskcat`);

/**
 * Those without. Terraform and its kin, Packer, Pulumi and Ansible: their AWS providers and modules read the
 * environment. kubectl, Helm and what else reads a kubeconfig: a cluster of EKS has them run `aws eks get-token`. s3cmd,
 * restic, rsnapshot's likes: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, by their manuals.
 */
const withoutProfile = words(`
  ansible ansible-playbook cloudquery docker-credential-ecr-login duplicity dvc flux helm helmfile k9s kubectl
  kubectx litestream oc opentofu packer pulumi restic s3cmd s3fs s4cmd sst steampipe stern terraform terragrunt
  terraspace tofu trivy velero wal-g`);

/** Those that name the option otherwise. */
const otherwise = ["ecs-cli", "osls", "serverless", "sls"];

const aws: ReadonlyMap<string, AwsProgram> = new Map([
  ...[...withProfile].map((name) => [name, { profile: "--profile" }] as const),
  ...[...withoutProfile].map((name) => [name, {}] as const),
  ...otherwise.map((name) => [name, { profile: "--aws-profile" }] as const),
]);

/** Interpreters, and builders whose files hold commands. */
const code = words(`
  ant bazel bun deno dotnet elixir erl escript fab gmake gradle gradlew groovy invoke ipython irb java javaw
  julia jupyter just kotlin lua luajit make mvn mvnw node nodejs nox osascript perl php py pypy python
  pythonw R rake Rscript ruby scala source swipl task tclsh tox ts-node tsx .`);

/** Programs that reach no AWS, by what they are for. */
const none = new Set([
  // The shell's own words.
  ...words(`
    : [ alias bg break cd continue declare dirs disown echo exit export false fg getopts hash history jobs let
    local login logout popd printf pushd pwd read readonly return set shift test times trap true type ulimit
    umask unalias unset wait`),
  // Files and texts.
  ...words(`
    ag awk base32 base64 basename bat bc bunzip2 bzip2 cal cat chgrp chmod chown cksum cmp column comm copy cp
    csplit cut date dd del df diff dir dirname du egrep expand expr factor fd fgrep file find findstr fmt fold
    free fswatch getconf grep gunzip gzip head hexdump iconv install join jq less ln locale look ls md5 md5sum
    mkdir mkfifo mktemp more mountpoint move mv nl numfmt od paste patch pbcopy pbpaste pr readlink realpath
    ren rename rev rg rm rmdir rsync sdiff sed seq sha1sum sha256sum sha512sum shasum shuf sort split stat
    strings sum sync tac tail tar tee touch tr tree truncate tsort unexpand uniq unlink unxz unzip wc xattr
    xclip xmllint xsel xxd xz yes yq zcat zip zipinfo zstd`),
  // The machine.
  ...words(`
    arp chcp clear clip cls crontab defaults dmesg explorer fuser getent groups gsettings host hostname id
    ifconfig ip ipconfig journalctl kill killall launchctl lsb_release lscpu lsof man mount netstat nproc
    nvidia-smi open passwd pgrep pkill pmset printenv ps reg rundll32 say sc screencapture service sips sleep
    ss start stty sw_vers sysctl systemctl systeminfo taskkill tasklist tmux top tput tty umount uname uptime
    users ver vmstat w where whereis which who whoami wmic xcode-select xdg-open`),
  // The net.
  ...words(`
    ab curl dig gh git glab gpg nc netcat nmap nslookup openssl ping route scp ssh ssh-add ssh-keygen
    ssh-keyscan traceroute wget`),
  // Packages and environments.
  ...words(`
    apk apt apt-get asdf brew choco conda corepack dnf dpkg gem mise npm pip pipx pnpm poetry snap uv
    virtualenv winget yarn yum`),
  // Compilers, builders and linters of one kind of source.
  ...words(`
    ajv bandit biome black c++ cargo cc clang clang++ clang-format cmake cspell detect-secrets esbuild eslint
    flake8 g++ gcc gitleaks go gofmt hadolint isort ld markdownlint mypy ninja node-gyp prettier protoc pylint
    pyright rollup ruff rustc rustfmt rustup security semgrep shellcheck stylelint swift swiftc tsc vite
    webpack yamllint`),
  // Test runners of a project.
  ...words(`
    jest mocha playwright pytest vitest`),
  // Infrastructure as code, without an account.
  ...words(`
    awslocal cdklocal cfn-guard cfn-lint checkov kustomize samlocal terrascan tflint tflocal tfsec`),
  // Databases, by accounts of their own.
  ...words(`
    mongosh mysql mysqldump pg_dump pg_isready pg_restore psql redis-cli sqlite3`),
  // Pictures, sounds and documents.
  ...words(`
    convert dot exiftool ffmpeg ffplay ffprobe gnuplot gs identify inkscape libreoffice magick mediainfo mmdc
    pandoc pdffonts pdfimages pdfinfo pdftoppm pdftotext plantuml qpdf soffice sox tesseract wkhtmltopdf
    youtube-dl yt-dlp`),
  // Browsers, editors and other clouds.
  ...words(`
    adb az brave chrome chromium chromium-browser code cursor emacs firefox google-chrome google-chrome-stable
    microsoft-edge msedge nano vi vim`),
]);

/** Words that make a program, none of AWS itself, run what others wrote. */
const runsCode = byName({
  bun: "run start test",
  cargo: "run test bench",
  go: "run test generate",
  npm: "run run-script start test stop restart",
  pnpm: "run start test",
  yarn: "run start test",
});

/** Words with which a program reaches no AWS that else may: what it does with them is done on this machine. */
const reachesNone = byName({
  "aws-cdk": "acknowledge docs doctor init",
  bun: "install add remove update pm build init",
  cdk: "acknowledge docs doctor init",
  docker:
    "images info inspect kill login logout logs network port ps restart rm rmi start stats stop tag top version volume",
  eksctl: "completion version",
  finch: "images info inspect kill login logout logs ps rm rmi start stop tag version vm",
  helm: "completion create lint template version",
  kubectl: "completion config kustomize",
  podman: "images info inspect kill login logout logs ps rm rmi start stop tag version",
  sam: "init",
  terraform: "fmt validate version",
  tofu: "fmt validate version",
});

/** Modules that `python -m` runs, by other names than programs have. */
const modules = words(`
  build compileall coverage ensurepip http.server json.tool py_compile pydoc timeit unittest venv zipfile`);

/** What sources say somewhere if they have to do with AWS. */
export const awsMention =
  /(?<![a-zA-Z])aws|Aws|AWS|[aA]mazon|AMAZON|\bcdk\b|terraform|tofu|pulumi|kubectl|\bhelm\b/;

/** The kind of a program by its name: with or without its folder, `.exe` and the like, and a version. */
export function programKind(program: string, declared?: DeclaredPrograms): ProgramKind {
  const name = programName(program);
  if (name === "") return "unknown";
  const said = declared?.get(name);
  if (said) return said;
  if (aws.has(name) || name.startsWith("awslabs.")) return "aws";
  if (none.has(name)) return "none";
  return code.has(name) ? "code" : "unlisted";
}

/** The kind of a program with the word that tells it what to do. */
export function kindWith(program: string, word: string, declared?: DeclaredPrograms): ProgramKind {
  const name = programName(program);
  if (declared?.has(name)) return programKind(name, declared);
  if (reachesNone.get(name)?.has(word)) return "none";
  return runsCode.get(name)?.has(word) ? "code" : programKind(name, declared);
}

/** The kind of a module that an interpreter runs by its name: `python -m pip`. */
export function moduleKind(module: string, declared?: DeclaredPrograms): ProgramKind {
  if (modules.has(module)) return "none";
  const kind = programKind(module, declared);
  return kind === "unlisted" || kind === "unknown" ? "code" : kind;
}

/** The option with which a program of AWS is told a profile, if it has one. */
export function profileOption(program: string): string | undefined {
  return aws.get(programName(program))?.profile;
}

/** The bare name: `aws` of `C:\bin\aws.exe`, `aws-cdk` of `aws-cdk@2`, `python` of `python3.12`. */
export function programName(program: string): string {
  const last = program.trim().split(/[\\/]/).at(-1) ?? "";
  const name = last.replace(/(?<=.)@.*$/, "").replace(/\.(exe|cmd|bat)$/i, "");
  return name.replace(/^(python|pypy|node|perl|ruby|php|lua|pip)\d[\d.]*$/, "$1");
}

function byName(table: Readonly<Record<string, string>>): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(Object.entries(table).map(([name, each]) => [name, words(each)]));
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
