import { describe, expect, test } from "vitest";
import { readBytes } from "./read-bytes.js";
import type { ReadOptions } from "./read-options.js";

const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join("\n");
const layout = async (text: string, options: ReadOptions = {}) => {
  const table = await readBytes(new TextEncoder().encode(text), { name: "x.csv" }, options);
  return {
    header: table.layout.headerRows,
    rows: table.rowNumbers.length,
    names: table.columns.map(({ name }) => name),
    leftOut: table.leftOut.map(({ row, reason }) => `${row} ${reason}`),
  };
};

describe("what stands above the data", () => {
  test("the first row is the headings of a plain file", async () => {
    expect(await layout("Ward,People\nAlder,5\nBirch,6\n")).toEqual({
      header: [1],
      rows: 2,
      names: ["Ward", "People"],
      leftOut: [],
    });
  });

  test("a title and blank lines", async () => {
    expect(await layout("Spending\n\nDate,Payee,Amount\n01/02/2016,A,5\n02/02/2016,B,6\n")).toMatchObject({
      header: [3],
      rows: 2,
      leftOut: ["1 preamble", "2 blank"],
    });
  });

  test("a report with its parameters, however they are padded with commas", async () => {
    const text = `Report:,Register,,\nFrom:,01/04/2014,,\n,,,\nRef,Name,Start,Value\n${lines(9, (at) => `C${at},Name ${at},01/05/2014,${at}`)}\n`;
    expect(await layout(text)).toMatchObject({
      header: [4],
      rows: 9,
      leftOut: ["1 preamble", "2 preamble", "3 blank"],
    });
  });

  test("groups above names are joined to one heading", async () => {
    const text = ",2019,,2020,\nWard,Men,Women,Men,Women\nAlder,1,2,3,4\nBirch,5,6,7,8\n";
    expect(await layout(text)).toMatchObject({
      header: [1, 2],
      rows: 2,
      names: ["Ward", "2019 Men", "2019 Women", "2020 Men", "2020 Women"],
    });
  });

  test("units below names are joined to one heading", async () => {
    expect(await layout("Ward,People,Area\n,(number),(hectares)\nAlder,12,5.5\nBirch,23,6.6\n")).toMatchObject({
      header: [1, 2],
      names: ["Ward", "People (number)", "Area (hectares)"],
    });
  });

  test("years are headings when the figures below are no years", async () => {
    expect(await layout("Ward,2011,2012\nAlder,1,2\nBirch,3,4\n")).toMatchObject({ header: [1], rows: 2 });
  });

  test("a file that begins with data has no headings", async () => {
    expect(await layout("E01000001,12,34\nE01000002,13,35\nE01000003,14,36\n")).toMatchObject({
      header: [],
      rows: 3,
      names: ["column 1", "column 2", "column 3"],
    });
  });

  test("blank, repeated and broken headings become names that can be typed", async () => {
    expect((await layout('Name,"Amount\n(£)",Name,\nA,1,B,x\nC,2,D,y\n')).names).toEqual([
      "Name",
      "Amount (£)",
      "Name (2)",
      "column 4",
    ]);
  });
});

describe("what stands below and between the data", () => {
  test("a grand total and notes", async () => {
    const text = "Ward,Men,Women\nAlder,1,2\nBirch,3,4\nGrand Total,4,6\n\nSource: the council\n* provisional\n";
    expect(await layout(text)).toMatchObject({ rows: 2, leftOut: ["4 total", "5 blank", "6 note", "7 note"] });
  });

  test("a total without a name, told by its sums", async () => {
    expect(await layout("Ward,2011,2012\nAlder,1,2\nBirch,3,4\n,4,6\n")).toMatchObject({
      rows: 2,
      leftOut: ["4 total"],
    });
  });

  test("a firm called Total Gas in the last row is a supplier", async () => {
    expect(await layout("Supplier,Amount\nAcme,5\nBest,6\nTotal Gas,9\n")).toMatchObject({ rows: 3, leftOut: [] });
  });

  test("a last row with missing cells is a row", async () => {
    expect(await layout("Name,Town,Count\nA,Leeds,1\nB,York,2\nC,,\n")).toMatchObject({ rows: 3, leftOut: [] });
  });

  test("headings repeated at each printed page", async () => {
    expect(await layout("Name,Size\nA,1\nB,2\nName,Size\nC,3\n")).toMatchObject({
      rows: 3,
      leftOut: ["4 repeated-header"],
    });
  });

  test("rows of commas only are blank; a quoted empty cell was meant", async () => {
    expect(await layout('Name,Size\nA,1\n,\n"",\nB,2\n')).toMatchObject({ rows: 3, leftOut: ["3 blank"] });
  });

  test("columns that spreadsheets add at the right are not columns", async () => {
    expect((await layout("Name,Size,,,\nA,1,,,\nB,2,,,\n")).names).toEqual(["Name", "Size"]);
  });

  test("a column without heading that somebody wrote into is one", async () => {
    expect((await layout("Name,Size,\nA,1,\nB,2,look here\nC,3,\n")).names).toEqual(["Name", "Size", "column 3"]);
  });
});

test("what you say stands above what was found", async () => {
  const text = "Title\nName,Size\nA,1\nB,2\nThe end of it\n";
  expect(await layout(text, { headerRow: 0, footerRows: 0 })).toMatchObject({ header: [], rows: 5 });
  expect(await layout(text, { headerRow: 3, footerRows: 1 })).toMatchObject({
    header: [3],
    rows: 1,
    names: ["A", "1"],
  });
});
