import type { ServerResponse } from "node:http";
import type { FakeAws } from "./aws.js";

/** The credentials that STS gives for an account: all follow from the account's id. */
export function roleCredentials(keyId: string): { secret: string; token: string } | undefined {
  const account = /^ASIA(\d{12})/.exec(keyId)?.[1];
  if (account === undefined) return undefined;
  return { secret: `role-secret-of-${account}`, token: `role-token-of-${account}` };
}

export function answerSts(aws: FakeAws, body: string, response: ServerResponse): void {
  const form = new URLSearchParams(body);
  if (aws.sts === "never") return;
  if (aws.sts !== "well") {
    const { status, code } = aws.sts;
    response.writeHead(status, { "content-type": "text/xml" });
    response.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no: ${body}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
    );
    return;
  }
  response.setHeader("content-type", "text/xml");
  if (form.get("Action") === "GetCallerIdentity") {
    const keyId = aws.requests[aws.requests.length - 1]?.signer?.keyId ?? "";
    response.end(
      `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${/\d{12}/.exec(keyId)?.[0]}</Account><Arn>arn:aws:iam::1:user/${keyId}</Arn><UserId>${keyId}</UserId></GetCallerIdentityResult></GetCallerIdentityResponse>`,
    );
    return;
  }
  const arn = form.get("RoleArn") ?? "";
  const account = arn.split(":")[4] ?? "";
  const expiration = new Date(Date.now() + aws.sessionSeconds * 1000).toISOString();
  const keyId = `ASIA${account}`;
  const { secret, token } = roleCredentials(keyId) ?? { secret: "", token: "" };
  response.end(`<AssumeRoleResponse><AssumeRoleResult>
    <AssumedRoleUser><Arn>arn:aws:sts::${account}:assumed-role/r/s</Arn><AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser>
    <Credentials><AccessKeyId>${keyId}</AccessKeyId><SecretAccessKey>${secret}</SecretAccessKey>
    <SessionToken>${token}</SessionToken><Expiration>${expiration}</Expiration></Credentials>
    </AssumeRoleResult></AssumeRoleResponse>`);
}
