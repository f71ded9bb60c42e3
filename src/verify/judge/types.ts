/** What the judge is told and what it tells: the words of this folder. */

/** An account that there is at the judge's AWS. Nobody can act in any other. */
export interface Account {
  /** Twelve digits. */
  readonly id: string;
  /** What AssumeRole has to bring along; without it none is asked for. */
  readonly externalId?: string;
  /** Whether its roles can be assumed: true where it is not said. AssumeRole is denied otherwise. */
  readonly assumable?: boolean;
}

/** Keys that the judge issued. */
export interface Credentials {
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Only temporary keys have one. */
  readonly sessionToken?: string;
}

/** How keys came to be. */
export type Origin =
  | { readonly kind: "base" }
  /** `issue` or `issueBearer` made them. */
  | { readonly kind: "issued" }
  | ({ readonly kind: "role" } & AssumedRole)
  /** Another operation answered with them, such as GetSessionToken. */
  | { readonly kind: "session"; readonly operation: string };

/** What an AssumeRole was asked. */
export interface AssumedRole {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalId: string | undefined;
  /** The access key, or bearer token, that signed the AssumeRole. */
  readonly by: string;
}

/** Whose keys a request was signed with. */
export interface Signer {
  readonly accountId: string;
  /** The access key id, or the bearer token. */
  readonly keyId: string;
  readonly origin: Origin;
}

/** How a request was signed: the `-query` schemes carry their signature in the address. */
export type Scheme =
  | "sigv4"
  | "sigv4-query"
  | "sigv4a"
  | "sigv4a-query"
  | "sigv2-query"
  | "s3-query"
  | "bearer"
  | "none";

/** What became of a request. */
export type Verdict =
  /** Its signature is right, and it was answered as its service would. */
  | "answered"
  /**
   * Its signature is right, but there is no answer: the models know no such operation, or the engine failed. It got
   * an error that says so.
   */
  | "unknown"
  /** Its signature is wrong, or the operation was denied: `refusal` says why. */
  | "refused"
  /** A tunnel to a host outside was asked for: whoever wrote a literal https address. It was refused. */
  | "tunnel";

/** A request as the judge saw it. */
export interface JudgedRequest {
  /** Counts from 0, in the order of the answers. */
  readonly index: number;
  /** Milliseconds since 1970, when the request had come in whole. */
  readonly time: number;
  readonly method: string;
  /** The host that was meant, as the request says. */
  readonly host: string;
  /** The path with its query, as sent. */
  readonly target: string;
  /** Whether it came by way of a proxy setting: the address was another than the judge's. */
  readonly proxied: boolean;
  readonly verdict: Verdict;
  /** AWS's code of the error, where the verdict is `refused` or `unknown`. */
  readonly refusal?: string;
  readonly scheme: Scheme;
  /** Missing where the signature is wrong or there is none. */
  readonly signer?: Signer;
  /** The access key id that the request names, even where nobody issued it. */
  readonly claimedKeyId?: string;
  /** The session token that came along, right or wrong. */
  readonly token?: string;
  /** From the signature's scope; for SigV4a the set of regions. */
  readonly region?: string;
  /** The service's name as boto3 has it, e.g. `elbv2`; what the signature says where the models do not know. */
  readonly service?: string;
  readonly operation?: string;
  /** Where it was an AssumeRole, what it asked for, granted or not. */
  readonly assumed?: AssumedRole;
}

/** A place in the list of requests. */
export type Mark = number;

export interface JudgeOptions {
  readonly accounts: readonly Account[];
  /** The account that the server's own keys belong to. It need not be among `accounts`. */
  readonly base: string;
  /** botocore's folder `data` of the server's own environment; without it our own copy of the models. */
  readonly models?: string | undefined;
  /** The address of another engine, such as moto's, that answers in place of the models. */
  readonly engine?: string | undefined;
}

/** A local AWS endpoint that knows who signed. */
export interface Judge {
  /** `http://127.0.0.1:PORT`: the value for AWS_ENDPOINT_URL, and for HTTP_PROXY and HTTPS_PROXY. */
  readonly url: string;
  /** The keys for the server itself: those it has when no account is named. */
  readonly base: Credentials;
  /** Why there are no models, or undefined: without them only STS is answered. */
  readonly modelsProblem: string | undefined;
  /** Makes further keys for an account: permanent ones, or temporary ones with a session token. */
  issue(accountId: string, options?: { readonly temporary?: boolean }): Credentials;
  /** Makes a bearer token for an account. */
  issueBearer(accountId: string): string;
  /**
   * Writes a signed address down as the request of whoever opens it: its `verdict` is `answered` where its signature is
   * right. An address without a signature, or one that takes other headers along, is left out.
   */
  readAddress(address: string): void;
  /** The requests so far, or those after a mark, in the order of their answers. */
  requests(since?: Mark): readonly JudgedRequest[];
  /** The present end of the list of requests. */
  mark(): Mark;
  /** Ends the endpoint and every connection to it. */
  close(): Promise<void>;
}
