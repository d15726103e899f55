import * as fc from "fast-check";
import Papa from "papaparse";
import { expect, test } from "vitest";
import { publishedCsv } from "./published-csv.js";
import { columnOf, publishedTableOfCsv, type PublishedTable } from "./published-table.js";

/** Everything that CSV finds hard. */
const cell = fc.string({
  unit: fc.constantFrom("a", "=", "@", ",", '"', "\n", "\r", "\t", "'", " ", "ö", "👩", ";", "|", "-", "\u2028"),
  maxLength: 6,
});

function tableOf(rows: readonly (readonly string[])[], width: number): PublishedTable {
  const columns = Array.from({ length: width }, (_, at) => {
    const texts = rows.map((row) => row[at] ?? "");
    return columnOf(
      `column ${at}`,
      "text",
      Uint32Array.from(texts, (_, row) => row),
      texts,
    );
  });
  return { name: "any", length: rows.length, columns, disarmed: 0 };
}

const rows = fc
  .integer({ min: 1, max: 4 })
  .chain((width) =>
    fc.tuple(
      fc.constant(width),
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
    ),
  );

test("what was written is read back cell for cell, by our own reader and by another, for any text", () => {
  fc.assert(
    fc.property(rows, ([width, cells]) => {
      const csv = publishedCsv(tableOf(cells, width));
      const again = publishedTableOfCsv(csv, "any", {});
      const read = cells.map((_, row) => again.columns.map(({ codes, texts }) => texts[codes[row] ?? 0]));
      expect(again.length).toBe(cells.length);
      expect(read).toEqual(cells);
      const other = Papa.parse<string[]>(csv, { delimiter: ",", newline: "\r\n" }).data.slice(1, -1);
      expect(other).toEqual(cells);
    }),
    { seed: 20_261_129, numRuns: 500 },
  );
});
