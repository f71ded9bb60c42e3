/** The identifiers that a request names, so that the answer speaks of the same things. */

import { membersOf } from "../models/model.js";
import type { Form, Route } from "../operations/route.js";
import { decode as decodeCbor } from "../protocols/cbor-codec.js";
import type { AwsRequest } from "../request.js";
import { singular } from "./words.js";

/** The texts of a request by the names of their parameters, in lower case; lists' in the singular. */
export type Echo = ReadonlyMap<string, readonly string[]>;

/** Reads what stands at the top of a request's input. What cannot be read is left out. */
export function readEcho(route: Route, request: AwsRequest, form: Form, body: Buffer): Echo {
  const echo = new Map<string, string[]>();
  const add = (name: string, value: unknown) => {
    const texts = [value].flat().filter((each) => typeof each === "string");
    if (texts.length === 0) return;
    const key = (Array.isArray(value) ? singular(name) : name).toLowerCase();
    echo.set(key, [...(echo.get(key) ?? []), ...texts]);
  };
  for (const [name, value] of inputOf(route, request, form, body)) add(name, value);
  return echo;
}

function inputOf(route: Route, request: AwsRequest, form: Form, body: Buffer): [string, unknown][] {
  const { protocol } = route;
  if (protocol === "query" || protocol === "ec2") return [...form].flatMap(fromForm);
  if (protocol === "smithy-rpc-v2-cbor") return entries(() => decodeCbor(body));
  const inBody = protocol === "rest-xml" ? [] : entries(() => JSON.parse(body.toString()));
  return [...inBody, ...outsideBody(route, request)];
}

/** `InstanceId.1` and `Names.member.1` are items of lists; deeper ones belong to structures. */
function fromForm([name, value]: readonly [string, string]): [string, unknown][] {
  if (name === "Action" || name === "Version") return [];
  const [, list] = /^(\w+)(?:\.\w+)?\.\d+$/.exec(name) ?? [];
  if (list !== undefined) return [[list, [value]]];
  return name.includes(".") ? [] : [[name, value]];
}

function entries(read: () => unknown): [string, unknown][] {
  try {
    const value = read();
    return typeof value === "object" && value !== null ? Object.entries(value) : [];
  } catch {
    return [];
  }
}

/** Path and query parameters, by the names that the members have, not those in the address. */
function outsideBody({ model, operation, path }: Route, request: AwsRequest): [string, unknown][] {
  const input = operation.input && model.shapes[operation.input.shape];
  const query = new Map(request.query);
  return (input ? membersOf(input) : []).flatMap(([name, { location, locationName = name }]) => {
    const value = location === "uri" ? path[locationName] : query.get(locationName);
    return value === undefined ? [] : [[name, value] as [string, unknown]];
  });
}
