/** The region of this machine's own requests. */

import { loadSharedConfigFiles } from "@smithy/core/config";
import { setting } from "./settings.js";

/** AWS_REGION, AWS_DEFAULT_REGION, or that of the profile in the shared configuration; undefined where none is said. */
export async function ownRegion(): Promise<string | undefined> {
  const stated = setting("AWS_REGION") ?? setting("AWS_DEFAULT_REGION");
  if (stated !== undefined) return stated;
  const { configFile } = await loadSharedConfigFiles({ ignoreCache: true });
  return configFile[setting("AWS_PROFILE") ?? "default"]?.region;
}
