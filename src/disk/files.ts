/** Reads files once, remembers what was read, and lets planned bytes stand in for those on disk. */

import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { createDisk, type Disk, isAbsence } from "./path-cache.js";

export type Encoding = "utf8" | "latin1";

/** A file as text that encodes back to the very same bytes. */
export interface SourceText {
  readonly text: string;
  readonly encoding: Encoding;
}

export interface FileStore {
  /** The text, or undefined where there is no such file or it is binary (see `isBinary`). */
  read(path: string): SourceText | undefined;
  /** The bytes, or undefined where there is no such file. Throws where it may not be read. */
  bytes(path: string): Uint8Array | undefined;
  /** The bytes as they are now, read anew: nothing that was kept has a say. */
  anew(path: string): Uint8Array | undefined;
  /**
   * The bytes of a file that is only glanced at, or `most` of them from its start: not kept, not among
   * those seen, and valid until the next glance.
   */
  glance(path: string, most?: number): Uint8Array | undefined;
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
  /** The disk below: what was found out about it once holds for the run. */
  readonly disk: Disk;
  /** Every file read so far; undefined for one that was looked for and not there. */
  seen(): ReadonlyMap<string, Uint8Array | undefined>;
  /** A store in which these bytes stand over those on disk. */
  over(planned: ReadonlyMap<string, Uint8Array>): FileStore;
}

/** A store over the disk. Nothing is read before it is asked for. `notice` hears of each file that is glanced at. */
export function createFileStore(
  disk: Disk = createDisk(),
  notice: (path: string) => void = () => {},
): FileStore {
  const cache = new Map<string, Uint8Array | undefined>();
  const bytes = (path: string): Uint8Array | undefined => {
    if (!cache.has(path))
      cache.set(
        path,
        ifThere(() => readFileSync(path)),
      );
    return cache.get(path);
  };
  return storeOf({
    bytes,
    anew: (path) => ifThere(() => readFileSync(path)),
    glance: (path, most) => {
      notice(path);
      return cache.get(path) ?? ifThere(() => glanceAt(path, most));
    },
    isFile: disk.isFile,
    isFolder: disk.isFolder,
    disk,
    seen: () => cache,
  });
}

/** How many bytes tell whether a file is text. */
export const BINARY_SIGN = 8000;

/**
 * Whether a file is not text: a NUL byte in its first 8,000 bytes, as git decides it. Not so where nearly all
 * else is text: some people's sources have a NUL as it is in a string.
 */
export function isBinary(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, BINARY_SIGN);
  return start.includes(0) && !isNearlyText(start);
}

/** Whether bytes are UTF-8, a last character cut short or not, with at most one control character in a hundred. */
function isNearlyText(bytes: Uint8Array): boolean {
  if (bytes.filter(isControl).length * 100 > bytes.length) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** What no text has, but for an escape. */
function isControl(byte: number): boolean {
  return byte < 9 || (byte > 13 && byte < 32 && byte !== 27);
}

/** Text that encodes back to these bytes: UTF-8 where that is lossless, else Latin-1, which always is. */
export function decode(bytes: Uint8Array): SourceText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString("utf8");
  const lossless = !text.includes("\uFFFD") || Buffer.from(text, "utf8").equals(buffer);
  return lossless
    ? { text, encoding: "utf8" }
    : { text: buffer.toString("latin1"), encoding: "latin1" };
}

/** The bytes of a text in its own encoding. */
export function encode(source: SourceText): Uint8Array {
  return Buffer.from(source.text, source.encoding);
}

type Bytes = Omit<FileStore, "read" | "over">;

function storeOf(below: Bytes): FileStore {
  const texts = new Map<string, SourceText | undefined>();
  const read = (path: string): SourceText | undefined => {
    if (!texts.has(path)) texts.set(path, textOf(below.bytes(path)));
    return texts.get(path);
  };
  return { ...below, read, over: (planned) => storeOver(planned, { ...below, read }) };
}

function storeOver(
  planned: ReadonlyMap<string, Uint8Array>,
  below: Omit<FileStore, "over">,
): FileStore {
  const store = storeOf({
    bytes: (path) => planned.get(path) ?? below.bytes(path),
    anew: (path) => planned.get(path) ?? below.anew(path),
    glance: (path, most) => planned.get(path) ?? below.glance(path, most),
    isFile: (path) => planned.has(path) || below.isFile(path),
    isFolder: (path) => below.isFolder(path) || holds(planned, path),
    disk: below.disk,
    seen: below.seen,
  });
  return { ...store, read: (path) => (planned.has(path) ? store : below).read(path) };
}

function textOf(bytes: Uint8Array | undefined): SourceText | undefined {
  return bytes && !isBinary(bytes) ? decode(bytes) : undefined;
}

function holds(planned: ReadonlyMap<string, Uint8Array>, folder: string): boolean {
  return [...planned.keys()].some((file) => file.startsWith(`${folder}/`));
}

function ifThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/** One for all glances: a buffer for each of thousands of files would leave the memory in pieces. */
let scratch = Buffer.allocUnsafeSlow(1 << 16);

function glanceAt(path: string, most = Number.POSITIVE_INFINITY): Uint8Array {
  const file = openSync(path, "r");
  try {
    const length = Math.min(fstatSync(file).size, most);
    if (length > scratch.length) scratch = Buffer.allocUnsafeSlow(2 * length);
    return scratch.subarray(0, readSync(file, scratch, 0, length, 0));
  } finally {
    closeSync(file);
  }
}
