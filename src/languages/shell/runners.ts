/** Programs that run the program which their arguments name. Data: how to find it among them. */

export interface Runner {
  /** Options with a value of their own, which is not the program. Others are taken to have none. */
  readonly valued?: string;
  /** Options whose value is a text for a shell. */
  readonly text?: string;
  /** Whether these options are its own behind other words as well: `su user -c text`. */
  readonly takesTextLast?: true;
  /** Words before the program that are no options: the time of `timeout 30 aws`. */
  readonly operands?: number;
  /** Whether variables may be set in front of the program: `env AWS_PAGER= aws`. */
  readonly assigns?: true;
  /** The program gets credentials of the runner's own. */
  readonly ownCredentials?: true;
  /** Options that take the environment, with the account's keys in it, from the program. */
  readonly drops?: string;
  /** Options without which it does that. */
  readonly keeps?: string;
}

/** By name; of those that do other things too, with the word that makes them run something. */
export const runners: Readonly<Record<string, Runner>> = {
  env: {
    valued: "-u --unset -C --chdir",
    text: "-S --split-string",
    assigns: true,
    drops: "-i --ignore-environment",
  },
  "cross-env": { assigns: true },
  "cross-env-shell": { assigns: true },
  sudo: {
    valued: "-u --user -g --group -h --host -p --prompt -C -D --chdir -R --chroot -r -t -T -U",
    assigns: true,
    keeps: "-E --preserve-env",
  },
  doas: { valued: "-u -C", ownCredentials: true },
  su: { text: "-c --command", takesTextLast: true, valued: "-s --shell -g --group" },
  runuser: { text: "-c --command", takesTextLast: true, valued: "-u --user -g --group -s --shell" },
  time: { valued: "-f --format -o --output" },
  timeout: { valued: "-k --kill-after -s --signal", operands: 1 },
  gtimeout: { valued: "-k --kill-after -s --signal", operands: 1 },
  nohup: {},
  setsid: {},
  nice: { valued: "-n --adjustment" },
  ionice: { valued: "-c --class -n --classdata -p --pid" },
  stdbuf: { valued: "-i --input -o --output -e --error" },
  unbuffer: {},
  script: { text: "-c --command", takesTextLast: true },
  exec: { valued: "-a" },
  command: {},
  builtin: {},
  arch: { valued: "-arch -e" },
  xargs: {
    valued:
      "-a --arg-file -d --delimiter -E -I -J -L --max-lines -n --max-args -P --max-procs -R -s --max-chars",
  },
  parallel: { valued: "-j --jobs -a --arg-file -I -N --timeout --joblog --results" },
  watch: { valued: "-n --interval" },
  chroot: { operands: 1 },
  "xvfb-run": {
    valued: "-n --server-num -s --server-args -e --error-file -f --auth-file -w --wait",
  },
  npx: { valued: "-p --package -w --workspace", text: "-c --call" },
  pnpx: { valued: "-p --package", text: "-c --shell-mode" },
  bunx: { valued: "-p --package" },
  "npm exec": { valued: "-p --package -w --workspace", text: "-c --call" },
  "npm x": { valued: "-p --package -w --workspace", text: "-c --call" },
  "pnpm exec": { valued: "-C --dir --filter" },
  "pnpm dlx": { valued: "-p --package" },
  "yarn exec": {},
  "yarn dlx": { valued: "-p --package" },
  "bun x": { valued: "-p --package" },
  corepack: {},
  dotenv: { valued: "-e -f --file -v -p" },
  "dotenvx run": { valued: "-e --env -f --env-file" },
  uvx: {
    valued: "-p --python --from --with --with-editable --with-requirements --index -i --index-url",
  },
  "uv run": {
    valued:
      "-p --python --with --with-editable --with-requirements --extra --group --package --env-file --directory --project --index -i --index-url",
  },
  "uv tool run": {
    valued: "-p --python --from --with --with-editable --with-requirements --index -i --index-url",
  },
  "pipx run": { valued: "--spec --python --index-url" },
  "poetry run": { valued: "-C --directory -P --project" },
  "pdm run": { valued: "-p --project" },
  "pipenv run": {},
  "hatch run": {},
  "rye run": {},
  "conda run": { valued: "-n --name -p --prefix --cwd" },
  "mise exec": { valued: "-C --cd -j --jobs" },
  "asdf exec": {},
  "direnv exec": { operands: 1 },
  "aws-vault exec": {
    valued: "-d --duration --region --mfa-token -t",
    operands: 1,
    ownCredentials: true,
  },
  "saml2aws exec": { valued: "-a --idp-account --exec-profile", ownCredentials: true },
  "chamber exec": { operands: 1 },
};

/** Options, with a value, in front of the word that makes a program run something. */
export const valuedBefore: Readonly<Record<string, string>> = {
  npm: "--prefix -C -w --workspace",
  pnpm: "-C --dir --filter -F",
  yarn: "--cwd",
  uv: "--directory --project --config-file --cache-dir --color",
  poetry: "-C --directory -P --project",
  "aws-vault": "--backend --prompt",
};
