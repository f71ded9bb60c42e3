// SPDX-License-Identifier: MIT-0
// What entry points of earlier editions import.
export { readSettings, tellMain } from "./gateway/transport.js";
