/**
 * Bodies that are sent in chunks (`aws-chunked`), each with a signature that continues the one before, or with none:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and sigv4-streaming-trailers.html.
 */

import { sha256 } from "./canonical.js";

/** Signs, or checks, a text with the key of the request; for SigV4a and unsigned bodies nothing is asked. */
export type CheckText = (text: string, signature: string) => boolean;

interface Chunk {
  readonly data: Buffer;
  readonly signature: string;
}

interface Chunked {
  readonly chunks: readonly Chunk[];
  /** The lines after the last chunk, without the trailer's signature. */
  readonly trailer: string;
  readonly trailerSignature: string;
}

/** The body without its chunks; undefined where they are cut off. */
export function readChunks(body: Buffer): (Chunked & { readonly data: Buffer }) | undefined {
  const chunks: Chunk[] = [];
  for (let offset = 0; ; ) {
    const end = body.indexOf("\r\n", offset);
    const header = /^([0-9a-f]+)(?:;chunk-signature=([0-9a-f]+))?$/i.exec(
      body.toString("latin1", offset, Math.max(end, offset)),
    );
    if (!header) return undefined;
    const start = end + 2;
    const size = Number.parseInt(header[1] ?? "", 16);
    chunks.push({ data: body.subarray(start, start + size), signature: header[2] ?? "" });
    if (size === 0) return { chunks, data: joined(chunks), ...readTrailer(body, start) };
    if (start + size > body.length) return undefined;
    offset = start + size + 2;
  }
}

/** Whether every chunk, and the trailer where there is one, continues the signature before it. */
export function areChunksSigned(
  { chunks, trailer, trailerSignature }: Chunked,
  first: { readonly date: string; readonly scope: readonly string[]; readonly signature: string },
  isSigned: CheckText,
): boolean {
  const head = (kind: string) => [`AWS4-HMAC-SHA256${kind}`, first.date, first.scope.join("/")];
  let previous = first.signature;
  for (const { data, signature } of chunks) {
    const text = [...head("-PAYLOAD"), previous, sha256(""), sha256(data)].join("\n");
    if (!isSigned(text, signature)) return false;
    previous = signature;
  }
  if (trailer === "" && trailerSignature === "") return true;
  const text = [...head("-TRAILER"), previous, sha256(trailer)].join("\n");
  return isSigned(text, trailerSignature);
}

function readTrailer(body: Buffer, start: number): Pick<Chunked, "trailer" | "trailerSignature"> {
  const lines = body
    .toString("latin1", start)
    .split(/\r?\n/)
    .filter((line) => line !== "");
  const isSignature = (line: string) => line.startsWith("x-amz-trailer-signature:");
  const signature = lines.find(isSignature)?.split(":")[1] ?? "";
  const trailer = lines.filter((line) => !isSignature(line)).map((line) => `${line}\n`);
  return { trailer: trailer.join(""), trailerSignature: signature };
}

function joined(chunks: readonly Chunk[]): Buffer {
  return Buffer.concat(chunks.map(({ data }) => data));
}
