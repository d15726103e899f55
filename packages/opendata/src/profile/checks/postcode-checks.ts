import { cellWord } from "../../read/cell-words.js";
import { censusOf } from "../../read/census.js";
import { headingWords, postcodePattern, postcodeWithin } from "../../read/code-shapes.js";
import type { SourceColumn, SourceTable } from "../../read/source-table.js";
import type { Fault } from "../fault.js";
import { countOf, namesOf } from "../../say.js";
import { tallied, tallyCells } from "../tally.js";

/** Postcodes that are missing from addresses, and those that are not whole. */
export function postcodeFaults(table: SourceTable): Fault[] {
  return [...lackingFaults(table), ...badPostcodeFaults(table)];
}

/** Addresses without postcode, where most have one. */
function lackingFaults(table: SourceTable): Fault[] {
  const addresses = table.columns.filter((column) => {
    if (column.type !== "text" || isPostcodeColumn(column)) return false;
    const { values, counts, size, blank } = censusOf(column.raw);
    let having = 0;
    values.forEach((value, place) => {
      if (place === 400 && having < 40) return;
      if (postcodeWithin.test(value)) having += counts[place] ?? 0;
    });
    return having >= (size - blank) * 0.6 && having > 4;
  });
  const lacking = tallyCells(
    table,
    (place, census) => census.trimmed[place] !== "" && !postcodeWithin.test(census.values[place] ?? ""),
    addresses,
  );
  if (lacking.count === 0) return [];
  return [
    {
      ...tallied(lacking),
      code: "missing-postcode",
      unit: "cells",
      what: `${countOf(lacking.count, "address has", "addresses have")} no postcode in ${namesOf(lacking.columns)}, where most have one.`,
      why: "They can't be placed on a map or in a ward by it.",
      fix: { words: "Look the postcode up, or say how many could not be placed.", done: false, fix: null },
    },
  ];
}

function isPostcodeColumn(column: SourceColumn): boolean {
  if (column.type === "postcode") return true;
  const words = headingWords(column.heading).join("");
  return column.type !== "empty" && /postcode|postalcode/.test(words);
}

/** Cells that are no whole postcode, in a column of postcodes. */
function badPostcodeFaults(table: SourceTable): Fault[] {
  const columns = table.columns.filter((column) => {
    if (!isPostcodeColumn(column)) return false;
    const { trimmed, counts, size, blank } = censusOf(column.raw);
    const whole = trimmed.reduce(
      (sum, value, place) => sum + (postcodePattern.test(value) ? (counts[place] ?? 0) : 0),
      0,
    );
    return whole >= (size - blank) * 0.5;
  });
  const found = tallyCells(
    table,
    (place, census) => {
      const value = census.trimmed[place] ?? "";
      return value !== "" && !postcodePattern.test(value) && cellWord(value, "text") === undefined;
    },
    columns,
  );
  if (found.count === 0) return [];
  const examples = [...new Set([...found.values.values()].flat())].map((value) => value.trim());
  return [
    {
      ...tallied(found),
      code: "invalid-postcode",
      unit: "cells",
      what: `${countOf(found.count, "cell is", "cells are")} no whole postcode in ${namesOf(found.columns)}: ${namesOf(examples)}.`,
      why: "They can't be placed on a map or in a ward. Often half of the postcode is missing, or O stands for 0.",
      fix: { words: "Look them up, or say how many could not be placed.", done: false, fix: null },
    },
  ];
}
