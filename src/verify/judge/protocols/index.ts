/** The writers of the wire protocols, by their names. */

import type { Protocol } from "../operations/protocol.js";
import { cbor } from "./cbor.js";
import { ec2 } from "./ec2.js";
import { json } from "./json.js";
import { query } from "./query.js";
import { restJson } from "./rest-json.js";
import { restXml, s3Xml } from "./rest-xml.js";
import type { Writer } from "./wire.js";

const writers: Record<Protocol, Writer> = {
  query,
  ec2,
  json,
  "rest-json": restJson,
  "rest-xml": restXml,
  "smithy-rpc-v2-cbor": cbor,
};

/** How a service's answers are written. */
export function writerFor(protocol: Protocol, service: string | undefined): Writer {
  return protocol === "rest-xml" && service === "s3" ? s3Xml : writers[protocol];
}
