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
