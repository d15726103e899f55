/** A workbook for tests, as spreadsheet programs write it in plain text (SpreadsheetML 2003, `.xls`). */
export type TestSheets = Readonly<Record<string, readonly (readonly (string | number)[])[]>>;

export function testWorkbook(sheets: TestSheets): string {
  const cell = (value: string | number): string =>
    `<Cell><Data ss:Type="${typeof value === "number" ? "Number" : "String"}">${value}</Data></Cell>`;
  const tables = Object.entries(sheets).map(
    ([name, rows]) =>
      `<Worksheet ss:Name="${name}"><Table>${rows.map((row) => `<Row>${row.map(cell).join("")}</Row>`).join("")}</Table></Worksheet>`,
  );
  const names = `xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"`;
  return `<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook ${names}>${tables.join("")}</Workbook>`;
}

/** Invented: visits of a month to halls that don't exist. */
export const inventedVisits = (month: number): TestSheets[string] => [
  ["Day", "Ward", "Visits"],
  ...Array.from({ length: 8 }, (_, at) => [
    `2026-0${month}-0${at + 1}`,
    at % 2 === 0 ? "Docks" : "Hill",
    20 + at + month,
  ]),
];

/** With more rows than the visits have: a reader by itself takes this one. */
export const inventedHalls: TestSheets[string] = [
  ["Hall", "Opened"],
  ...Array.from({ length: 12 }, (_, at) => [`Invented hall ${"ABCDEFGHIJKL"[at] ?? ""}`, 1990 + at]),
];
