import fc from "fast-check";
import { expect, test } from "vitest";
import { keptReading } from "../read/kept-reading.js";
import { readBytes } from "../read/read-bytes.js";
import { parseKeptReading } from "./parse-reading.js";

const space = "urn:schemas-microsoft-com:office:spreadsheet";
const escaped = (text: string): string => text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** As spreadsheet programs write it in plain text; there a sheet and a column may have any name. */
function book(sheets: readonly string[], heading: string): Uint8Array {
  const rows = [
    [heading, "b"],
    ["1", "2"],
    ["3", "4"],
  ].map(
    (row) => `<Row>${row.map((cell) => `<Cell><Data ss:Type="String">${escaped(cell)}</Data></Cell>`).join("")}</Row>`,
  );
  const tables = sheets.map(
    (name) => `<Worksheet ss:Name="${escaped(name)}"><Table>${rows.join("")}</Table></Worksheet>`,
  );
  const text = `<?xml version="1.0"?><Workbook xmlns="${space}" xmlns:ss="${space}">${tables.join("")}</Workbook>`;
  return new TextEncoder().encode(text);
}

test("whatever sheets and columns are called, what is kept of a reading is understood when it comes back", async () => {
  const name = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.string({ minLength: 250, maxLength: 1500 }),
    fc.constantFrom("__proto__", " ", "Grants 2026"),
  );
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(name, { minLength: 1, maxLength: 3 }), name, async (sheets, heading) => {
      const table = await readBytes(book(sheets, heading), { name: "any.xls" });
      const kept = keptReading(table, { headerRow: 1, footerRows: 0 });
      expect(parseKeptReading(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
    }),
    { seed: 20_260_503, numRuns: 60 },
  );
});

test("other forms are not taken", () => {
  const wish = { sheet: "Grants" };
  for (const other of [
    null,
    [],
    "x",
    {},
    { wish: [] },
    { wish: { sheet: "" } },
    { wish: { headerRow: -1 } },
    { wish: { headerRow: "4" } },
    { wish: { encoding: {} } },
    { wish, headings: "Ward" },
    { wish, headings: [1] },
    { wish, sheets: Array.from({ length: 101 }, () => "x") },
    { wish, file: "abc" },
  ])
    expect(parseKeptReading(other)).toBeUndefined();
  expect(parseKeptReading({ wish: { ...wish, mostBytes: 1e12 }, more: 1 })).toEqual({ wish });
});
