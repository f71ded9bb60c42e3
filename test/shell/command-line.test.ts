/** What a command line runs, as both languages ask it. */

import { describe, expect, test } from "vitest";
import {
  commandUse,
  shellUse,
  unknownWord,
  unknownWords,
} from "../../src/languages/shell/command-line.js";

describe("a shell's text", () => {
  test.each([
    ["aws s3 ls"],
    ["/usr/local/bin/aws sts get-caller-identity"],
    [`${unknownWord}/bin/aws s3 ls`],
    ["AWS_PAGER= aws s3 ls 2>&1"],
    ["cat key | aws s3 cp - s3://bucket"],
    ["cd /srv && cdk deploy --all"],
    ["bash -c 'terraform plan'"],
    ["npx -y aws-cdk@2 synth"],
    ["sudo -u me aws s3 ls"],
    ["aws configure export-credentials"],
    ['echo "$(date)" > log; kubectl get pods'],
  ])("%s uses AWS", (text) => {
    expect(shellUse(text)).toEqual({ kind: "aws", profile: "no" });
  });

  test.each([
    ["git log --format='%s | %h' | head -1"],
    ["which aws"],
    ["command -v aws"],
    ["aws --version"],
    ["aws sso login --profile me"],
    ["aws --profile me configure list"],
    [`aws ${unknownWords} sso logout`],
    ["npx tsc --noEmit"],
    ["awslocal s3 ls"],
    [""],
  ])("%s is harmless", (text) => {
    expect(shellUse(text).kind).toBe("harmless");
  });

  test.each([
    [unknownWords],
    [`${unknownWord} --list`],
    [`sh -c "${unknownWords}"`],
    [`git status; ${unknownWords}`],
    [`npx ${unknownWord}`],
    ["bash"],
  ])("%j is not known", (text) => {
    expect(shellUse(text).kind).toBe("unknown");
  });

  test.each([["frobnicate --fast"], ["python3 job.py"], ["bash deploy.sh"]])(
    "%s is on no list",
    (text) => {
      expect(shellUse(text).kind).toBe("unlisted");
    },
  );

  test.each([
    ["aws s3 ls --profile me", "yes"],
    [`aws --profile=${unknownWord} s3 ls`, "yes"],
    [`aws s3 ls ${unknownWords}`, "maybe"],
    [`aws s3 ls ${unknownWord}`, "no"],
    [`git log ${unknownWords} && aws s3 ls`, "no"],
  ])("%j: a profile: %s", (text, profile) => {
    expect(shellUse(text)).toEqual({ kind: "aws", profile });
  });
});

describe("a program with its arguments", () => {
  test("no shell parts its words", () => {
    expect(commandUse(["git", "commit", "-m", "x; aws s3 ls"]).kind).toBe("harmless");
    expect(commandUse(["C:\\Program Files\\Amazon\\AWSCLIV2\\aws.exe", "s3", "ls"]).kind).toBe(
      "aws",
    );
    expect(commandUse(["cmd.exe", "/c", "aws s3 ls"]).kind).toBe("aws");
  });
});
