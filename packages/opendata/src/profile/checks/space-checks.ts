import { Sign } from "../../read/census.js";
import { isMojibake } from "../../read/mojibake.js";
import type { SourceTable } from "../../read/source-table.js";
import type { Fix } from "../../mend/fix.js";
import type { Fault, FaultCode } from "../fault.js";
import { countOf, namesOf } from "../../say.js";
import { tallyCells, type CellTest } from "../tally.js";

/** White space and signs that nobody can see. */
export function spaceFaults(table: SourceTable): Fault[] {
  const faults: Fault[] = [];
  const add = (
    code: FaultCode,
    test: CellTest,
    say: (cells: string, columns: string, one: boolean) => readonly [string, string, string],
    fix: (columns: readonly string[]) => Fix,
  ): void => {
    const { count, first, columns, places } = tallyCells(table, test);
    if (count === 0) return;
    const [what, why, words] = say(countOf(count, "cell"), namesOf(columns), count === 1);
    faults.push({
      code,
      count,
      unit: "cells",
      first,
      columns,
      places,
      what,
      why,
      fix: { words, done: false, fix: fix(columns) },
    });
  };
  const has =
    (sign: number): CellTest =>
    (place, census) =>
      ((census.signs[place] ?? 0) & (sign | Sign.blank)) === sign;
  add(
    "padded-cells",
    has(Sign.padded),
    (cells, names, one) => [
      `${cells} in ${names} ${one ? "begins or ends" : "begin or end"} with space that you can't see.`,
      "With and without it the same name counts as two, and looking it up finds nothing.",
      "Take the space away.",
    ],
    (columns) => ({ type: "trim-cells", columns }),
  );
  add(
    "bare-cr-in-cell",
    (place, census) =>
      ((census.signs[place] ?? 0) & Sign.carriageReturn) !== 0 && /\r(?!\n)/.test(census.values[place] ?? ""),
    (cells, names, one) => [
      `${cells} in ${names} ${one ? "holds" : "hold"} line breaks of an old kind (a carriage return alone).`,
      "Some programs show the lines as one, others take each for a new row.",
      "Put the lines into one, with commas between.",
    ],
    (columns) => ({ type: "join-lines", columns, by: ", " }),
  );
  add(
    "control-characters",
    (place, census) => ((census.signs[place] ?? 0) & Sign.control) !== 0,
    (cells, names, one) => [
      `${cells} in ${names} ${one ? "holds" : "hold"} signs that are no text, such as a NUL byte.`,
      "Programs stop at them or drop the rest of the cell. Most likely the export went wrong.",
      "Take them out.",
    ],
    (columns) => ({ type: "single-spaces", columns }),
  );
  add(
    "invisible-characters",
    (place, census) => ((census.signs[place] ?? 0) & Sign.invisible) !== 0,
    (cells, names, one) => [
      `${cells} in ${names} ${one ? "holds" : "hold"} signs without width, such as a soft hyphen.`,
      "The text looks the same as without them but does not match.",
      "Take them out.",
    ],
    (columns) => ({ type: "single-spaces", columns }),
  );
  add(
    "non-breaking-space",
    (place, census) =>
      ((census.signs[place] ?? 0) & Sign.noBreakSpace) !== 0 &&
      /[\u00A0\u202F]/.test(census.trimmed[place] ?? "") &&
      !isMojibake(census.values[place] ?? ""),
    (cells, names, one) => [
      `${cells} in ${names} ${one ? "holds" : "hold"} a no-break space, which looks like a common one.`,
      "The text looks the same but does not match.",
      "Make them common spaces.",
    ],
    (columns) => ({ type: "single-spaces", columns }),
  );
  add(
    "repeated-spaces",
    (place, census) =>
      ((census.signs[place] ?? 0) & Sign.repeatedSpace) !== 0 && / {2}/.test(census.trimmed[place] ?? ""),
    (cells, names, one) => [
      `${cells} in ${names} ${one ? "has" : "have"} two or more spaces in a row.`,
      "The text looks the same as with one space but does not match.",
      "Make them one space.",
    ],
    (columns) => ({ type: "single-spaces", columns }),
  );
  return faults;
}
