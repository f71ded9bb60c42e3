/** Which operation of which service a request asks for, told from the services' models. */

import type { Catalog } from "../models/catalog.js";
import type { Model, Operation } from "../models/model.js";
import { type AwsRequest, readForm } from "../request.js";
import { guessProtocol, type Protocol, speaks } from "./protocol.js";
import { routeRest } from "./rest.js";

/** An operation that the models know. */
export interface Route {
  readonly protocol: Protocol;
  readonly model: Model;
  readonly operation: Operation;
  /** The parameters in the address's path, by the names that the model gives them there. */
  readonly path: Readonly<Record<string, string>>;
}

/** What could be told of a request whose operation the models do not know. */
export interface Unknown {
  readonly protocol: Protocol;
  readonly model?: undefined;
  readonly service: string | undefined;
  /** The operation's name, where the request says one. */
  readonly operation: string | undefined;
}

/**
 * Tells the operation.
 * @param form the body's content, where it is a form
 * @param signingName the service as the signature's scope names it, if it has one
 */
export function route(
  request: AwsRequest,
  form: Form,
  signingName: string | undefined,
  catalog: Catalog,
): Route | Unknown {
  const action = form.get("Action");
  const named =
    routeCbor(request, signingName, catalog) ??
    routeTarget(request, signingName, catalog) ??
    (action === undefined ? undefined : routeAction(action, form, signingName, catalog));
  if (named) return named;
  const models = candidates(request, signingName, catalog);
  const found = action === undefined ? routeRest(request, models) : undefined;
  if (found) return found;
  const protocol = guessProtocol(request, action, signingName);
  const target = request.headers.get("x-amz-target") ?? request.path;
  const operation = action ?? /[./]operation\/(\w+)$|\.(\w+)$/.exec(target)?.slice(1).find(Boolean);
  return { protocol, service: models[0]?.name ?? signingName, operation };
}

export type Form = ReadonlyMap<string, string>;

/** The parameters of a query request: in its address, or in a form in its body. */
export function formOf(request: AwsRequest, body: Buffer): Form {
  const isForm = request.headers.get("content-type")?.includes("x-www-form-urlencoded");
  const plain = (text: string) => text.replaceAll("+", "%20");
  return new Map([...request.query, ...(isForm ? readForm(plain(body.toString())) : [])]);
}

function routeCbor(
  request: AwsRequest,
  signingName: string | undefined,
  catalog: Catalog,
): Route | undefined {
  if (request.headers.get("smithy-protocol") !== "rpc-v2-cbor") return undefined;
  const [, service = "", name = ""] =
    /\/service\/([^/]+)\/operation\/([^/]+)$/.exec(request.path) ?? [];
  const models = [...catalog.targeted(service), ...signedAs(signingName, catalog)];
  return found("smithy-rpc-v2-cbor", name, models);
}

function routeTarget(
  { headers }: AwsRequest,
  signingName: string | undefined,
  catalog: Catalog,
): Route | undefined {
  const [, prefix, name] = /^(.*)\.(\w+)$/.exec(headers.get("x-amz-target") ?? "") ?? [];
  if (prefix === undefined || name === undefined) return undefined;
  const same = (model: Model) => signedAs(signingName, catalog).includes(model);
  const models = catalog.targeted(prefix);
  return found("json", name, [...models.filter(same), ...models]);
}

function routeAction(
  action: string,
  form: Form,
  signingName: string | undefined,
  catalog: Catalog,
): Route | undefined {
  const version = form.get("Version") ?? "";
  const signed = signedAs(signingName, catalog);
  const fitting = signed.filter(({ metadata }) => metadata.apiVersion === version);
  const models = signingName === undefined ? catalog.versioned(version) : [...fitting, ...signed];
  const model = models.find(({ operations }) => operations[action]);
  return found(model && speaks(model, "ec2") ? "ec2" : "query", action, models);
}

function found(protocol: Protocol, name: string, models: readonly Model[]): Route | undefined {
  const model = models.find(({ operations }) => operations[name]);
  const operation = model?.operations[name];
  return model && operation && { protocol, model, operation, path: {} };
}

function candidates(
  request: AwsRequest,
  signingName: string | undefined,
  catalog: Catalog,
): readonly Model[] {
  const hosted = catalog.hosted(request.host);
  if (signingName === undefined) return [...hosted, ...catalog.withoutScope()];
  const signed = catalog.signedAs(signingName);
  return signed.length === 0 ? hosted : [...signed].sort((a, b) => order(hosted, a, b));
}

/** Where several services sign with one name, the one that the host names comes first. */
function order(hosted: readonly Model[], a: Model, b: Model): number {
  return Number(hosted.includes(b)) - Number(hosted.includes(a));
}

function signedAs(signingName: string | undefined, catalog: Catalog): readonly Model[] {
  return signingName === undefined ? [] : catalog.signedAs(signingName);
}
