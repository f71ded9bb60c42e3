/** What is wrong with a request, by whom it was sent for and who signed it. */

import type { JudgedRequest } from "../judge/index.js";
import type { Fault, Gap } from "../types.js";
import { accountNamed, type Caller, callers } from "./callers.js";

/** The request as a report shows it. */
export function shownRequest({
  service,
  operation,
  region,
  method,
  host,
  target,
}: JudgedRequest): string {
  const recorded = /[?&]recorder=(\w+)/.exec(target)?.[1];
  if (recorded) return `the command ${recorded}`;
  const what = operation ? `${service}:${operation}` : `${method} ${host}${target.slice(0, 80)}`;
  return region ? `${what} in ${region}` : what;
}

/** The requests that a caller's account signed. */
export function signedBy(
  { id }: Caller,
  requests: readonly JudgedRequest[],
): readonly JudgedRequest[] {
  return requests.filter(({ signer }) => signer?.accountId === id);
}

/** A fault of isolation, with the request and the key by which it was seen. */
export function isolationFault(message: string, request?: JudgedRequest): Fault {
  const key = request?.signer?.keyId ?? request?.claimedKeyId;
  return {
    check: "isolation",
    message,
    ...(request && { request: shownRequest(request) }),
    ...(key === undefined ? {} : { key }),
  };
}

/** What a call's request is at fault for; undefined where it is as it should be. `when` says what it was sent in. */
export function faultOf(
  request: JudgedRequest,
  caller: Caller,
  when = `called with ${caller.name}`,
): Fault | undefined {
  const message = problemOf(request, caller);
  return message === undefined ? undefined : isolationFault(`${when}: ${message}`, request);
}

function problemOf(request: JudgedRequest, caller: Caller): string | undefined {
  const { verdict, refusal, signer, region, operation } = request;
  if (gapOf(request)) return undefined;
  if (!signer) {
    return request.claimedKeyId === undefined
      ? "a request was not signed at all"
      : `a request was signed with keys that nobody issued (${refusal})`;
  }
  if (signer.accountId !== caller.id && signer.keyId !== "") {
    return `a request was signed by ${accountNamed(signer.accountId)}`;
  }
  const other = callers.find((each) => each !== caller && each.region === region);
  // Some services are in one region only, which is the server's own here.
  if (other && other.name !== "no account") return `a request went to the region of ${other.name}`;
  if (verdict === "refused") return `${operation ?? "a request"} was refused: ${refusal}`;
  return undefined;
}

/** Why a request says nothing about the call; undefined where it does. */
export function gapOf(request: JudgedRequest): Gap | undefined {
  const { verdict, host, service, operation, proxied } = request;
  const gap = (reason: string): Gap => ({ check: "isolation", reason });
  if (verdict === "tunnel") return gap(`it asks ${host} itself, past the endpoint that is set`);
  if (proxied && !/amazonaws|\.aws\b|127\.0\.0\.1|localhost/.test(host)) {
    return gap(`it asks ${host}, which is no AWS service`);
  }
  if (verdict === "unknown")
    return gap(`the judge has no answer for ${service}:${operation ?? "?"}`);
  return undefined;
}
