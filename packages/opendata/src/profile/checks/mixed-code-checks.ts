import { cellWord } from "../../read/cell-words.js";
import { censusOf } from "../../read/census.js";
import { gssPattern, headingWords } from "../../read/code-shapes.js";
import type { SourceColumn, SourceTable } from "../../read/source-table.js";
import type { Fault } from "../fault.js";
import { countOf, namesOf } from "../../say.js";
import { tallied, tallyCells } from "../tally.js";

type Odd = (value: string) => boolean;

/** Codes of two systems in one column, each a tenth of it or more. */
export function mixedCodeFaults(table: SourceTable): Fault[] {
  const odd = new Map<SourceColumn, Odd>();
  for (const column of table.columns) {
    const test = column.type === "code" ? (digitsAmongLetters(column) ?? oldAreaCodes(column)) : undefined;
    if (test !== undefined) odd.set(column, test);
  }
  if (odd.size === 0) return [];
  const found = tallyCells(
    table,
    (place, census, column) => {
      const value = census.trimmed[place] ?? "";
      return value !== "" && odd.get(column)?.(value) === true;
    },
    [...odd.keys()],
  );
  return [
    {
      ...tallied(found),
      code: "mixed-codes",
      unit: "cells",
      what: `${namesOf(found.columns)} ${found.columns.length === 1 ? "holds" : "hold"} codes of two kinds: ${countOf(found.count, "cell differs", "cells differ")} from the rest (digits only, or with letters).`,
      why: "Two systems share one column, so looking a code up works for a part only.",
      fix: {
        words: "Find out which systems they are, and put one of them into a column of its own.",
        done: false,
        fix: null,
      },
    },
  ];
}

/** Digits only among codes with letters. */
function digitsAmongLetters(column: SourceColumn): Odd | undefined {
  // 12 and 12a are houses of one street, not two systems.
  if (headingWords(column.heading).some((word) => /^(?:street|house|flat|building|room)$/.test(word))) return undefined;
  const count = { digits: 0, branches: 0, letters: 0, others: 0 };
  const { trimmed, counts } = censusOf(column.raw);
  trimmed.forEach((value, place) => {
    if (value === "" || cellWord(value, "text") !== undefined) return;
    count[kindOfCode(value)] += counts[place] ?? 0;
  });
  // 105 and 105A are one system with branches, unless letters lead elsewhere.
  if (count.branches > count.letters) return undefined;
  const { digits } = count;
  const letters = count.letters + count.branches;
  if (digits + letters < 10 || Math.min(digits, letters) < (digits + letters) * 0.1) return undefined;
  const fewerAreDigits = digits <= letters + count.others;
  return (value) => /^\d+$/.test(value) === fewerAreDigits;
}

function kindOfCode(value: string): "digits" | "branches" | "letters" | "others" {
  if (/^\d+$/.test(value)) return "digits";
  if (/^\d+[A-Za-z]$/.test(value)) return "branches";
  return /[A-Za-z]/.test(value) ? "letters" : "others";
}

/** Codes of areas as they were until 2011 (00BN) among those that came after (E06000001), or the other way about. */
function oldAreaCodes(column: SourceColumn): Odd | undefined {
  const old = /^\d\d[A-Z]{2,4}$/;
  let before = 0;
  let after = 0;
  const { trimmed, counts } = censusOf(column.raw);
  trimmed.forEach((value, place) => {
    if (old.test(value)) before += counts[place] ?? 0;
    else if (gssPattern.test(value)) after += counts[place] ?? 0;
  });
  if (before + after < 5 || Math.min(before, after) < (before + after) * 0.1) return undefined;
  return (value) => (before <= after ? old : gssPattern).test(value);
}
