import { describe, expect, test } from "vitest";
import { readBytes } from "../read/read-bytes.js";
import { faultCodes, type Fault } from "./fault.js";
import { profile } from "./profile.js";

const find = async (text: string | Uint8Array): Promise<readonly Fault[]> => {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return profile(await readBytes(bytes, { name: "x.csv" })).faults;
};
const short = (faults: readonly Fault[]): string[] =>
  faults.map(({ code, count, first }) => `${code} ${count} @${first.row ?? "-"}/${first.column ?? "-"}`);
const rows = (count: number, row: (at: number) => string): string =>
  `${Array.from({ length: count }, (_, at) => row(at)).join("\n")}\n`;

/** What csvlint tells of a file, as cases of our own. */
describe("what csvlint finds", () => {
  test.each([
    ["ragged_rows", "A,B\n1,x\n2\n3,z\n", ["ragged-rows 1 @3/-"]],
    ["blank_rows", "A,B\n1,x\n,\n3,z\n", ["blank-rows 1 @3/-"]],
    ["stray_quote", 'A,B\n1,4" pipe\n2,z\n', ["stray-quote 1 @2/-"]],
    ["unclosed_quote", 'A,B\n1,"x\n2,z\n', ["unclosed-quote 1 @2/-"]],
    ["whitespace before a quotation mark", 'A,B\n1, "x, y"\n2,z\n', ["space-before-quote 1 @2/-"]],
    ["line_breaks of two kinds", "A,B\r\n1,x\r\n2,y\n3,z\r\n", ["mixed-line-endings 1 @1/-"]],
    ["empty_column_name", "A,\n1,x\n2,y\n", ["blank-header 1 @1/column 2"]],
    ["duplicate_column_name", "A,A\n1,x\n2,y\n", ["duplicate-headers 2 @1/A"]],
    ["title_row", "Spending in 2024\nA,B\n1,x\n2,y\n", ["preamble 1 @1/-"]],
    ["inconsistent_values", `A,B\n${rows(40, (at) => `w${at % 7},${at}`)}w,many\n`, ["text-in-number-column 1 @42/B"]],
    ["nothing in a good file", 'A,B\n1,"x, y"\n2,z\n', []],
  ])("%s", async (_, text, faults) => {
    expect(short(await find(text))).toEqual(faults);
  });

  test("invalid_encoding", async () => {
    expect(short(await find(new Uint8Array(Buffer.from("A,B\n1,caf\xe9\n2,z\n", "latin1"))))).toEqual([
      "not-utf8 1 @1/-",
    ]);
    const mixed = Buffer.concat([Buffer.from("A,B\n1,café\n"), Buffer.from("2,caf\xe9\n", "latin1")]);
    expect(short(await find(new Uint8Array(mixed)))).toEqual(["mixed-encoding 1 @1/-"]);
  });
});

test("a fault says how many and where, and carries none of the cells themselves", async () => {
  const day = (at: number): string => String((at % 28) + 1).padStart(2, "0");
  const code = (at: number): string => (at % 3 === 0 ? `${1000 + at}` : `E0900${1000 + at}`);
  const faults = await find(
    `Ward code,Paid,Amount,Note\n${rows(60, (at) => `${code(at)},${at % 2 === 0 ? `${day(at)}/05/2024` : `2024-05-${day(at)}`},"£1,${200 + at}",Joan &amp; Co ${at}`)}`,
  );
  expect(faults.map(({ code }) => code)).toEqual(expect.arrayContaining(["mixed-codes", "mixed-date-formats"]));
  const told = ["code", "columns", "count", "first", "fix", "places", "unit", "what", "why"];
  expect(faults.map((fault) => Object.keys(fault).toSorted())).toEqual(faults.map(() => told));
});

/** What frictionless tells of a file without a schema, as cases of our own. */
describe("what frictionless finds", () => {
  test.each([
    ["blank-label", "A,,C\n1,x,p\n2,y,q\n", ["blank-header 1 @1/column 2"]],
    ["duplicate-label", "A,B,A\n1,x,5\n2,y,6\n", ["duplicate-headers 2 @1/A"]],
    ["missing-label", "A,B\n1,x,p\n2,y,q\n3,z,r\n", ["blank-header 1 @1/column 3"]],
    ["blank-row", "A,B\n1,x\n\n2,y\n", ["blank-rows 1 @3/-"]],
    ["duplicate-row", "A,B,C\n1,x,p\n2,y,q\n1,x,p\n3,z,r\n", ["duplicate-rows 1 @4/-"]],
    ["extra-cell", "A,B\n1,x\n2,y,z\n3,w\n4,v\n", ["ragged-rows 1 @3/-"]],
    ["missing-cell", "A,B,C\n1,x,p\n2,y\n3,z,r\n", ["ragged-rows 1 @3/-"]],
    [
      "type-error in a column of dates",
      `A,B\n${rows(20, (at) => `x${at % 7},2024-01-${String(at + 1).padStart(2, "0")}`)}x,soon\n`,
      ["text-in-date-column 1 @22/B"],
    ],
    [
      "truncated-value",
      `A,B\n${rows(30, (at) => `${at}x,${"letter-after-letter-".repeat(9).slice(at, at + (at % 3 === 0 ? 100 : 20 + at * 2))}`)}`,
      ["truncated-text 10 @2/B"],
    ],
    ["source-error: headings without rows", "A,B\n", ["no-data 1 @1/-"]],
  ])("%s", async (_, text, faults) => {
    expect(short(await find(text))).toEqual(faults);
  });
});

/** What neither of them tells. */
describe("what published files have besides", () => {
  test.each([
    ["a totals row", "Ward,People\nA,10\nB,20\nTotal,30\n", ["totals-row 1 @4/Ward"]],
    [
      "totals among the rows",
      "Dept,Item,Cost\nA,x,1\nA,y,2\nA Total,,3\nB,z,4\nB Total,,4\n",
      ["subtotal-rows 2 @4/Dept"],
    ],
    [
      "regions among districts",
      `Code,People\nE12000001,50\nE12000002,60\n${rows(6, (at) => `E0600000${at},${at + 10}`)}`,
      ["subtotal-rows 2 @2/Code"],
    ],
    ["notes below", "Ward,People\nA,10\nB,20\n\nSource: census\n", ["footer 1 @5/-", "blank-rows 1 @4/-"]],
    ["money as text", "A,Paid\nx,£5.00\ny,£6.50\n", ["currency-as-text 2 @2/Paid"]],
    [
      "thousands and brackets",
      'A,Paid\nx,"1,234"\ny,(50)\n',
      ["thousands-separator 1 @2/Paid", "bracket-negatives 1 @3/Paid"],
    ],
    ["per cent", "A,Share\nx,5%\ny,6.5%\n", ["percent-as-text 2 @2/Share"]],
    ["errors of a spreadsheet", "A,B\nx,#REF!\ny,2\nz,3\n", ["spreadsheet-error 1 @2/B"]],
    ["small numbers withheld", "A,B\nx,< 5\ny,20\nz,*\n", ["suppressed-values 2 @2/B"]],
    ["names withheld", "Payee,B\nRedacted,1\nAcme,2\nREDACTED personal data,3\n", ["redaction-token 2 @2/Payee"]],
    ["words for nothing", "A,B\nN/A,1\ny,-\nz,3\n", ["missing-token 2 @2/A"]],
    ["destroyed dates", "A,Paid date\nx,00:00:00\ny,00:00:00\n", ["destroyed-dates 2 @2/Paid date"]],
    ["destroyed dates of the other kind", "A,Paid date\nx,30:00.0\ny,12:45.3\n", ["destroyed-dates 2 @2/Paid date"]],
    ["a runner's times are no destroyed dates", "A,Lap\nx,30:00.5\ny,12:45.3\n", []],
    ["dates in doubt", "A,When\nx,03/04/2013\ny,05/06/2013\n", ["ambiguous-dates 2 @2/When"]],
    [
      "dates no longer in doubt when another column settles it",
      "Start,End\n03/04/2013,25/04/2013\n05/06/2013,30/06/2013\n",
      [],
    ],
    ["American dates", "A,When\nx,03/24/2013\ny,05/16/2013\n", ["us-dates 1 @1/When"]],
    ["both orders in one column", "A,When\nx,13/04/2013\ny,05/16/2013\nz,27/08/2013\n", ["mixed-date-order 1 @3/When"]],
    [
      "several ways to write a date",
      "A,When\nx,13/04/2013\ny,5 May 2013\nz,27/08/2013\n",
      ["mixed-date-formats 1 @3/When"],
    ],
    ["a spreadsheet's count of days", "A,Paid date\nx,45296\ny,45297\n", ["excel-day-numbers 2 @2/Paid date"]],
    ["an unlikely date", "A,When\nx,2013-04-13\ny,1013-05-05\n", ["date-out-of-range 1 @3/When"]],
    [
      "an end before its start",
      "Start date,End date\n2013-04-13,2013-05-01\n2013-06-01,2013-05-01\n",
      ["end-before-start 1 @3/End date"],
    ],
    ["codes with leading noughts", "Ref,B\n001,x\n234,y\n", ["leading-zeros-as-text 1 @2/Ref"]],
    [
      "whole numbers as decimals",
      `A,People\n${rows(6, (at) => `w${"abcdef"[at]},${at + 5}.0`)}`,
      ["integer-as-decimal 6 @2/People"],
    ],
    [
      "long codes that lost digits",
      "Code,B\n1234567890123450,x\n1234567890123460,y\n1234567890123470,z\n",
      ["lost-precision 3 @2/Code"],
    ],
    ["a code in the form of a spreadsheet", "Barcode,B\n5.01E+12,x\n5.02E+12,y\n", ["lost-precision 2 @2/Barcode"]],
    ["wrong letters", "A,B\nSmithâ€™s,1\nCafÃ©,2\n", ["mojibake 2 @2/A"]],
    ["letters of other languages are not wrong", "A,B\nYstâd Ñandú,1\nÅse Õigus,2\nTŷ Hafan,3\n", []],
    ["a lost pound sign", 'A,B\n"cost ?1,200.00",1\nwhy? 5.00,2\n', ["lost-character 1 @2/A"]],
    ["a question in a web address is not lost", "A,B\nhttps://a.example/?s=1.50,1\nb,2\n", []],
    ["spellings of one name", "Payee,B\nBest Ltd,1\nBEST LIMITED,2\nOther,3\n", ["inconsistent-category 1 @2/Payee"]],
    [
      "invisible space",
      "Payee,B\nBest ,1\nOther,2\nx\u00A0y,3\na  b,4\n",
      ["padded-cells 1 @2/Payee", "non-breaking-space 1 @4/Payee", "repeated-spaces 1 @5/Payee"],
    ],
    ["swapped coordinates", "A,Longitude,Latitude\nx,51.5,-0.1\ny,53.4,-2.2\n", ["swapped-columns 2 @2/Longitude"]],
    [
      "a place in the sea",
      `A,Longitude,Latitude\n${rows(9, (at) => `w,-0.${at + 1},51.${at + 1}`)}x,0,0\n`,
      ["coordinates-out-of-range 1 @11/Longitude"],
    ],
    [
      "half a postcode",
      `A,Postcode\n${rows(12, (at) => `w${at},M3${at % 3} ${at % 9}AB`)}x,M33\n`,
      ["invalid-postcode 1 @14/Postcode"],
    ],
    [
      "years side by side",
      `Ward,2018,2019,2020,2021,2022,2023\n${rows(3, (at) => `w${"abc"[at]},${at},5,6,7,8,9`)}`,
      ["wide-table 6 @1/2018"],
    ],
    [
      "a column that adds up others",
      `Ward,Men,Women,Total\n${rows(4, (at) => `${"abcd"[at]},${at},5,${at + 5}`)}`,
      ["total-column 1 @1/Total"],
    ],
    ["formulas that somebody may have planted", "A,B\n=cmd|' /C calc'!A0,1\nx,2\n", ["formula-in-cell 1 @2/A"]],
    ["code of a web page", "A,B\n<p>hello</p>,1\nTom &amp; Ann,2\n", ["html-in-cell 2 @2/A"]],
  ])("%s", async (_, text, faults) => {
    expect(short(await find(text))).toEqual(faults);
  });
});

describe("what must be looked at before sharing", () => {
  test.each([
    [
      "a person's e-mail",
      "Group,Contact\nA,jane.smith@mail.example\nB,info@b.example\n",
      ["personal-data 1 @2/Contact"],
    ],
    ["mailboxes of offices", "Group,Contact\nA,brixton.library@council.example\nB,info@b.example\n", []],
    ["a mobile number", "Group,Phone\nA,07700 900123\nB,0161 496 0000\n", ["personal-data 1 @2/Phone"]],
    [
      "people by title among firms",
      "Payee,Paid\nMrs J Smith,5\nMr Clutch Ltd,6\nAcme,7\n",
      ["personal-data 1 @2/Payee"],
    ],
    [
      "columns about people",
      "Surname,Date of birth\nSmith,1980-05-05\nJones,1990-04-04\n",
      ["personal-data 2 @2/Surname"],
    ],
    ["National Insurance numbers", "Who,Number\na,QQ123456C\nb,AB123456D\n", ["personal-data 1 @3/Number"]],
    ["few people in a small area", "LSOA,Claimants\nE01000001,3\nE01000002,40\n", ["small-numbers 1 @2/Claimants"]],
    ["few people in a large area", "Council,Claimants\nE06000001,3\nE06000002,40\n", []],
  ])("%s", async (_, text, faults) => {
    expect(short(await find(text))).toEqual(faults);
  });
});

test("every fault says what was seen, why it matters and what to do, without a word that frightens", async () => {
  const faults = await find(
    "Title\nA ,B,When\n x ,£5,03/04/2013\nCafÃ©,n/a,05/06/2013\nMr A Smith,#REF!,07/08/2013\nTotal,£5,\n",
  );
  expect(faults.length).toBeGreaterThan(7);
  for (const { code, what, why, fix } of faults) {
    expect(faultCodes).toContain(code);
    for (const text of [what, why, fix.words]) {
      expect(text).toMatch(/^[\p{Lu}\d“].*\.$/su);
      expect(text).not.toMatch(
        /\b(?:invalid|fatal|illegal|error code|simply|just|obviously|oops)\b|undefined|null|NaN/i,
      );
    }
  }
  expect(faults.map(({ code }) => faultCodes.indexOf(code))).toEqual(
    faults.map(({ code }) => faultCodes.indexOf(code)).toSorted((a, b) => a - b),
  );
});

test("a column's profile: missing and how it is written, range, median, far-off numbers, meaning", async () => {
  const text = `Ward,Amount\n${rows(20, (at) => `E0500000${at % 10},${at + 1}`)}E05000001,9999\nE05000002,n/a\nE05000003,\n`;
  const found = profile(await readBytes(new TextEncoder().encode(text), { name: "x.csv" }));
  expect(found.columns[0]).toMatchObject({ type: "code", meaning: "ward code", distinct: 10, missing: 0 });
  expect(found.columns[1]).toMatchObject({
    type: "integer",
    meaning: "money",
    missing: 2,
    missingAs: [
      { written: "n/a", count: 1 },
      { written: "", count: 1 },
    ],
    least: 1,
    greatest: 9999,
    median: 11,
    outliers: [{ value: 9999, row: 22 }],
  });
});

/** What real published files taught: each was once called a fault and is none, or was missed. */
describe("what published files taught", () => {
  test.each([
    [
      "a firm called Redactive is not withheld",
      "Payee,B\nREDACTIVE MEDIA LTD,1\nRedacted personal data,2\nAcme,3\n",
      ["redaction-token 1 @3/Payee"],
    ],
    [
      "NA is Namibia among codes of countries",
      `Country,People\n${"AD AE AF AG AL AM NA AO AR AT"
        .split(" ")
        .map((code, at) => `${code},${at + 20}`)
        .join("\n")}\n`,
      [],
    ],
    ["A- is another mark than A, and 2.02 another than 202", "Mark,Tract\nA,Tract 2.02\nA-,Tract 202\nB,Tract 7\n", []],
    [
      "headings that begin like months are none",
      "W,MARGARINE,MAYOTYPE,JUNKFOOD,OCTOPUS,DECAF,NOVELTY\na,1,2,3,4,5,6\nb,2,3,4,5,6,7\nc,3,4,5,6,7,9\n",
      [],
    ],
    ["Nan is a first name", "Guest,B\nNan,1\nAnna,2\nNaN,3\n", ["missing-token 1 @4/Guest"]],
    ["Dr and Mr in the names of films name nobody", "Film,Year\nDr. Strange,2016\nMr. Holmes,2015\n", []],
    ["a charity with a person's name is no person", "Charity,Grant\nMrs Smith's Charity,5\nAcme,6\n", []],
    [
      "an office for freedom of information is no person",
      "Body,Contact\nA,foienquiries@a.example\nB,information.requests@b.example\n",
      [],
    ],
    [
      "invoice numbers may look like National Insurance numbers",
      "Invoice Number,Paid\nAB123456C,5\nX123,6\nY234,7\n",
      [],
    ],
    [
      "105A is a branch of 105",
      `Offence code,B\n${rows(12, (at) => `${at + 100}${at % 3 === 0 ? "A" : ""},${at}`)}`,
      [],
    ],
    [
      "a code with and without a space at its end is two codes",
      "Cost code,B\nK9534,1\nK9534 ,2\nK1001,3\n",
      ["padded-cells 1 @3/Cost code", "inconsistent-category 1 @3/Cost code"],
    ],
    [
      "codes named after a standard may not repeat",
      `BS-6879,B\n${rows(60, (at) => `${String.fromCharCode(65 + (at % 26), 65 + Math.floor(at / 26), 65)},${at}`)}AAA,9\n`,
      ["duplicate-identifier 2 @2/BS-6879"],
    ],
    [
      "telephone numbers are written in many ways",
      "Team,Phone\nA,(020) 7946 0000\nB,020 7946-0000\nC,0161 4960000\n",
      [],
    ],
    ["a question that ends in (Yes/No) promises no code", "Funded? (YES/NO),B\nYES,1\nREFUSED,2\nNO,3\nYES,4\n", []],
    [
      "codes of one list, some figures and some letters, are no numbers gone wrong",
      `Band,B\n${rows(60, (at) => `${at % 3 === 0 ? "AL"[(at / 3) % 2] : at % 7},${at}`)}`,
      [],
    ],
    [
      "a word alone in the last row says that the rows end",
      `A,B,C,D,E\n${rows(8, (at) => `w${at % 5},${at},v,u,t${at % 3}`)},,xxx,,\n`,
      ["footer 1 @10/-"],
    ],
    [
      "a figure alone in the last row is a total, even of rows that were taken out",
      `A,B,C,D,E\n${rows(8, (at) => `w${at % 5},${at},v,u,t${at % 3}`)},100.5,,,\n`,
      ["totals-row 1 @10/B"],
    ],
  ])("%s", async (_, text, faults) => {
    expect(short(await find(text))).toEqual(faults);
  });

  test("codes with a space in them are no thousands", async () => {
    const text = `ICNPO code,Name\n${rows(9, (at) => `${at + 1} 100,n${"abcdefghi"[at]}`)}`;
    expect(profile(await readBytes(new TextEncoder().encode(text), { name: "x.csv" })).columns[0]?.type).toBe("code");
  });

  test("Mac Roman is told from a mixture of UTF-8 and Windows, though some of its pairs look like UTF-8", async () => {
    // é after one wrong decoding, saved on an old Mac: Ã (CC) and © (A9), which as UTF-8 would be a lone accent.
    const text = Buffer.from("Name,Age\nDXYsir,1\nFrXYd,2\nHXYctor,3\n", "latin1").toString("latin1");
    const bytes = Buffer.from(text.replaceAll("XY", "\xcc\xa9"), "latin1");
    const bytesWithQuote = Buffer.concat([bytes, Buffer.from("It\xd5s,4\nRock \xd0 roll,5\n", "latin1")]);
    const faults = short(await find(new Uint8Array(bytesWithQuote)));
    expect(faults).toEqual(["mojibake 3 @2/Name", "not-utf8 1 @1/-"]);
  });
});
