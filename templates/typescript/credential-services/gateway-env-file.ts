// SPDX-License-Identifier: MIT-0
// What entry points of earlier editions import.
export { readEnvFile } from "./gateway/transport.js";
