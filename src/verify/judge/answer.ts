/** One request from its signature to its answer. */

import { bucketLocation } from "./answers/bucket-location.js";
import { type Echo, readEcho } from "./answers/echo.js";
import { planAnswer } from "./answers/plan.js";
import type { Removed } from "./answers/removed.js";
import { makeAnswer } from "./answers/value.js";
import { askEngine } from "./engine.js";
import type { Keys } from "./keys.js";
import type { Catalog } from "./models/catalog.js";
import { type Form, formOf, type Route, route, type Unknown } from "./operations/route.js";
import { writerFor } from "./protocols/index.js";
import type { WireAnswer } from "./protocols/wire.js";
import { MARK, type Refusal, sayRefusal } from "./refusals.js";
import type { AwsRequest } from "./request.js";
import { type Checked, checkSignature } from "./signature/index.js";
import { answerSts, isSts } from "./sts.js";
import type { Account, AssumedRole, JudgedRequest, Signer } from "./types.js";

/** What all requests to one judge have in common. */
export interface World {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly keys: Keys;
  readonly catalog: Catalog;
  readonly removed: Removed;
  readonly engine: string | undefined;
  /** The judge's own address. */
  readonly url: string;
}

/** Where a signature tells no region. */
const FIRST_REGION = "us-east-1";

export type Judged = Omit<JudgedRequest, "index" | "time">;

/** The answer and what is written down of the request. */
export interface Outcome {
  readonly answer: WireAnswer;
  readonly judged: Judged;
}

/** Judges and answers a request. Where an answer cannot be made, that is written down as `unknown`. */
export async function answerRequest(request: AwsRequest, world: World): Promise<Outcome> {
  const checked = checkSignature(request, world.keys);
  const form = formOf(request, checked.body);
  const asked = route(request, form, checked.service, world.catalog);
  const signer = checked.signer ?? unsigned(checked, asked);
  const refusal = signer ? undefined : checked.refusal;
  if (!signer || refusal) {
    return refuse(request, checked, asked, refusal ?? "MissingAuthenticationToken");
  }
  const known = { ...checked, signer };
  try {
    return await answerSigned(request, known, asked, form, world);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse(request, known, asked, "NotAnswered", { reason });
  }
}

async function answerSigned(
  request: AwsRequest,
  known: Known,
  asked: Route | Unknown,
  form: Form,
  world: World,
): Promise<Outcome> {
  if (isSts(form.get("Action")) && known.service === "sts") {
    return outcomeOfSts(request, known, asked, form, world);
  }
  if (world.engine !== undefined) {
    const answer = await askEngine(world.engine, request, known.signer.accountId);
    return { answer, judged: describe(request, known, asked, "answered") };
  }
  if (!asked.model) return refuse(request, known, asked, "UnknownOperation");
  return answerFromModel(request, known, asked, form, world);
}

/** Operations that need no signature are answered for nobody's account. */
function unsigned({ refusal }: Checked, asked: Route | Unknown): Signer | undefined {
  const open = asked.model && asked.operation.authtype === "none";
  if (!open || refusal !== "MissingAuthenticationToken") return undefined;
  return { accountId: "000000000000", keyId: "", origin: { kind: "issued" } };
}

type Known = Checked & { readonly signer: Signer };

function outcomeOfSts(
  request: AwsRequest,
  known: Known,
  asked: Route | Unknown,
  form: Form,
  { accounts, keys }: World,
): Outcome {
  const id = requestIdOf(known.signer.accountId);
  const { answer, assumed } = answerSts(form, known.signer, accounts, keys, id);
  if (!answer) return refuse(request, known, asked, "AccessDenied", { assumed });
  return {
    answer,
    judged: { ...describe(request, known, asked, "answered"), ...(assumed && { assumed }) },
  };
}

function answerFromModel(
  request: AwsRequest,
  known: Known,
  asked: Route,
  form: Form,
  world: World,
): Outcome {
  const { accountId } = known.signer;
  const { model, operation, protocol } = asked;
  const echo = readEcho(asked, request, form, known.body);
  const plan = planAnswer(model, operation, world.removed.verbFor(accountId, asked, echo));
  const writer = writerFor(protocol, model.name);
  const requestId = requestIdOf(accountId);
  const judged = describe(request, known, asked, "answered");
  if (plan.error) {
    const message = "It is there no more.";
    return { answer: writer.error({ ...plan.error, message, requestId }), judged };
  }
  if (model.name === "s3" && operation.name === "GetBucketLocation") {
    return { answer: bucketLocation(known.region || FIRST_REGION, requestId), judged };
  }
  const value = makeAnswer({ ...contextOf(known, asked, echo, world), plan });
  return { answer: writer.answer({ model, operation, value, requestId }), judged };
}

function contextOf(
  { signer, region }: Known,
  { model, operation }: Route,
  echo: Echo,
  world: World,
) {
  const { accountId } = signer;
  const origin = { kind: "session", operation: `${model.name}:${operation.name}` } as const;
  return {
    model,
    operation,
    accountId,
    region: region || FIRST_REGION,
    url: world.url,
    echo,
    issueKeys: () => world.keys.issue(accountId, origin, 3600),
  };
}

function refuse(
  request: AwsRequest,
  checked: Checked,
  asked: Route | Unknown,
  refusal: Refusal,
  { assumed, reason }: { assumed?: AssumedRole | undefined; reason?: string } = {},
): Outcome {
  const service = asked.model ? asked.model.name : asked.service;
  const { message, ...said } = sayRefusal(refusal, asked.protocol, service);
  const requestId = requestIdOf(checked.signer?.accountId);
  const whole = reason === undefined ? message : `${message} ${reason}`;
  const error = { ...said, message: whole, requestId };
  const { headers, ...answer } = writerFor(asked.protocol, service).error(error);
  const unknown = refusal === "UnknownOperation" || refusal === "NotAnswered";
  const verdict = unknown ? "unknown" : "refused";
  const judged = {
    ...describe(request, checked, asked, verdict),
    refusal,
    ...(assumed && { assumed }),
  };
  return { answer: { ...answer, headers: { ...headers, [MARK]: refusal } }, judged };
}

function describe(
  { method, host, target, proxied }: AwsRequest,
  { body, refusal, service: signed, ...checked }: Checked,
  asked: Route | Unknown,
  verdict: Judged["verdict"],
): Judged {
  const service = asked.model ? asked.model.name : (asked.service ?? signed);
  const operation = asked.model ? asked.operation.name : asked.operation;
  return {
    method,
    host,
    target,
    proxied,
    verdict,
    ...checked,
    ...(service !== undefined && { service }),
    ...(operation !== undefined && { operation }),
  };
}

/** The same for all requests of an account: two answers to one question are the same. */
function requestIdOf(accountId = "000000000000"): string {
  return `00000000-0000-4000-8000-${accountId}`;
}
