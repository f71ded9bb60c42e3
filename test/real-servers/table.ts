/** The proofs as the tables of docs/real-servers.md. */

import { failuresOf, type Proof } from "./proof.js";
import type { Growth } from "./tree.js";

const columns = [
  "server",
  "commit",
  "forms",
  "found",
  "migrated",
  "reported",
  "listed, with the parameter, refusing an unknown account",
  "type errors or ruff reports: before, new",
  "its own tests: before → after",
  "bytes",
  "lines",
  "seconds",
  "verdict",
];

/** One Markdown table, a row for each server. */
export function tableOf(proofs: readonly Proof[]): string {
  const rows = [columns, columns.map(() => "---"), ...proofs.map(cells)];
  return rows.map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function cells(proof: Proof): string[] {
  const { entry, seenBefore, seenAfter, growth, complaints } = proof;
  const { found, migrated, unsupported, ignored } = seenAfter.ledger;
  return [
    `[${entry.name}](https://github.com/${entry.repo})`,
    entry.commit.slice(0, 7),
    formsOf(proof),
    seenBefore.ledger.found === found ? `${found}` : `${seenBefore.ledger.found}, then ${found}`,
    `${migrated}`,
    `${unsupported + ignored}`,
    listed(proof),
    `${complaints.before}, ${complaints.added.length}`,
    tests(proof),
    `${growth.bytes}`,
    `${growth.lines}`,
    proof.retrofit.seconds.toFixed(1),
    verdict(proof),
  ];
}

/** Each form with the number of tools in it, the commonest first. */
function formsOf({ seenBefore }: Proof): string {
  const counts = new Map<string, number>();
  for (const { form } of seenBefore.tools) counts.set(form, (counts.get(form) ?? 0) + 1);
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  return sorted.map(([form, count]) => `${form} ${count}`).join(", ");
}

function listed({ listing, calls }: Proof): string {
  if (!listing) return "not over stdio";
  return `${listing.listed}, ${listing.withParameter}, ${calls?.refused ?? 0}`;
}

function tests({ tests }: Proof): string {
  if (!tests) return "none";
  const { passedBefore, failedBefore, passedAfter, newlyFailing, added } = tests;
  const failed = failedBefore > 0 ? ` (${failedBefore} failed already)` : "";
  const lost = newlyFailing.length > 0 ? `, ${newlyFailing.length} newly failing` : "";
  return `${passedBefore}${failed} → ${passedAfter}${lost}${added > 0 ? `, ${added} added` : ""}`;
}

function verdict(proof: Proof): string {
  const failures = failuresOf(proof);
  if (failures.length > 0) return `**${failures.length} failures**`;
  const named = proof.tests?.newlyFailing.length ?? 0;
  return named > 0 ? `holds, ${named} tests named` : "holds";
}

/** What goes below the table: each thing that speaks against a proof, or that is excused by name. */
export function notesOf(proofs: readonly Proof[]): string {
  return proofs
    .flatMap((proof) => {
      const { entry, tests, listing, calls, wheel } = proof;
      const unlisted = Object.entries(entry.unlisted ?? {});
      return [
        ...failuresOf(proof).map((failure) => `- ${entry.name}: FAILURE: ${failure}`),
        ...(tests?.newlyFailing ?? [])
          .filter((name) => entry.exactSchemaTests?.includes(name))
          .map((name) => `- ${entry.name}: asserts an exact schema or signature: \`${name}\``),
        ...unlisted.map(([tool, reason]) => `- ${entry.name}: ${tool} is not listed: ${reason}`),
        ...(calls && calls.invalid > 0
          ? [
              `- ${entry.name}: ${calls.invalid} tools found fault with made-up arguments before the account`,
            ]
          : []),
        ...(listing && listing.formerlyEmpty > 0
          ? [`- ${entry.name}: ${listing.formerlyEmpty} tools took no arguments before`]
          : []),
        ...(wheel
          ? [
              `- ${entry.name}: its wheel lists ${wheel.listed} tools, ${wheel.withParameter} with the parameter`,
            ]
          : []),
        ...(entry.note ? [`- ${entry.name}: ${entry.note}`] : []),
      ];
    })
    .join("\n");
}

/** The sums, as one sentence. */
export function totalsOf(proofs: readonly Proof[]): string {
  const sum = (value: (proof: Proof) => number): number =>
    proofs.reduce((total, proof) => total + value(proof), 0);
  const growth = (key: keyof Pick<Growth, "bytes" | "lines">): number =>
    sum((proof) => proof.growth[key]);
  return (
    `${proofs.length} servers: ${sum(({ seenBefore }) => seenBefore.ledger.found)} tools found, ` +
    `${sum(({ seenAfter }) => seenAfter.ledger.migrated)} migrated; ` +
    `${sum(({ listing }) => listing?.listed ?? 0)} listed, ` +
    `${sum(({ listing }) => listing?.withParameter ?? 0)} with the parameter; ` +
    `${sum(({ complaints }) => complaints.added.length)} new type errors or ruff reports; ` +
    `${sum(({ tests }) => tests?.newlyFailing.length ?? 0)} of ` +
    `${sum(({ tests }) => tests?.passedBefore ?? 0)} tests newly failing; ` +
    `${growth("bytes")} bytes inserted, ${growth("lines")} lines changed.`
  );
}
