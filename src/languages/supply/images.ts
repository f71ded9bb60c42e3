/** Images of a server whose Dockerfile copies single files or installs single packages: what is new is not among them. */

import { join, relative } from "node:path";
import type { FileStore } from "../../disk/files.js";
import { ancestorsOf, gitRootOf } from "../../disk/git.js";
import { isWithin } from "../../disk/paths.js";
import { findingOf } from "../../rules/finding.js";
import type { Finding, Server } from "../../types.js";
import { type Copied, type Stage, stagesOf } from "./dockerfile.js";
import { type Extent, extentOf, type Shipped } from "./shipped.js";

/** How packages get into an image. */
export interface Installing {
  /** Which packages the services load beside these. */
  readonly lacking: (named: readonly string[]) => readonly string[];
  /** The files that list packages, by their paths. */
  readonly lists: RegExp;
  /** What installs packages by their names; the first group is what it is given. */
  readonly command: RegExp;
}

const names = [
  "Dockerfile",
  "Containerfile",
  "Dockerfile.prod",
  "Dockerfile.production",
  "dockerfile",
];

/** A finding for each stage that takes modules of the server along and not what they import. */
export function imageFindings(
  server: Server,
  files: FileStore,
  shipped: Shipped,
  installing: Installing,
): Finding[] {
  const above = foldersAround(server.root);
  const paths = above.flatMap((folder) =>
    [folder, join(folder, "docker")].flatMap((each) => names.map((name) => join(each, name))),
  );
  return paths
    .filter((path) => files.isFile(path))
    .flatMap((path) => {
      const contexts = above.filter((folder) => isWithin(path, folder));
      return inDockerfile(path, files.read(path)?.text ?? "", contexts, shipped, installing);
    });
}

/** The folders that an image may be built from: the server's, and those around it in its repository. */
function foldersAround(root: string): string[] {
  const repository = gitRootOf(root);
  return [
    root,
    ...ancestorsOf(root).filter((folder) => repository && isWithin(folder, repository)),
  ];
}

function inDockerfile(
  path: string,
  text: string,
  folders: readonly string[],
  shipped: Shipped,
  installing: Installing,
): Finding[] {
  return stagesOf(text).flatMap((stage) => {
    const extents = stage.copies.map((copy) => ({
      copy,
      extent: extentIn(copy, folders, shipped),
    }));
    const partly = extents.find(({ extent }) => extent === "without services");
    const isWhole = extents.some(({ extent }) => extent === "whole");
    if (partly && !isWhole) return [leftOut(path, partly.copy, folders, shipped)];
    const first = extents.find(({ extent }) => extent !== "nothing");
    const lacking = first ? lackingIn(stage, installing) : [];
    return first && lacking.length > 0 ? [notInstalled(path, first.copy, lacking)] : [];
  });
}

function extentIn(copy: Copied, folders: readonly string[], shipped: Shipped): Extent {
  const extents = folders.map((folder) => extentOf(patternsOf(copy, folder), shipped));
  return (
    extents.find((each) => each === "whole") ??
    extents.find((each) => each !== "nothing") ??
    "nothing"
  );
}

/** What is copied from another stage lies there in a folder that is called anything: its end tells. */
function patternsOf({ sources, isFromStage }: Copied, folder: string): string[] {
  if (!isFromStage) return sources.map((each) => join(folder, each));
  return sources.flatMap((each) => {
    const parts = each.split("/").filter((part) => part !== "" && part !== ".");
    return parts.map((_, at) => join(folder, ...parts.slice(at)));
  });
}

/** The services' packages that a stage lacks which installs packages by name, and none from a list. */
function lackingIn(
  { copies, runs }: Stage,
  { lacking, lists, command }: Installing,
): readonly string[] {
  const isListed = copies.some(({ sources }) =>
    sources.some((each) => lists.test(each) || /(?:^|\/)\.?$/.test(each)),
  );
  const given = runs.flatMap((run) => [...run.matchAll(command)].map(([, words = ""]) => words));
  const words = given.join(" ").split(/\s+/);
  const named = words
    .map((word) => word.replaceAll(/["']/g, ""))
    .filter((word) => /^[@\w]/.test(word));
  return isListed || named.length === 0 ? [] : lacking(named);
}

function leftOut(
  path: string,
  { line }: Copied,
  folders: readonly string[],
  { services }: Shipped,
): Finding {
  const folder = relative(folders[0] ?? "", services.at(-1) ?? "").replace(/\/[^/]+$/, "");
  return findingOf("not-shipped", {
    place: { file: path, line, column: 1 },
    message: "the image gets modules that import the account services, and not these",
    remedy: `copy the folder ${folder} as well, to the same place beside them`,
  });
}

function notInstalled(path: string, { line }: Copied, lacking: readonly string[]): Finding {
  return findingOf("not-shipped", {
    place: { file: path, line, column: 1 },
    message: `the image installs packages by name, and not ${lacking.join(", ")}, which the account services load`,
    remedy: "install them there as well",
  });
}
