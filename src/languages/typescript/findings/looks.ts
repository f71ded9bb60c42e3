/** What is looked for in a server, and where: a line for each detector. */

import { isAws } from "../project/module-names.js";
import type { Project } from "../source/parse.js";
import { findAwsLibrary } from "./aws-libraries.js";
import { isAwsPackage, libraryMark } from "./aws-packages.js";
import { environmentMark } from "./credential-writes.js";
import { findEnvironmentCredentials } from "./environment-credentials.js";
import { findExpressBucket } from "./express.js";
import { findHandedOn } from "./handed-on.js";
import { findHandedStarter } from "./handed-starters.js";
import { findKept } from "./kept/index.js";
import { findSharedConfig } from "./old-sdk.js";
import type { Detector } from "./report.js";
import { findSdkClient } from "./sdk.js";
import { findOwnSigning } from "./signing.js";
import { poolMark, poolModule, startingMark, startingModule } from "./starting-packages.js";
import { findSubprocess } from "./subprocess.js";
import { findTimer, timerMark } from "./timers.js";
import { findWorker } from "./workers.js";

/** A detector, and the files whose nodes it is asked about. */
export interface Look {
  readonly detect: Detector;
  /** What a server has somewhere in its sources if anything can be found in it. */
  readonly mark: RegExp;
  /** Files in which something of these packages stands, by whatever name it goes there. */
  readonly packages: RegExp | ((module: string) => boolean);
  /** Files that have this text, whatever they import. */
  readonly text?: RegExp;
  /** Whether a server that has nothing to do with AWS is looked at, too. */
  readonly isEverywhere?: true;
}

const ownSdk = /['"`](?:@aws-sdk\/|@smithy\/signature|aws-sdk|aws-sigv4)|aws4|AWS4/;
const processes = { mark: startingMark, packages: startingModule };
const sdk = { mark: ownSdk, packages: isAws };

export const looks: readonly Look[] = [
  { ...sdk, detect: findSdkClient, isEverywhere: true },
  { ...sdk, detect: findHandedOn },
  {
    mark: libraryMark,
    packages: isAwsPackage,
    text: /\bBun\.(?:s3|S3Client)/,
    detect: findAwsLibrary,
    isEverywhere: true,
  },
  { ...sdk, detect: findSharedConfig, mark: /['"`]aws-sdk/ },
  { ...sdk, detect: findOwnSigning, packages: /^aws/, text: /AWS4|aws4/ },
  { ...processes, detect: findSubprocess, isEverywhere: true },
  { ...processes, detect: findHandedStarter },
  { mark: poolMark, packages: poolModule, text: /\bnew Worker\b/, detect: findWorker },
  { ...sdk, detect: findKept },
  {
    mark: timerMark,
    packages:
      /^(?:(?:node:)?timers|sqs-consumer|@yornaath\/batshit|bull|bullmq|p-limit|p-queue|fastq|async|bottleneck|dataloader|cron|croner|node-cron|node-schedule|toad-scheduler)$|agenda|debounce|throttle|^lodash|^underscore|^es-toolkit/,
    text: timerMark,
    detect: findTimer,
  },
  { ...sdk, detect: findExpressBucket, text: /--x-s3/ },
  {
    mark: environmentMark,
    packages: /^(?:node:)?process$/,
    text: environmentMark,
    detect: findEnvironmentCredentials,
  },
];

/** What loads a module whose name is worked out at run time. */
export const computed = /\b(?:import|require)\s*\(\s*[^\s"']/;

/** What is in the files in which the names of packages begin. */
export const anyMark = anyOf([...looks.map(({ mark }) => mark), computed, /createRequire/]);

/** What is looked for by its text, wherever it stands. */
export const anyText = anyOf(looks.flatMap(({ text }) => text ?? []));

/** Whether a look asks for something of a module; "" for one that is computed. */
export function isOfInterest(module: string): boolean {
  if (module === "" || /^(node:)?module$/.test(module)) return true;
  return looks.some(({ packages }) =>
    typeof packages === "function" ? packages(module) : packages.test(module),
  );
}

/** Whether a server may start processes, for which the shell's grammar must be loaded. */
export function mayStartProcesses(project: Project): boolean {
  return project.filesWith(startingMark).length > 0;
}

function anyOf(patterns: readonly RegExp[]): RegExp {
  return new RegExp([...new Set(patterns.map(({ source }) => source))].join("|"));
}
