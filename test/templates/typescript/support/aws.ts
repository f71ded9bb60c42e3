import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerS3 } from "./s3.js";
import { type Signature, verify } from "./sigv4.js";
import { answerSts, roleCredentials } from "./sts.js";

/** A request as the endpoint saw it; `signer` is undefined where the signature was wrong. */
export interface Recorded {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly body: string;
  readonly signer: Signature | undefined;
}

/** A local stand-in for AWS: it checks signatures, and speaks some S3, STS and Secrets Manager. */
export interface FakeAws {
  readonly url: string;
  readonly requests: Recorded[];
  /** Key id → secret access key, of the keys that aren't STS's. */
  readonly keys: Map<string, string>;
  /** What the secret of Secrets Manager holds. */
  secret: string;
  /** How STS answers: well, or with an error's code, or never. */
  sts: "well" | "never" | { status: number; code: string };
  /** When the sessions of STS end. */
  sessionSeconds: number;
  sts_requests(): Recorded[];
  close(): Promise<void>;
}

/** Whether a request asks whose keys it is signed with, as the services do once for each account with keys. */
export function isOwnerCheck({ body }: Recorded): boolean {
  return body.includes("Action=GetCallerIdentity");
}

export async function startAws(): Promise<FakeAws> {
  const requests: Recorded[] = [];
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const aws: FakeAws = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    keys: new Map(),
    secret: "{}",
    sts: "well",
    sessionSeconds: 3600,
    sts_requests: () => requests.filter(({ body }) => body.includes("Action=AssumeRole")),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const secretOf = (id: string) => aws.keys.get(id) ?? roleCredentials(id)?.secret;
    const signer = verify(request, body, secretOf);
    const { method = "", url: path = "" } = request;
    const text = body.toString("utf8");
    requests.push({ method, host: request.headers.host ?? "", path, body: text, signer });
    if (signer === undefined) return void response.writeHead(403).end();
    if (request.headers["x-amz-target"] === "secretsmanager.GetSecretValue") {
      return void response.end(JSON.stringify({ SecretString: aws.secret }));
    }
    return text.includes("Action=") ? answerSts(aws, text, response) : answerS3(request, response);
  }
  return aws;
}
