/** The operation of a REST request: by method, address, and the parameters that it must have outside its body. */

import { type Model, membersOf, type Operation } from "../models/model.js";
import type { AwsRequest } from "../request.js";
import { restProtocol } from "./protocol.js";
import type { Route } from "./route.js";
import { pathsOf } from "./s3-address.js";
import { parseUriTemplate, type UriTemplate } from "./uri-template.js";

interface Candidate {
  readonly operation: Operation;
  readonly template: UriTemplate;
  readonly query: readonly string[];
  readonly headers: readonly string[];
}

/** The best match among these services, the first of equals; undefined where none matches. */
export function routeRest(request: AwsRequest, models: readonly Model[]): Route | undefined {
  const query = new Map(request.query);
  const matches = models.flatMap((model) => {
    const protocol = restProtocol(model);
    if (!protocol) return [];
    return pathsOf(request, model).flatMap((address) =>
      candidatesOf(model).flatMap((candidate) => {
        const path = matchCandidate(candidate, request, address, query);
        const { operation } = candidate;
        return path
          ? [{ score: scoreOf(candidate, request.path, query), protocol, model, operation, path }]
          : [];
      }),
    );
  });
  const best = Math.max(...matches.map(({ score }) => score));
  return matches.find(({ score }) => score === best);
}

function matchCandidate(
  { operation, template, query, headers }: Candidate,
  request: AwsRequest,
  address: string,
  given: ReadonlyMap<string, string>,
): Record<string, string> | undefined {
  if (operation.http.method !== request.method) return undefined;
  const whole =
    query.every((name) => given.has(name)) && headers.every((name) => request.headers.has(name));
  return whole ? template.match(address, given) : undefined;
}

/** JavaScript clients name S3's operations in the parameter `x-id`. */
function scoreOf(
  { operation, template, query, headers }: Candidate,
  path: string,
  given: ReadonlyMap<string, string>,
): number {
  const named = given.get("x-id") === operation.name ? 100 : 0;
  const sameEnd = template.endsWithSlash === path.endsWith("/") ? 0.5 : 0;
  // S3 kept the addresses of operations that it replaced.
  const old = operation.deprecated ? -0.25 : 0;
  return named + sameEnd + old + 2 * template.literals + query.length + headers.length;
}

const known = new WeakMap<Model, readonly Candidate[]>();

function candidatesOf(model: Model): readonly Candidate[] {
  const made =
    known.get(model) ?? Object.values(model.operations).map((each) => toCandidate(model, each));
  known.set(model, made);
  return made;
}

function toCandidate(model: Model, operation: Operation): Candidate {
  const input = operation.input && model.shapes[operation.input.shape];
  const required = input ? membersOf(input).filter(([name]) => input.required?.includes(name)) : [];
  const at = (place: string) =>
    required
      .filter(([, { location }]) => location === place)
      .map(([name, { locationName = name }]) => locationName);
  const template = parseUriTemplate(operation.http.requestUri);
  const headers = at("header").map((name) => name.toLowerCase());
  return { operation, template, query: at("querystring"), headers };
}
