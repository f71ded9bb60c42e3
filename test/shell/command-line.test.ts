/** What a command line runs, as both languages ask it. */

import { describe, expect, test } from "vitest";
import { commandUse, shellUse } from "../../src/languages/shell/command-line.js";
import { loadShell } from "../../src/languages/shell/grammar.js";
import { text } from "../support/shell-text.js";

await loadShell();

describe("a shell's text", () => {
  test.each([
    "aws s3 ls",
    "/usr/local/bin/aws sts get-caller-identity",
    "<word>/bin/aws s3 ls",
    "AWS_PAGER= aws s3 ls 2>&1",
    "cat key | aws s3 cp - s3://bucket",
    "cd /srv && cdk deploy --all",
    "git pull || terraform plan",
    "bash -c 'terraform plan'",
    "sh -c \"cd /srv; sh -c 'aws s3 ls'\"",
    "bash -lc 'aws s3 ls' -- first",
    "bash <<EOF\naws s3 ls <word>\nEOF",
    "bash -s <<'EOF' | tee log\nset -e\naws s3 ls\nEOF",
    "bash <<< 'aws s3 ls'",
    "eval 'aws s3' ls",
    "npx -y aws-cdk@2 synth",
    "npx --package aws-cdk -- cdk synth",
    "npx -c 'cdk synth'",
    "npx cdk deploy -c stage=test",
    "npm exec -- cdk synth",
    "pnpm dlx aws-cdk synth",
    "uvx --from awscli aws s3 ls",
    "uvx awslabs.core-mcp-server@latest",
    "uv run --with boto3 aws s3 ls",
    "uv --directory /srv tool run --python 3.12 awscli s3 ls",
    "poetry run sam deploy",
    "python3 -m awscli s3 ls",
    "env AWS_PAGER= AWS_REGION=eu-west-1 aws s3 ls",
    "env -S 'aws s3 ls'",
    "sudo -E -u me aws s3 ls",
    "timeout -k 5 30s aws s3 ls",
    "nohup nice -n 5 time aws s3 ls &",
    "exec aws s3 ls",
    "command aws s3 ls",
    "ls | xargs -n 1 -I {} aws s3 cp {} s3://bucket",
    "find . -name '*.txt' -exec aws s3 cp {} s3://bucket \\;",
    "aws configure export-credentials",
    'echo "$(date)" > log; kubectl get pods',
    'echo "it has $(aws s3 ls | wc -l) buckets"',
    "echo `aws s3 ls`",
    "cat <(aws s3 ls)",
    "$(which aws) s3 ls",
    "$(command -v aws) s3 ls",
    `\${AWS_CLI:-aws} s3 ls`,
    "CLI=aws; $CLI s3 ls",
    "for each in a b; do aws s3 cp $each s3://bucket; done",
    "if [ -f key ]; then aws s3 cp key s3://bucket; fi",
    "publish() { aws s3 sync . s3://bucket; }; publish",
    "(cd /srv; aws s3 ls)",
    "aws s3 ls \\\n  --recursive",
    "docker build . && eksctl get cluster",
  ])("%s uses AWS", (line) => {
    expect(shellUse(text(line))).toMatchObject({ kind: "aws", account: "environment" });
  });

  test.each([
    "git log --format='%s | %h' | head -1",
    "which aws",
    "command -v aws",
    "aws --version",
    "aws sso login --profile me",
    "aws --profile me configure list",
    "aws <words> sso logout",
    "npx tsc --noEmit",
    "npm install",
    "docker ps -a",
    "npx cdk@latest init app --language typescript",
    "terraform fmt",
    "awslocal s3 ls",
    "echo 'aws s3 ls'",
    "echo aws s3 ls # aws s3 ls",
    'grep -r "aws s3 ls; aws" .',
    "python3 --version",
    "python3.12 -m pip install boto3",
    "tar czf - . | gzip > out",
    "xargs",
    "help() { echo usage; }; help",
    "",
  ])("%s reaches no AWS", (line) => {
    expect(shellUse(text(line)).kind).toBe("none");
  });

  test.each([
    "<words>",
    "<word> --list",
    'sh -c "<words>"',
    "git status; <words>",
    "npx <word>",
    "bash",
    "curl -s https://example.com/install | bash",
    "$PROGRAM --list",
    "echo 'not closed",
  ])("%s is not known", (line) => {
    expect(shellUse(text(line)).kind).toBe("unknown");
  });

  test.each([
    "python3 job.py",
    "python3 -c '<words>'",
    "node -e '<words>'",
    "perl -e 1",
    "bash deploy.sh",
    "source env.sh",
    "npm run build",
    "make all",
    "python -m mine",
  ])("%s runs code that is not looked into", (line) => {
    expect(shellUse(text(line)).kind).toBe("code");
  });

  test.each([
    ["frobnicate --fast", "frobnicate"],
    ["./tools/deploy.sh now", "deploy.sh"],
    ["npx create-thing", "create-thing"],
    ["git log && chaos run | head", "chaos"],
  ])("%s is in no list", (line, program) => {
    expect(shellUse(text(line))).toMatchObject({ kind: "unlisted", program });
  });

  test.each([
    ["aws s3 ls --profile me", "profile"],
    ["aws --profile=<word> s3 ls", "profile"],
    ["timeout 5 aws s3 ls --profile <word>", "profile"],
    ["sls deploy --aws-profile me", "profile"],
    ["aws s3 ls <words>", "perhaps-profile"],
    ["aws s3 ls $OPTIONS", "perhaps-profile"],
    ["aws s3 ls <word>", "environment"],
    ["aws s3 ls '<words>'", "environment"],
    ["kubectl get pods --profile cpu", "environment"],
    ["git log <words> && aws s3 ls", "environment"],
    ["AWS_PROFILE=me aws s3 ls", "own"],
    ["AWS_ACCESS_KEY_ID=<word> AWS_SECRET_ACCESS_KEY=<word> aws s3 ls", "own"],
    ["export AWS_PROFILE=me; aws s3 ls", "own"],
    ["env AWS_PROFILE=me aws s3 ls", "own"],
    ["AWS_PROFILE=me sh -c 'aws s3 ls'", "own"],
    ["env -i PATH=/usr/bin aws s3 ls", "own"],
    ["sudo aws s3 ls", "own"],
    ["aws-vault exec me -- aws s3 ls", "own"],
  ])("%s: the account of its %s", (line, account) => {
    expect(shellUse(text(line))).toMatchObject({ kind: "aws", account });
  });
});

describe("a program with its arguments", () => {
  test.each([
    [["git", "commit", "-m", "x; aws s3 ls"], "none"],
    [["C:\\Program Files\\Amazon\\AWSCLIV2\\aws.exe", "s3", "ls"], "aws"],
    [["cmd.exe", "/c", "aws s3 ls"], "aws"],
    [["cmd", "/c", "aws", "s3", "ls"], "aws"],
    [["bash", "-c", "git status && aws s3 ls"], "aws"],
    [["<words>"], "unknown"],
    [["sudo", "<words>"], "unknown"],
    [[], "unknown"],
  ])("%j: %s", (words, kind) => {
    expect(commandUse(words.map(text)).kind).toBe(kind);
  });

  test("what people declare comes before every list", () => {
    const declared = new Map([
      ["chaos", "aws"],
      ["python", "none"],
    ] as const);
    expect(shellUse(text("chaos run"), declared).kind).toBe("aws");
    expect(shellUse(text("python3 -c '<words>'"), declared).kind).toBe("none");
    expect(shellUse(text("npx chaos"), declared).kind).toBe("aws");
  });
});
