import type { SourceTable } from "../read/source-table.js";
import { categoryFaults } from "./checks/category-checks.js";
import { dateFaults } from "./checks/date-checks.js";
import { fileFaults } from "./checks/file-checks.js";
import { headingFaults } from "./checks/heading-checks.js";
import { layoutFaults } from "./checks/layout-checks.js";
import { numberFaults } from "./checks/number-checks.js";
import { personalFaults } from "./checks/personal-checks.js";
import { placeFaults } from "./checks/place-checks.js";
import { postcodeFaults } from "./checks/postcode-checks.js";
import { spreadsheetFaults } from "./checks/spreadsheet-checks.js";
import { spaceFaults } from "./checks/space-checks.js";
import { textFaults } from "./checks/text-checks.js";
import { wordFaults } from "./checks/word-checks.js";
import { sourceOf } from "../table/source-of.js";
import type { Table } from "../table/table.js";
import { wholeRows } from "./whole-rows.js";
import { profileColumn, type ColumnProfile } from "./column-profile.js";
import { faultCodes, type Fault, type FaultCode } from "./fault.js";

export interface Profile {
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
  /** What is wrong or worth a look, most important first. */
  readonly faults: readonly Fault[];
}

/** What is in a table and what is wrong with it. Pure: the same table gives the same profile. */
export function profile(given: SourceTable | Table): Profile {
  const table = sourceOf(given);
  const year = Number(table.source.readAt.slice(0, 4));
  const found = faultsOf(table, year);
  const whole = wholeRows(table);
  const faults =
    whole === table
      ? found
      : [
          ...found.filter(({ code }) => !misplaced.has(code)),
          ...faultsOf(whole, year).filter(({ code }) => misplaced.has(code)),
        ];
  const rank = new Map(faultCodes.map((code, at) => [code, at]));
  const types = table.choices.filter(({ about }) => about === "type");
  return {
    rows: table.rowNumbers.length,
    columns: table.columns.map((column, at) => profileColumn(column, table.rowNumbers, types[at]?.reason ?? "")),
    faults: faults.toSorted((a, b) => (rank.get(a.code) ?? 0) - (rank.get(b.code) ?? 0)),
  };
}

/** What a cell looks like that landed under a wrong heading. Of rows with too few cells that is no fault of its own. */
const misplaced: ReadonlySet<FaultCode> = new Set([
  "text-in-number-column",
  "text-in-date-column",
  "mixed-date-formats",
  "mixed-date-order",
  "date-out-of-range",
  "invalid-postcode",
]);

function faultsOf(table: SourceTable, year: number): Fault[] {
  return [
    ...personalFaults(table),
    ...fileFaults(table),
    ...layoutFaults(table),
    ...headingFaults(table),
    ...wordFaults(table),
    ...spaceFaults(table),
    ...textFaults(table),
    ...postcodeFaults(table),
    ...numberFaults(table),
    ...spreadsheetFaults(table),
    ...dateFaults(table, year),
    ...categoryFaults(table),
    ...placeFaults(table),
  ];
}
