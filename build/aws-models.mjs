// Makes dist/aws-models/: Amazon's own models of its services, trimmed to what the endpoint of `verify` needs.
// They come from the Python package botocore, in the version and with the checksum of aws-models.requirements.txt.
// Where that cannot be had (no Python, no network) the build goes on and says so: verify then takes the models
// from the server's own environment. What was made is kept in node_modules/.cache/ for the next build.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { newestVersion, readModel, trimModel } from "./trim-model.mjs";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const requirements = at("aws-models.requirements.txt");
const target = at("../dist/aws-models");
const caches = at("../node_modules/.cache/mcp-retrofit");
const made = `${caches}/aws-models-${hashOf(requirements, at("aws-models.mjs"), at("trim-model.mjs"))}`;

rmSync(target, { recursive: true, force: true });
try {
  if (!isFolder(made)) make();
  cpSync(made, target, { recursive: true });
} catch (error) {
  const reason = String(error.stderr || error.message).trim().split("\n").at(-1);
  console.error(`build: no models of AWS services in this build: ${reason}`);
}

/** Makes the copy beside its place and moves it there, so that two builds at once cannot mix theirs. */
function make() {
  mkdirSync(caches, { recursive: true });
  const work = mkdtempSync(`${caches}/making-`);
  try {
    const botocore = download(work);
    mkdirSync(`${work}/models`);
    const index = writeModels(`${botocore}/botocore/data`, `${work}/models`);
    writeFileSync(`${work}/models/index.json`, JSON.stringify(index));
    for (const name of licences(botocore)) {
      writeFileSync(`${work}/models/${name.split("/").at(-1)}`, readFileSync(name));
    }
    if (!isFolder(made)) renameSync(`${work}/models`, made);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The package's folder. Pip checks the checksum. */
function download(work) {
  const python = pythonWithPip();
  const pip = ["-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"];
  const options = ["--require-hashes", "--only-binary", ":all:", "--requirement", requirements];
  run(python, [...pip, ...options, "--dest", work]);
  const wheel = readdirSync(work).find((name) => name.endsWith(".whl"));
  run(python, ["-m", "zipfile", "--extract", `${work}/${wheel}`, `${work}/package`]);
  return `${work}/package`;
}

function pythonWithPip() {
  for (const name of ["python3", "python"]) {
    try {
      run(name, ["-m", "pip", "--version"]);
      return name;
    } catch {
      // The next name.
    }
  }
  throw new Error("neither python3 nor python has pip");
}

function run(command, args) {
  execFileSync(command, args, { stdio: ["ignore", "pipe", "pipe"] });
}

/** Writes each service's model, and returns what the index says of them: name → metadata. */
function writeModels(data, folder) {
  const index = {};
  for (const service of readdirSync(data).sort()) {
    const version = isFolder(`${data}/${service}`) && newestVersion(`${data}/${service}`);
    if (!version) continue;
    const model = trimModel(readModel(`${data}/${service}/${version}`));
    index[service] = model.metadata;
    writeFileSync(`${folder}/${service}.json.br`, compress(JSON.stringify(model)));
  }
  return index;
}

/** Quality 9 takes half a minute for all of them; the best, four minutes for a tenth less. */
function compress(text) {
  return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}

function licences(folder) {
  const info = readdirSync(folder).find((name) => name.endsWith(".dist-info"));
  const files = readdirSync(`${folder}/${info}`, { recursive: true });
  return files.filter((name) => /(^|\/)(LICENSE|NOTICE)/.test(name)).map((name) => `${folder}/${info}/${name}`);
}

function hashOf(...files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}

function isFolder(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
