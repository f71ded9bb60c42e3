import type { Location, MutantResult } from "@stryker-mutator/api/core";

export declare const results: MutantResult[];
export declare const listener: { tell(result: MutantResult): void };

export declare function keyOf(mutant: {
  readonly fileName: string;
  readonly location: Location;
  readonly mutatorName: string;
  readonly replacement: string;
}): string;
