// Says what of others the package holds: their licences, as their terms ask, and a bill of materials (CycloneDX).
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

/** The text of all licences. `folders` are those of the packages. */
export function licences(folders) {
  return [...folders].map(licence).sort().join("\n\n");
}

function licence(folder) {
  const { name, version, license } = manifestOf(folder);
  const text = licenceFile(folder) ?? licenceOfReadme(folder) ?? (license === "Apache-2.0" && licenceFile(root));
  if (!text) throw new Error(`${folder}: no licence to copy`);
  return `${name} ${version}\n\n${text}`;
}

function licenceFile(folder) {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  return file && readFileSync(join(folder, file), "utf8").trim();
}

/** The last section of the README: some have their licence only there. */
function licenceOfReadme(folder) {
  const file = readdirSync(folder).find((name) => /^readme\.md$/i.test(name));
  const text = file ? readFileSync(join(folder, file), "utf8") : "";
  return /^## licen[cs]e\s+(.*copyright.*permission.*)$/ims.exec(text)?.[1]?.trim();
}

/**
 * What `npm sbom` knows of the lock file, without what is neither bundled nor installed beside the program, and without
 * what differs between two builds of the same sources.
 */
export function billOfMaterials(root, folders) {
  const text = execFileSync(
    "npm",
    ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"],
    { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, shell: process.platform === "win32" },
  );
  const { serialNumber: _random, ...bill } = JSON.parse(text);
  const bundled = new Set([...folders].map(manifestOf).map(({ name, version }) => `${name}@${version}`));
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const installed = new Set(
    Object.entries(lock)
      .filter(([path, { dev, optional }]) => path !== "" && !dev && !optional)
      .map(([path, { version }]) => `${path.split("node_modules/").at(-1)}@${version}`),
  );
  const nameOf = ({ group, name, version }) => `${group ? `${group}/` : ""}${name}@${version}`;
  const components = bill.components
    .filter((each) => bundled.has(nameOf(each)) || installed.has(nameOf(each)))
    .map(({ scope: _scope, properties: _where, ...each }) => each);
  const refs = new Set([...components, bill.metadata.component].map((each) => each["bom-ref"]));
  const dependencies = bill.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((each) => refs.has(each)) }));
  const { timestamp: _now, tools: _npm, component, ...metadata } = bill.metadata;
  // npm calls it by the folder that it is in.
  const self = { ...component, name: manifestOf(root).name };
  return `${JSON.stringify(
    {
      ...bill,
      metadata: { ...metadata, component: self },
      components: [...components, models(root)],
      dependencies,
    },
    null,
    2,
  )}\n`;
}

/** The Python package that dist/aws-models/ is made from. */
function models(root) {
  const [, version] = /^botocore==([\d.]+)/m.exec(
    readFileSync(join(root, "build/aws-models.requirements.txt"), "utf8"),
  );
  const purl = `pkg:pypi/botocore@${version}`;
  const licences = [{ license: { id: "Apache-2.0" } }];
  return { "bom-ref": purl, type: "data", name: "botocore", version, purl, licenses: licences };
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
