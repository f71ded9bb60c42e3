// Reads one service's model of botocore, and leaves out what answering requests does not need: documentation,
// errors, examples, what only inputs are made of, and limits that only clients check.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const metadataKept = [
  "apiVersion", "endpointPrefix", "jsonVersion", "protocol", "protocols", "serviceId", "signingName",
  "targetPrefix", "xmlNamespace",
];
const shapeKept = new Set([
  "type", "required", "members", "member", "key", "value", "enum", "pattern", "min", "max", "exception",
  "timestampFormat", "payload", "streaming", "eventstream", "event", "union", "document", "locationName",
  "flattened", "xmlNamespace",
]);
const referenceDropped = new Set([
  "documentation", "deprecated", "deprecatedMessage", "deprecatedSince", "box", "idempotencyToken", "contextParam",
]);

/** The newest version of a service that has a model, or undefined: a few have endpoints alone. */
export function newestVersion(folder) {
  const versions = readdirSync(folder).sort().reverse();
  return versions.find((version) => existsSync(`${folder}/${version}/service-2.json.gz`));
}

/** The service's model with its paginators and waiters. */
export function readModel(folder) {
  const optional = (name) => (existsSync(`${folder}/${name}`) ? JSON.parse(readFileSync(`${folder}/${name}`)) : {});
  const model = JSON.parse(gunzipSync(readFileSync(`${folder}/service-2.json.gz`)));
  const { pagination = {} } = optional("paginators-1.json");
  const { waiters = {} } = optional("waiters-2.json");
  return { ...model, pagination, waiters };
}

export function trimModel({ metadata, operations, shapes, pagination, waiters }) {
  const kept = {};
  for (const { input, output } of Object.values(operations)) {
    if (output) keepOutput(output.shape, shapes, kept);
    if (input && !kept[input.shape]) kept[input.shape] = trimInput(shapes[input.shape]);
  }
  return {
    metadata: pick(metadata, metadataKept),
    operations: mapValues(operations, trimOperation),
    shapes: kept,
    pagination: mapValues(pagination, (each) => pick(each, ["output_token", "more_results"])),
    waiters: mapValues(waiters, (each) => pick(each, ["operation", "acceptors"])),
  };
}

function trimOperation({ name, http, input, output, endpoint, authtype, deprecated }) {
  return {
    name,
    http,
    ...(input && { input: { shape: input.shape } }),
    ...(output && { output }),
    ...(endpoint && { endpoint }),
    ...(authtype && { authtype }),
    ...(deprecated && { deprecated }),
  };
}

/** Of an input there stays what tells operations with the same address apart: what stands outside the body. */
function trimInput({ required, members = {} }) {
  const outside = Object.entries(members).filter(([, { location }]) => location !== undefined);
  const trimmed = outside.map(([name, { location, locationName }]) => [name, { location, locationName }]);
  const kept = Object.fromEntries(trimmed);
  return { type: "structure", required: (required ?? []).filter((name) => kept[name]), members: kept };
}

function keepOutput(name, shapes, kept) {
  if (kept[name]?.output) return;
  const shape = shapes[name];
  kept[name] = trimShape(shape);
  Object.defineProperty(kept[name], "output", { value: true, enumerable: false });
  for (const reference of references(shape)) keepOutput(reference.shape, shapes, kept);
}

function trimShape(shape) {
  const trimmed = Object.fromEntries(Object.entries(shape).filter(([key]) => shapeKept.has(key)));
  if (shape.members) trimmed.members = mapValues(shape.members, trimReference);
  for (const key of ["member", "key", "value"]) if (shape[key]) trimmed[key] = trimReference(shape[key]);
  return trimmed;
}

function trimReference(reference) {
  return Object.fromEntries(Object.entries(reference).filter(([key]) => !referenceDropped.has(key)));
}

function references({ members = {}, member, key, value }) {
  return [...Object.values(members), member, key, value].filter(Boolean);
}

function pick(object, keys) {
  return Object.fromEntries(keys.filter((key) => object[key] !== undefined).map((key) => [key, object[key]]));
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
