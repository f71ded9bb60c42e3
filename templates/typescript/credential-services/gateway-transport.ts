// SPDX-License-Identifier: MIT-0
// What entry points of earlier editions import, which hand over the SDK's parts as they are.
import { modernEra, type Sdk2 } from "./gateway/eras.js";
import { type FastMcp, transportOf } from "./gateway/fastmcp.js";
import type { Settings } from "./gateway/http.js";
import { type Sdk, useTransport as use } from "./gateway/transport.js";

type Parts = Sdk & Partial<Sdk2>;

export function useTransport(
  settings: Settings,
  sdk: Parts | Sdk["StdioServerTransport"] | { fastmcp: FastMcp },
  _http?: unknown,
): void {
  if ("fastmcp" in sdk) {
    use(settings, transportOf(sdk.fastmcp));
    return;
  }
  const parts: Parts = "StdioServerTransport" in sdk ? sdk : { StdioServerTransport: sdk };
  use(settings, { ...parts, modern: modernEra(parts) });
}
