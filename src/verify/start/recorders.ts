/** Programs that stand in for `aws` and its kin: they tell the judge whose keys they were given. */

import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Programs that take their credentials from the environment. */
const programs = [
  "aws",
  "cdk",
  "terraform",
  "tofu",
  "sam",
  "eksctl",
  "copilot",
  "pulumi",
  "amplify",
];

/** Writes the programs into a folder that goes before all others on the path. */
export function addRecorders(folder: string, judgeUrl: string): void {
  for (const name of programs) {
    const path = join(folder, name);
    writeFileSync(path, script(name, judgeUrl));
    chmodSync(path, 0o755);
  }
}

/**
 * Asks the judge who it is, signed with the keys of its environment, and prints an empty object. Where a profile is
 * named, which would beat those keys, it signs nothing.
 */
function script(name: string, judgeUrl: string): string {
  return `#!${process.execPath}
const { createHash, createHmac } = require("node:crypto");
const env = process.env;
const named = process.argv.some((each) => /^--profile\\b/.test(each)) || env.AWS_PROFILE;
const url = new URL(${JSON.stringify(judgeUrl)});
const region = env.AWS_REGION || env.AWS_DEFAULT_REGION || "us-east-1";
const body = "Action=GetCallerIdentity&Version=2011-06-15";
const time = new Date().toISOString().replace(/[-:]|\\.\\d+/g, "");
const scope = [time.slice(0, 8), region, "sts", "aws4_request"];
const hash = (text) => createHash("sha256").update(text).digest("hex");
const mac = (key, text) => createHmac("sha256", key).update(text).digest();
const token = env.AWS_SESSION_TOKEN;
const headers = {
  "content-type": "application/x-www-form-urlencoded",
  host: url.host,
  "x-amz-date": time,
  ...(token ? { "x-amz-security-token": token } : {}),
};
const names = Object.keys(headers).sort();
const query = "recorder=" + ${JSON.stringify(name)};
const canonical = ["POST", "/", query, ...names.map((each) => each + ":" + headers[each]), "", names.join(";"), hash(body)];
const toSign = ["AWS4-HMAC-SHA256", time, scope.join("/"), hash(canonical.join("\\n"))].join("\\n");
const key = scope.reduce(mac, "AWS4" + env.AWS_SECRET_ACCESS_KEY);
const signature = createHmac("sha256", key).update(toSign).digest("hex");
const credential = env.AWS_ACCESS_KEY_ID + "/" + scope.join("/");
const signed = env.AWS_ACCESS_KEY_ID && !named;
const authorization = "AWS4-HMAC-SHA256 Credential=" + credential + ", SignedHeaders=" + names.join(";") + ", Signature=" + signature;
url.search = query;
const request = require("node:http").request(
  url,
  { method: "POST", headers: { ...headers, ...(signed ? { authorization } : {}) } },
  (answer) => answer.resume().on("end", () => console.log("{}")),
);
request.on("error", () => process.exit(255)).end(body);
`;
}
