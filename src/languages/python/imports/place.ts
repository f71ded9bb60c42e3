/** Where a new import goes: the block, the section, the line. */

import { type Block, isFuture, type Section, type Statement } from "./blocks.js";
import { compareImports, type ImportKey } from "./order.js";
import { isStandard } from "./standard.js";
import type { ImportStyle } from "./style.js";

/** Next to which statement the import goes; `apart` where a blank line belongs between the two. */
export interface ImportPlace {
  readonly side: "before" | "after";
  readonly statement: Statement;
  readonly apart: boolean;
}

/** The place for an import; undefined where the module imports nothing, or only from `__future__`. */
export function placeFor(
  blocks: readonly Block[],
  wanted: ImportKey,
  style: ImportStyle,
): ImportPlace | undefined {
  const block = blockFor(blocks, wanted);
  const sections = block?.sections.filter((section) => !isFuture(section)) ?? [];
  const last = sections.at(-1);
  if (!last) return undefined;
  const own = sections.find((section) => section.some((one) => isKin(one, wanted)));
  if (own) return inSection(own, wanted, style);
  if (!hasSections(sections, style)) return inSection(last, wanted, style);
  return newSection(sections, last, wanted);
}

/** The first block that imports from the same package: a path may be set up before it. Else the first at all. */
function blockFor(blocks: readonly Block[], wanted: ImportKey): Block | undefined {
  const filled = blocks.filter(({ sections }) => !sections.every(isFuture));
  return (
    filled.find(({ sections }) => sections.flat().some((one) => isKin(one, wanted))) ?? filled[0]
  );
}

/** Whether both come from the same package. */
function isKin(one: ImportKey, wanted: ImportKey): boolean {
  if (wanted.level > 0 || one.level > 0) return wanted.level > 0 && one.level > 0;
  return one.name.split(".")[0] === wanted.name.split(".")[0];
}

/** As set; where nothing is set, a single section of both standard and other modules says no. */
function hasSections(sections: readonly Section[], { sections: set }: ImportStyle): boolean {
  if (set !== undefined) return set;
  const [only, more] = sections;
  if (more || !only) return true;
  const standard = only.filter(({ level, name }) => level === 0 && isStandard(name)).length;
  return standard === 0 || standard === only.length;
}

function inSection(section: Section, wanted: ImportKey, style: ImportStyle): ImportPlace {
  const isSorted = section.every((one, index) => {
    const next = section[index + 1];
    return !next || compareImports(one, next, style) <= 0;
  });
  const kin = section.filter((one) => isKin(one, wanted));
  const before = isSorted
    ? section.filter((one) => compareImports(one, wanted, style) < 0)
    : kin.length > 0
      ? kin
      : section;
  const previous = before.at(-1);
  if (previous) return { side: "after", statement: previous, apart: false };
  return { side: "before", statement: section[0] as Statement, apart: false };
}

/** The server's own modules stand behind everything from elsewhere and before relative imports. */
function newSection(sections: readonly Section[], last: Section, wanted: ImportKey): ImportPlace {
  const relative = sections.find((section) => section.every(({ level }) => level > 0))?.[0];
  if (wanted.level === 0 && relative) return { side: "before", statement: relative, apart: true };
  return { side: "after", statement: last.at(-1) as Statement, apart: true };
}
