import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mend } from "../mend/mending.js";
import { readBytes } from "../read/read-bytes.js";
import type { SourceTable } from "../read/source-table.js";
import { writeCsv } from "./write-csv.js";

const readText = (text: string): Promise<SourceTable> => readBytes(new TextEncoder().encode(text), { name: "x.csv" });

/** Words of several alphabets with everything that CSV finds hard, but none that says "nothing here" or "total". */
const word = fc
  .string({ unit: fc.constantFrom("b", "ö", "猫", ",", '"', "\n", "'", ";", " ", "👩"), minLength: 1, maxLength: 8 })
  .map((text) => `w${text}w`);
const kinds = {
  text: word,
  integer: fc.integer({ min: -1_000_000, max: 1_000_000 }).map(String),
  number: fc.integer({ min: -99_999, max: 99_999 }).map((value) => `${value}.5`),
  date: fc
    .date({ min: new Date("1900-03-01"), max: new Date("2060-01-01"), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10)),
  code: fc.integer({ min: 0, max: 9999 }).map((value) => `0${value}`),
} as const;

const table = fc
  .array(fc.constantFrom<keyof typeof kinds>("text", "integer", "number", "date", "code"), {
    minLength: 1,
    maxLength: 5,
  })
  .chain((columns) =>
    fc
      .array(
        fc.tuple(
          ...columns.map((kind) =>
            fc.oneof({ weight: 8, arbitrary: kinds[kind] }, { weight: 1, arbitrary: fc.constant("") }),
          ),
        ),
        { minLength: 3, maxLength: 15 },
      )
      // What a column is can be told only where something stands in it.
      .filter((rows) => columns.every((_, at) => rows.some((row) => row[at] !== "")))
      .map((rows) => ({ headings: columns.map((kind, at) => `${kind} ${"abcde"[at]}`), columns, rows })),
  );

const written = ({
  headings,
  rows,
}: {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}): string =>
  [headings, ...rows].map((record) => record.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\n");

describe("reading what was written gives the same table", () => {
  test("types, names and values, for any table", async () => {
    await fc.assert(
      fc.asyncProperty(table, async (made) => {
        const first = await readText(written(made));
        expect(first.columns.map(({ name, type }) => [name, type])).toEqual(
          made.headings.map((heading, at) => [heading, made.columns[at]]),
        );
        expect(first.columns.map(({ raw }) => raw)).toEqual(
          made.headings.map((_, at) => made.rows.map((row) => row[at])),
        );
        for (const as of ["written", "values"] as const) {
          const again = await readText(writeCsv(first, as));
          expect(again.columns.map(({ name, type, values, missing }) => ({ name, type, values, missing }))).toEqual(
            first.columns.map(({ name, type, values, missing }) => ({ name, type, values, missing })),
          );
        }
      }),
      { seed: 20_261_124, numRuns: 150 },
    );
  });

  test("a mended file is written clean: no title, no total, plain numbers, dates as year-month-day", async () => {
    const messy = await readText(
      'Spending\n Payee ,When,Amount\n Acme ,03/02/2016,"£1,234.50"\n"Best, Ltd",13/02/2016,(£5)\nGrand Total,,"£1,229.50"\n',
    );
    const clean = mend(messy, { type: "trim-cells", columns: ["Payee"] });
    expect(writeCsv(clean)).toBe('Payee,When,Amount\r\nAcme,2016-02-03,1234.5\r\n"Best, Ltd",2016-02-13,-5\r\n');
  });
});
