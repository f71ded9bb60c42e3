/** A service's model, as botocore's `service-2.json` has it, as far as the judge reads it. */

export interface Model {
  /** The service's name as boto3 has it: the folder's name, e.g. `elbv2`. */
  readonly name: string;
  readonly metadata: Metadata;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly pagination: Readonly<Record<string, Paginator>>;
  readonly waiters: Readonly<Record<string, Waiter>>;
}

export interface Metadata {
  readonly apiVersion: string;
  /** The first label of the service's hosts; its name in signatures too, where `signingName` is missing. */
  readonly endpointPrefix: string;
  readonly signingName?: string;
  readonly protocol: string;
  /** All that the service speaks, the preferred one first. */
  readonly protocols?: readonly string[];
  readonly targetPrefix?: string;
  readonly jsonVersion?: string;
  readonly xmlNamespace?: string;
}

export interface Operation {
  readonly name: string;
  readonly http: {
    readonly method: string;
    readonly requestUri: string;
    readonly responseCode?: number;
  };
  readonly input?: Reference;
  readonly output?: Reference & { readonly resultWrapper?: string };
  readonly endpoint?: { readonly hostPrefix?: string };
  /** `none`: requests are not signed. */
  readonly authtype?: string;
  readonly deprecated?: boolean;
}

/** The use of a shape: by a member, a list, a map. */
export interface Reference {
  readonly shape: string;
  readonly location?: "header" | "headers" | "uri" | "querystring" | "statusCode";
  readonly locationName?: string;
  readonly flattened?: boolean;
  readonly xmlAttribute?: boolean;
  readonly xmlNamespace?: XmlNamespace;
  readonly timestampFormat?: TimestampFormat;
  readonly jsonvalue?: boolean;
  readonly streaming?: boolean;
  readonly eventpayload?: boolean;
  readonly eventheader?: boolean;
}

export type XmlNamespace = string | { readonly uri: string; readonly prefix?: string };
export type TimestampFormat = "iso8601" | "rfc822" | "unixTimestamp";

export interface Shape {
  readonly type: ShapeType;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, Reference>>;
  readonly member?: Reference;
  readonly key?: Reference;
  readonly value?: Reference;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
  readonly exception?: boolean;
  readonly timestampFormat?: TimestampFormat;
  /** The member that is the whole body. */
  readonly payload?: string;
  readonly streaming?: boolean;
  readonly eventstream?: boolean;
  readonly event?: boolean;
  readonly union?: boolean;
  readonly document?: boolean;
  readonly locationName?: string;
  readonly flattened?: boolean;
  readonly xmlNamespace?: XmlNamespace;
}

export type ShapeType =
  | "structure"
  | "list"
  | "map"
  | "string"
  | "character"
  | "blob"
  | "boolean"
  | "integer"
  | "long"
  | "float"
  | "double"
  | "timestamp";

/** The members of an answer that tell that there is more. */
export interface Paginator {
  readonly output_token: string | readonly string[];
  readonly more_results?: string;
}

export interface Waiter {
  readonly operation: string;
  readonly acceptors: readonly Acceptor[];
}

export interface Acceptor {
  readonly state: "success" | "failure" | "retry";
  readonly matcher: "path" | "pathAll" | "pathAny" | "status" | "error";
  readonly argument?: string;
  readonly expected: unknown;
}

/** The shape that a reference names. Throws where the model lacks it: then the model is broken. */
export function shapeOf(model: Model, reference: Reference): Shape {
  const shape = model.shapes[reference.shape];
  if (!shape) throw new Error(`${model.name} has no shape ${reference.shape}`);
  return shape;
}

/** A structure's members. */
export function membersOf(shape: Shape): [name: string, reference: Reference][] {
  return Object.entries(shape.members ?? {});
}
