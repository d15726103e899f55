import { describe, expect, test } from "vitest";
import { readBytes } from "../read/read-bytes.js";
import { profile } from "./profile.js";

/** The ways in which published figures, dates and codes are written, as small cases made here. */
async function told(text: string): Promise<{ readonly type: string; readonly faults: readonly string[] }> {
  const found = profile(await readBytes(new TextEncoder().encode(text), { name: "x.csv" }));
  const { faults, columns } = found;
  return {
    type: columns[1]?.type ?? "",
    faults: faults.map(({ code, count, first }) => `${code} ${count} @${first.row ?? "-"}`),
  };
}

/** A table whose second column holds the cells. */
const column = (heading: string, cells: string): string =>
  `W,${heading}\n${cells
    .split(";")
    .map((cell, at) => `w${"abcdefghijklmnopqrstuvwxyz"[at % 26]},${cell.includes(",") ? `"${cell}"` : cell}\n`)
    .join("")}`;

describe("how figures are written", () => {
  test.each<[string, string, readonly string[]]>([
    ["1,234 ;2,345;12", "integer", ["padded-cells 1 @2", "thousands-separator 2 @2"]],
    ["(1,234);500;(20.5)", "number", ["thousands-separator 1 @2", "bracket-negatives 2 @2"]],
    ["£1.2m;£3.4m;£0.5m", "currency", ["currency-as-text 3 @2"]],
    ["£12k;£3k;£500", "currency", ["currency-as-text 3 @2"]],
    ["£1.2bn;£3.4 million;£5", "currency", ["currency-as-text 3 @2"]],
    ["12%;13.5 %;9%", "number", ["percent-as-text 3 @2"]],
    ["1.234,56;12,50;3,75", "number", ["decimal-comma 3 @2"]],
    ["–;5;6;7", "integer", ["missing-token 1 @2"]],
    ["n/a;5;6;7", "integer", ["missing-token 1 @2"]],
    ["..;5;6;7", "integer", ["missing-token 1 @2"]],
    ["*;5;6;7", "integer", ["suppressed-values 1 @2"]],
    [":;5;6;7", "integer", ["suppressed-values 1 @2"]],
    ["[c];5;6;7", "integer", ["suppressed-values 1 @2"]],
    ["<5;5;6;7", "integer", ["suppressed-values 1 @2"]],
    ["1 234;2 345;12", "integer", ["thousands-separator 2 @2"]],
    ["−5;6-;+7", "integer", []],
    [".5;.25;1", "number", []],
    ["5;six;7;eight;9", "text", ["text-in-number-column 2 @3"]],
    ["about 90;6;7;8;9;10", "text", ["text-in-number-column 1 @2"]],
    ["1-4;5-9;10-14;15-19", "code", []],
  ])("%s", async (cells, type, faults) => {
    expect(await told(column("Size", cells))).toEqual({ type, faults });
  });

  test.each([
    ["£1.2m", 1_200_000],
    ["£1.1m", 1_100_000],
    ["£300k", 300_000],
    ["(£2bn)", -2_000_000_000],
  ])("%s is %d", async (cell, value) => {
    const table = await readBytes(new TextEncoder().encode(column("Cost", `${cell};£5`)), { name: "x.csv" });
    expect(table.columns[1]?.values[0]).toBe(value);
  });

  test("people are never fewer than none", async () => {
    expect((await told(column("People", "10;-20;30;40;50;60"))).faults).toEqual(["negative-values 1 @3"]);
    expect((await told(column("Children social care", "10;-20;30;40;50;60"))).faults).toEqual([]);
  });
});

describe("how dates are written", () => {
  test.each<[string, string, string, readonly string[]]>([
    ["When", "13/01/2024;14/02/2024;01/03/2024", "date", []],
    ["When", "01/13/2024;02/14/2024;03/01/2024", "date", ["us-dates 1 @1"]],
    ["When", "2024-01-13;2024-02-14;2024-03-01", "date", []],
    ["When", "3rd March 2024;1st April 2024;22nd May 2024", "date", []],
    ["When", "Sat 13 Jan 2024;Wed 14 Feb 2024;Fri 1 Mar 2024", "date", []],
    ["When", "13.01.2024;14.02.2024;01.03.2024", "date", []],
    ["When", "2024-01-13T10:00:00Z;2024-02-14T11:30:00Z;2024-03-01T09:00:00Z", "datetime", []],
    ["Date", "20240113;20240214;20240301", "date", []],
    ["Date", "45296;45297;45300", "integer", ["excel-day-numbers 3 @2"]],
    ["When", "13/01/24;14/02/24;01/03/24", "date", ["two-digit-year 3 @2"]],
    ["When", "13/01/2024;2024-02-14;1 March 2024", "date", ["mixed-date-formats 2 @3"]],
    ["When", "03/04/2024;05/06/2024;07/08/2024", "date", ["ambiguous-dates 3 @2"]],
    ["Date", "13/01/2024;14/02/2904;15/03/2024;16/03/2024", "date", ["date-out-of-range 1 @3"]],
    ["Date of birth", "13/01/1984;14/02/1990;15/03/1975", "date", ["personal-data 3 @2"]],
    ["Month", "Mar-24;Apr-24;May-24", "text", []],
    ["Month", "March 2024;April 2024;May 2024", "text", []],
    ["Year", "2019/20;2020/21;2021/22", "text", []],
    ["Year", "2019;2020;2021", "integer", []],
  ])("%s: %s", async (heading, cells, type, faults) => {
    expect(await told(column(heading, cells))).toEqual({ type, faults });
  });
});

describe("codes, names and places", () => {
  test.each<[string, string, string, readonly string[]]>([
    ["House no", "1-Mar;12a;14;16-18;9;22", "code", ["made-into-dates 1 @2"]],
    ["Size band", "01-Apr;05-Sep;10-14;15-19;20+;50+", "code", ["made-into-dates 2 @2"]],
    ["Phone", "1614960000;1614960001;2079460000", "code", ["lost-leading-zeros 3 @2"]],
    ["Phone", "01614960000;01614960001;02079460000", "code", ["leading-zeros-as-text 3 @2"]],
    ["ID", "1.23E+11;1.24E+11;1.25E+11", "number", ["lost-precision 3 @2"]],
    ["Area code", "00BN;00CB;45UB;E06000001;E06000002;E06000003", "code", ["mixed-codes 3 @2"]],
    ["Postcode", "M1 1AE;M11AE;SW1A 1AA", "postcode", []],
    ["UPRN", "100023336956;10093397000;200000000", "code", []],
    ["NHS number", "9434765919;9434765870;4010232137", "code", ["personal-data 3 @2"]],
    ["NI number", "AB123456C;CE123456A", "code", ["personal-data 2 @2"]],
    ["Contact", "jo.bloggs@mail.example;sam@firm.example", "text", ["personal-data 2 @2"]],
    ["Name", "Mr J Smith;Mrs A Jones", "text", ["personal-data 2 @2"]],
    ["Open", "Yes;No;yes;Y;N", "boolean", ["inconsistent-category 2 @2"]],
    ["Open", "TRUE;FALSE;TRUE", "boolean", []],
    ["Kind", "Capital;capital;CAPITAL ;Revenue", "text", ["padded-cells 1 @4", "inconsistent-category 1 @2"]],
    ["Link", "https://a.example/1;http://b.example", "text", []],
    ["Note", "=HYPERLINK(A1);x;y", "text", ["formula-in-cell 1 @2"]],
    ["Note", "<b>x</b>;<i>y</i>;w", "text", ["html-in-cell 2 @2"]],
    ["Note", "Â£5 off;CafÃ©;z", "text", ["mojibake 2 @2"]],
  ])("%s: %s", async (heading, cells, type, faults) => {
    expect(await told(column(heading, cells))).toEqual({ type, faults });
  });

  test("a file that is exactly as long as a spreadsheet can be was cut", async () => {
    const rows = (many: number): string => Array.from({ length: many }, (_, at) => `w${at % 100},${at}\n`).join("");
    expect((await told(`A,B\n${rows(65_535)}`)).faults).toEqual(["row-limit 1 @65536"]);
    expect((await told(`A,B\n${rows(65_534)}`)).faults).toEqual([]);
  });

  test("an ID twice in a short list, and a row twice, are each told once", async () => {
    expect((await told("ID,Name\n1,a\n2,b\n2,c\n3,d\n")).faults).toEqual(["duplicate-identifier 2 @3"]);
    expect((await told("ID,Name,C\n1,a,x\n2,b,y\n2,b,y\n3,d,z\n")).faults).toEqual(["duplicate-rows 1 @4"]);
  });
});
