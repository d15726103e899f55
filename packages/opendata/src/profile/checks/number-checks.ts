import { censusOf } from "../../read/census.js";
import { headingWords, promisesCodes } from "../../read/code-shapes.js";
import { isPlainNumber, parseContinental, parseNumber, type NumberReading } from "../../read/parse-number.js";
import type { SourceColumn, SourceTable } from "../../read/source-table.js";
import type { Fault, FaultCode } from "../fault.js";
import { countOf, namesOf } from "../../say.js";
import { tallied, tallyCells } from "../tally.js";
import { countsPeople } from "./spreadsheet-checks.js";

/** How numbers are written, and codes that lost digits by being numbers. */
export function numberFaults(table: SourceTable): Fault[] {
  return [...dressFaults(table), ...codeNumberFaults(table), ...signFaults(table)];
}

function isNumeric({ type }: SourceColumn): boolean {
  return type === "integer" || type === "number" || type === "currency";
}

function dressFaults(table: SourceTable): Fault[] {
  const columns = table.columns.filter(isNumeric);
  const faults: Fault[] = [];
  const add = (
    code: FaultCode,
    is: (reading: NumberReading | undefined, value: string) => boolean,
    what: (numbers: string, names: string, one: boolean) => string,
    why: string,
  ): void => {
    const found = tallyCells(
      table,
      (place, census) => {
        const value = census.trimmed[place] ?? "";
        if (value === "" || isPlainNumber(value)) return false;
        return is(parseNumber(value), value);
      },
      columns,
    );
    if (found.count === 0) return;
    const fix = {
      words: "I read them as numbers. To keep them as written, make the columns text.",
      done: true,
      fix: { type: "set-type", columns: found.columns, as: "text" },
    } as const;
    faults.push({
      ...tallied(found),
      code,
      unit: "cells",
      what: what(countOf(found.count, "number"), namesOf(found.columns), found.count === 1),
      why,
      fix,
    });
  };
  const asText = "Most programs take them for text, and then nothing can be added up.";
  add(
    "currency-as-text",
    (reading) => reading !== undefined && reading.currency !== null,
    (numbers, names, one) => `${numbers} in ${names} ${one ? "is" : "are"} written with a sign for money, such as £.`,
    asText,
  );
  add(
    "thousands-separator",
    (reading) => reading?.thousands === true,
    (numbers, names, one) => `${numbers} in ${names} ${one ? "has" : "have"} commas or spaces for thousands.`,
    asText,
  );
  add(
    "decimal-comma",
    (reading, value) => reading === undefined && parseContinental(value) !== undefined,
    (numbers, names, one) =>
      `${numbers} in ${names} ${one ? "is" : "are"} written as on the Continent, with a comma before the decimals.`,
    "Most programs in Britain take them for text, or take 1,234 for a thousand and more.",
  );
  add(
    "bracket-negatives",
    (reading) => reading?.brackets === true,
    (numbers, names, one) =>
      `${numbers} in ${names} ${one ? "stands" : "stand"} in brackets, as accountants write what is below nought.`,
    "Most programs take them for text, or drop the brackets and with them the minus.",
  );
  // In a spreadsheet the sign is only how the cell is shown.
  if (table.reading.format !== "excel")
    add(
      "percent-as-text",
      (reading) => reading?.percent === true,
      (numbers, names, one) => `${numbers} in ${names} ${one ? "is" : "are"} written with a per cent sign.`,
      "Most programs take them for text. 12.5% is kept as 12.5, not as 0.125.",
    );
  return faults;
}

function codeNumberFaults(table: SourceTable): Fault[] {
  const faults: Fault[] = [];
  const zeros = tallyCells(
    table,
    (place, census) => /^0\d+$/.test(census.trimmed[place] ?? ""),
    table.columns.filter((column) => column.type === "code" || (column.type === "text" && mostAreDigits(column))),
  );
  if (zeros.count > 0) {
    faults.push({
      ...tallied(zeros),
      code: "leading-zeros-as-text",
      unit: "cells",
      what: `${countOf(zeros.count, "code starts", "codes start")} with a nought in ${namesOf(zeros.columns)}.`,
      why: "As numbers they lose it, and then they match nothing. A spreadsheet does that the moment it opens the file.",
      fix: { words: "I kept them as text.", done: true, fix: null },
    });
  }
  const nought = table.columns.filter((column) => allFilled(column, 5, (value) => /^-?\d+\.0$/.test(value)));
  const decimals = tallyCells(table, (place, census) => census.trimmed[place] !== "", nought);
  if (decimals.count > 0) {
    faults.push({
      ...tallied(decimals),
      code: "integer-as-decimal",
      unit: "cells",
      what: `${countOf(decimals.count, "whole number is", "whole numbers are")} written with .0 in ${namesOf(decimals.columns)}.`,
      why: "A code such as 1002.0 does not match 1002. Most likely blank cells made a program treat the column as decimals.",
      fix: { words: "Take the .0 away.", done: false, fix: { type: "whole-numbers", columns: decimals.columns } },
    });
  }
  const rounded = table.columns.filter(lostDigits);
  const lost = tallyCells(table, (place, census) => isRounded(census.trimmed[place] ?? ""), rounded);
  if (lost.count > 0) {
    faults.push({
      ...tallied(lost),
      code: "lost-precision",
      unit: "cells",
      what: `${countOf(lost.count, "long number has", "long numbers have")} lost digits in ${namesOf(lost.columns)}.`,
      why: "A spreadsheet keeps 15 digits and makes the rest noughts, or writes 1.23E+15, so different codes have become the same.",
      fix: {
        words: "The digits can't be brought back from this file. Ask the publisher for it with these codes as text.",
        done: false,
        fix: null,
      },
    });
  }
  return faults;
}

/** In a column of words a lone 0161 is part of a remark, not a code. */
function mostAreDigits({ raw }: SourceColumn): boolean {
  const { trimmed, counts, size, blank } = censusOf(raw);
  let digits = 0;
  trimmed.forEach((value, place) => {
    if (/^\d+$/.test(value)) digits += counts[place] ?? 0;
  });
  return digits * 2 > size - blank;
}

function allFilled(column: SourceColumn, least: number, fits: (value: string) => boolean): boolean {
  const { trimmed, size, blank } = censusOf(column.raw);
  return size - blank >= least && trimmed.every((value) => value === "" || fits(value));
}

const exponent = /^\d(?:\.\d+)?E\+\d{2}$/i;

function isRounded(value: string): boolean {
  return exponent.test(value) || /^\d{15}0+(?:\.0)?$/.test(value);
}

/** Long codes that all end in noughts after the fifteenth digit, or codes in the form 1.23E+15. */
function lostDigits(column: SourceColumn): boolean {
  const { trimmed } = censusOf(column.raw);
  if ((column.type === "code" || isNumeric(column)) && trimmed.some((value) => exponent.test(value))) {
    const codes =
      promisesCodes(column.heading) ||
      headingWords(column.heading).some((word) => /^(?:phone|tel|barcode|isbn)/.test(word));
    return codes && trimmed.filter((value) => exponent.test(value)).length > 0;
  }
  return allFilled(column, 3, (value) => /^\d{15}0+(?:\.0)?$/.test(value));
}

/** A few amounts below nought among payments. */
function signFaults(table: SourceTable): Fault[] {
  const money = table.columns.filter(
    (column) =>
      column.type === "currency" ||
      (column.type === "number" &&
        headingWords(column.heading).some((word) =>
          /^(?:amount|cost|price|payment|spend|total|value|net|nett|gross|£|paid)$/.test(word),
        )),
  );
  const few = [...money, ...table.columns.filter((column) => column.type === "integer" && countsPeople(column))].filter(
    (column) => {
      const below = column.values.filter((value) => typeof value === "number" && value < 0).length;
      return below > 0 && below <= column.values.length * 0.2;
    },
  );
  const found = tallyCells(
    table,
    (place, _, column) => {
      const value = column.values[censusOf(column.raw).firsts[place] ?? 0];
      return typeof value === "number" && value < 0;
    },
    few,
  );
  if (found.count === 0) return [];
  return [
    {
      ...tallied(found),
      code: "negative-values",
      unit: "cells",
      what: `${countOf(found.count, "amount is", "amounts are")} below nought in ${namesOf(found.columns)}.`,
      why: few.some((column) => !money.includes(column))
        ? "A count can't be below nought: it is a slip, or the column is not a count."
        : "Most likely refunds or corrections. They lower a sum; whether that is right depends on your question.",
      fix: {
        words: "Keep them for a sum of what was spent; leave them out to count payments.",
        done: false,
        fix: null,
      },
    },
  ];
}
