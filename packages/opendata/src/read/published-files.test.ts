import { deflateRawSync } from "node:zlib";
import { utils, write, type WorkSheet } from "@e965/xlsx";
import { describe, expect, test } from "vitest";
import { profile } from "../profile/profile.js";
import { readBytes } from "./read-bytes.js";

/** The ways in which files are published, as small cases: made here, after what collections of hard files hold. */
const plain = "Ward,People,Cost\nAsh,10,1.5\nElm,20,2.5\nOak,30,3.5\n";
const latin = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));
const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");

/** `encoding delimiter line ending, headings, rows: faults`. */
async function told(content: string | Uint8Array, name = "x.csv"): Promise<string> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const table = await readBytes(bytes, { name });
  const { rows, columns, faults } = profile(table);
  const { format, encoding, delimiter, lineEnding } = table.reading;
  const written = format === "csv" ? `${encoding} ${delimiter === "\t" ? "tab" : delimiter} ${lineEnding}` : format;
  const headings = table.layout.headerRows.join("+") || "none";
  const names = columns.map((column) => `${column.name}:${column.type}`).join(" ");
  return `${written}, headings ${headings}, ${rows} rows, ${names}${faults.map(({ code, count }) => `; ${code} ${count}`).join("")}`;
}

const columns = "Ward:text People:integer Cost:number";

describe("bytes and marks", () => {
  test.each<[string, string | Uint8Array, string]>([
    ["a plain file", plain, `utf-8 , LF, headings 1, 3 rows, ${columns}`],
    ["UTF-8 with its mark", `\uFEFF${plain}`, `utf-8-bom , LF, headings 1, 3 rows, ${columns}; byte-order-mark 1`],
    ["UTF-16", new Uint8Array(utf16(`\uFEFF${plain}`)), `utf-16le , LF, headings 1, 3 rows, ${columns}; not-utf8 1`],
    [
      "UTF-16 the other way about",
      new Uint8Array(utf16(`\uFEFF${plain}`).swap16()),
      `utf-16be , LF, headings 1, 3 rows, ${columns}; not-utf8 1`,
    ],
    [
      "UTF-16 without its mark",
      new Uint8Array(utf16(plain)),
      `utf-16le , LF, headings 1, 3 rows, ${columns}; not-utf8 1`,
    ],
    [
      "Windows-1252 with pound signs, curly apostrophes and dashes",
      latin("Ward,Cost\nAsh,\xa35.00\nElm\x92s,\xa36.00\nOak \x96 north,\xa37.00\n"),
      "windows-1252 , LF, headings 1, 3 rows, Ward:text Cost:currency; currency-as-text 3; not-utf8 1",
    ],
    [
      "Latin-1, which is the same for letters",
      latin("Ward,B\nCaf\xe9,1\nCh\xe2teau,2\n"),
      "windows-1252 , LF, headings 1, 2 rows, Ward:text B:integer; not-utf8 1",
    ],
    [
      "Mac Roman",
      latin("Ward,B\nCaf\x8e,1\nElm\xd5s,2\nA \xd0 B,3\n"),
      "macintosh , LF, headings 1, 3 rows, Ward:text B:integer; not-utf8 1",
    ],
    [
      "DOS, where 9C is the pound sign",
      latin("Ward,Cost\nAsh,less than \x9c5k\nElm,\x9c7 each\n"),
      "cp850 , LF, headings 1, 2 rows, Ward:text Cost:text; not-utf8 1",
    ],
    ["semicolons", plain.replaceAll(",", ";"), `utf-8 ; LF, headings 1, 3 rows, ${columns}`],
    ["tabs", plain.replaceAll(",", "\t"), `utf-8 tab LF, headings 1, 3 rows, ${columns}`],
    ["upright strokes", plain.replaceAll(",", "|"), `utf-8 | LF, headings 1, 3 rows, ${columns}`],
    [
      "semicolons, and commas before the decimals",
      "Ort;Wert\nA;1,5\nB;2,5\nC;3,25\n",
      "utf-8 ; LF, headings 1, 3 rows, Ort:text Wert:number; decimal-comma 3",
    ],
    ["Windows line ends", plain.replaceAll("\n", "\r\n"), `utf-8 , CRLF, headings 1, 3 rows, ${columns}`],
    [
      "old Mac line ends",
      plain.replaceAll("\n", "\r"),
      `utf-8 , CR, headings 1, 3 rows, ${columns}; old-mac-line-endings 1`,
    ],
    [
      "two kinds of line ends",
      "A,B\r\n1,x\r\n2,y\n3,z\r\n4,w\r\n",
      "utf-8 , mixed, headings 1, 4 rows, A:integer B:text; mixed-line-endings 1",
    ],
    ["no line end at the end", plain.trimEnd(), `utf-8 , LF, headings 1, 3 rows, ${columns}`],
    [
      "a first line that says sep=",
      `sep=;\n${plain.replaceAll(",", ";")}`,
      `utf-8 ; LF, headings 2, 3 rows, ${columns}; preamble 1`,
    ],
    ["everything quoted", '"A","B"\n"1","x"\n"2","y"\n', "utf-8 , LF, headings 1, 2 rows, A:integer B:text"],
    ["doubled quotation marks", 'A,B\n"say ""hi""",1\nx,2\n', "utf-8 , LF, headings 1, 2 rows, A:text B:integer"],
    [
      "quotation marks behind a backslash",
      'A,B\n"say \\"hi\\"",1\nx,2\n',
      "utf-8 , LF, headings 1, 2 rows, A:text B:integer; stray-quote 1",
    ],
    ["a line break inside a cell", 'A,B\n"one\ntwo",1\nx,2\n', "utf-8 , LF, headings 1, 2 rows, A:text B:integer"],
    [
      "a quotation mark never closed",
      'A,B\n1,"x\n2,y\n3,z\n',
      "utf-8 , LF, headings 1, 3 rows, A:integer B:text; unclosed-quote 1",
    ],
    [
      "a comma at the end of each row",
      "A,B,\n1,x,\n2,y,\n",
      "utf-8 , LF, headings 1, 2 rows, A:integer B:text; empty-column 1",
    ],
    [
      "NUL inside a cell",
      "A,B\n1,x\u0000y\n2,z\n",
      "utf-8 , LF, headings 1, 2 rows, A:integer B:text; control-characters 1",
    ],
  ])("%s", async (_, content, expected) => {
    expect(await told(content)).toBe(expected);
  });
});

describe("where headings, data and notes are", () => {
  const notes = (many: number): string =>
    Array.from({ length: many }, (_, at) => `Note ${at} about this table\n`).join("");
  test.each<[string, string, string]>([
    ...[1, 3, 7, 12].map((many): [string, string, string] => [
      `${many} lines above`,
      notes(many) + plain,
      `headings ${many + 1}, 3 rows, ${columns}; preamble ${many}`,
    ]),
    ["a remark with a hash", `# exported 2024\n${plain}`, `headings 2, 3 rows, ${columns}; preamble 1`],
    [
      "what a report was asked",
      "Report,Spend\nRun by,Finance\nDate,01/04/2024\n\nWard,People,Cost,Kind\nAsh,10,1.5,a\nElm,20,2.5,b\nOak,30,3.5,c\n",
      "headings 5, 3 rows, Ward:text People:integer Cost:number Kind:text; preamble 3",
    ],
    [
      "two rows of headings, the groups written once",
      "Ward,2019,,2020,\n,Men,Women,Men,Women\nAsh,1,2,3,4\nElm,5,6,7,8\nOak,9,10,11,12\n",
      "headings 1+2, 3 rows, Ward:text 2019 Men:integer 2019 Women:integer 2020 Men:integer 2020 Women:integer; multi-row-header 2",
    ],
    [
      "a row of units",
      "Ward,People,Cost\n,number,£000\nAsh,10,1.5\nElm,20,2.5\nOak,30,3.5\n",
      "headings 1+2, 3 rows, Ward:text People number:integer Cost £000:number; multi-row-header 2",
    ],
    [
      "a row of formats and units",
      "Date,PM10,NO2\ndd/mm/yyyy,µg/m3,µg/m3\n13/02/2024,21.5,31.1\n14/02/2024,22.5,32.1\n",
      "headings 1+2, 2 rows, Date dd/mm/yyyy:date PM10 µg/m3:number NO2 µg/m3:number; multi-row-header 2",
    ],
    [
      "the questions of a survey above its answers",
      "Respondent,Have you seen any of the six films of this long series at any time in the last year?,Which of the following films have you seen? Please tick all that apply.,,Age\n,Response,First film,Second film,Response\n1,Yes,x,,30\n2,No,,,41\n3,Yes,x,x,52\n",
      "headings 1+2, 3 rows, Respondent:integer Have you seen any of the six films of this long series at any time in the last year? Response:boolean Which of the following films have you seen? Please tick all that apply. First film:text Which of the following films have you seen? Please tick all that apply. Second film:text Age Response:integer; multi-row-header 2",
    ],
    [
      "a word in the first row of figures is no second heading",
      "Ward,People\nAsh,about 90\nElm,20\nOak,30\nBay,40\n",
      "headings 1, 4 rows, Ward:text People:text; text-in-number-column 1",
    ],
    [
      "blank rows between",
      "Ward,People\nAsh,10\n\nElm,20\n\nOak,30\n",
      "headings 1, 3 rows, Ward:text People:integer; blank-rows 2",
    ],
    ["a source below", `${plain}\nSource: Census 2021\n`, `headings 1, 3 rows, ${columns}; footer 1; blank-rows 1`],
    [
      "more lines of notes than of data",
      `${plain}\nNotes:\n1. Provisional figures\n2. Excludes students\nSource: ONS\nLicence: OGL\n`,
      `headings 1, 3 rows, ${columns}; footer 5; blank-rows 1`,
    ],
    [
      "what a database says",
      "A,B,C\n1,x,p\n2,y,q\n(2 rows affected)\n",
      "headings 1, 2 rows, A:integer B:text C:text; footer 1",
    ],
    ["a total", `${plain}Total,60,7.5\n`, `headings 1, 3 rows, ${columns}; totals-row 1`],
    [
      "a total without a name",
      "Ward,People,Cost\nAsh,10,1\nElm,20,2\n,30,3\n",
      "headings 1, 2 rows, Ward:text People:integer Cost:integer; totals-row 1",
    ],
    [
      "a total by another name, if it adds up",
      "Ward,People\nAsh,10\nElm,20\nAll wards,30\n",
      "headings 1, 2 rows, Ward:text People:integer; totals-row 1",
    ],
    [
      "totals of parts, and one of all",
      "Dept,Item,Cost\nA,x,1\nA,y,2\nA Total,,3\nB,z,4\nB Total,,4\nGrand Total,,7\n",
      "headings 1, 5 rows, Dept:text Item:text Cost:integer; totals-row 1; subtotal-rows 2",
    ],
    [
      "a total at the top",
      "Area,People\nTotal,60\nAsh,10\nElm,20\nOak,30\n",
      "headings 1, 4 rows, Area:text People:integer; subtotal-rows 1",
    ],
    [
      "headings again",
      "Ward,People\nAsh,10\nElm,20\nWard,People\nOak,30\n",
      "headings 1, 3 rows, Ward:text People:integer; repeated-header 1",
    ],
    [
      "headings again, with other spaces and capitals",
      "Ward,People\nAsh,10\nElm,20\nWard , PEOPLE\nOak,30\n",
      "headings 1, 3 rows, Ward:text People:integer; repeated-header 1",
    ],
    [
      "no headings",
      "Ash,10,1.5\nElm,20,2.5\nOak,30,3.5\n",
      "headings none, 3 rows, column 1:text column 2:integer column 3:number; no-header 1",
    ],
    [
      "years for headings",
      "Ward,2019,2020\nAsh,10,11\nElm,20,21\n",
      "headings 1, 2 rows, Ward:text 2019:integer 2020:integer",
    ],
    ["one column", "Ward\nAsh\nElm\n", "headings 1, 2 rows, Ward:text"],
    ["one row", "Ward,People\nAsh,10\n", "headings 1, 1 rows, Ward:text People:integer"],
    ["headings only", "Ward,People\n", "headings 1, 0 rows, Ward:empty People:empty; no-data 1"],
    ["a row too short", "A,B,C\n1,x,p\n2,y\n3,z,r\n", "headings 1, 3 rows, A:integer B:text C:text; ragged-rows 1"],
    [
      "a row without one of its cells: the cells that moved are no faults of their own",
      "Ward,People,Cost,When\nAsh,10,1.5,2024-01-05\nElm,20,2.5,2024-01-06\nOak,3.5,2024-01-07\nBay,40,4.5,2024-01-08\n",
      "headings 1, 4 rows, Ward:text People:integer Cost:number When:date; ragged-rows 1",
    ],
    [
      "a heading too many",
      "A,B,C\n1,x\n2,y\n3,z\n",
      "headings 1, 3 rows, A:integer B:text C:empty; ragged-rows 3; empty-column 1",
    ],
    [
      "two rows run together",
      "A,B,C\n1,x,p\n2,y,q3,z,r\n4,w,s\n",
      "headings 1, 3 rows, A:integer B:text C:text; fused-rows 1",
    ],
  ])("%s", async (_, text, expected) => {
    expect((await told(text)).replace(/^.*?, (?=headings)/, "")).toBe(expected);
  });

  test("500 columns", async () => {
    const row = (cell: (at: number) => string): string => Array.from({ length: 500 }, (_, at) => cell(at)).join(",");
    expect(await told(`${row((at) => `h${at}`)}\n${row(String)}\n${row((at) => String(at + 7))}\n`)).toContain(
      "2 rows",
    );
  });
});

describe("JSON of many shapes", () => {
  test.each<[string, string, string]>([
    ["a list of objects", '[{"a":1,"b":"x"},{"a":2,"b":"y"}]', "2 rows, a:integer b:text"],
    ["a list for each column", '{"a":[1,2,3],"b":["x","y","z"]}', "3 rows, a:integer b:text"],
    [
      "columns by row number, as pandas writes them",
      '{"a":{"0":1,"1":2},"b":{"0":"x","1":"y"}}',
      "2 rows, a:integer b:text",
    ],
    ["rows under data", '{"data":[{"a":1},{"a":2}],"meta":{"pages":[{"n":1},{"n":2},{"n":3}]}}', "2 rows, a:integer"],
    ["rows under value, as OData has them", '{"@odata.context":"x","value":[{"a":1},{"a":2}]}', "2 rows, a:integer"],
    [
      "CKAN: the records, not the longer list of fields",
      '{"success":true,"result":{"fields":[{"id":"_id"},{"id":"w"},{"id":"n"}],"records":[{"_id":1,"w":"Ash"},{"_id":2,"w":"Elm"}]}}',
      "2 rows, _id:code w:text",
    ],
    [
      "Socrata: lists, with their headings far off",
      '{"meta":{"view":{"columns":[{"name":"sid"},{"name":"Ward"}]}},"data":[[1,"Ash"],[2,"Elm"]]}',
      "2 rows, sid:integer Ward:text",
    ],
    [
      "lists with their headings beside them",
      '{"columns":["a","b"],"index":[0,1],"data":[[1,"x"],[2,"y"]]}',
      "2 rows, a:integer b:text",
    ],
    ["lists, the first of headings", '[["a","b"],[1,"x"],[2,"y"]]', "2 rows, a:integer b:text"],
    ["lists without headings", '[[1,"x"],[2,"y"]]', "2 rows, column 1:integer column 2:text; no-header 1"],
    ["an object for each name", '{"Ash":{"people":10},"Elm":{"people":20}}', "2 rows, name:text people:integer"],
    ["a number for each name", '{"Ash":10,"Elm":20,"Oak":30}', "3 rows, name:text value:integer"],
    ["one object a line", '{"a":1,"b":"x"}\n{"a":2,"b":"y"}\n', "2 rows, a:integer b:text"],
    ["a call around it", 'show([{"a":1},{"a":2}]);', "2 rows, a:integer"],
    [
      "a map server's answer",
      '{"features":[{"attributes":{"W":"Ash"},"geometry":{"x":1,"y":2}},{"attributes":{"W":"Elm"},"geometry":{"x":3,"y":4}}]}',
      "2 rows, W:text x:integer y:integer",
    ],
    [
      "numbers too long for a program keep their digits",
      '[{"id":12345678901234567890},{"id":12345678901234567891}]',
      "2 rows, id:code",
    ],
  ])("%s", async (_, text, expected) => {
    expect((await told(text, "x.json")).replace(/^.*?, headings [^,]*, /, "")).toBe(expected);
  });

  test("the digits are those of the file", async () => {
    const bytes = new TextEncoder().encode('[{"id":12345678901234567890},{"id":12345678901234567891}]');
    const table = await readBytes(bytes, { name: "x.json" });
    expect(table.columns[0]?.values).toEqual(["12345678901234567890", "12345678901234567891"]);
  });
});

describe("what is no table, in words", () => {
  test.each<[string, string | Uint8Array, string, string, RegExp]>([
    [
      "noise",
      Uint8Array.from({ length: 4000 }, (_, at) => (at * 7919 + ((at * at) % 251) * 31) % 256),
      "x.csv",
      "not-a-table",
      /is no text/,
    ],
    ["a program", latin(`\x7fELF${"\0\x01\x02".repeat(50)}`), "x.csv", "not-a-table", /is no text/],
    ["empty bytes", new Uint8Array(5000), "x.csv", "empty-file", /nothing but empty bytes/],
    [
      "a word that is called a spreadsheet",
      "hello there",
      "x.xlsx",
      "not-a-table",
      /is called .xlsx, but it is no spreadsheet/,
    ],
    [
      "an answer in XML",
      '<?xml version="1.0"?><Error><Message>Access Denied</Message></Error>',
      "x.csv",
      "not-a-table",
      /“Access Denied”/,
    ],
    ["XML", '<?xml version="1.0"?><rows><row><a>1</a></row></rows>', "x.csv", "not-a-table", /is XML/],
    ["an empty list", '{"data":[]}', "x.json", "empty-file", /without a single row/],
    ["a bare word of JSON", "null", "x.json", "not-a-table", /no list of rows/],
    ["a refusal of CKAN", '{"success":false,"error":{"message":"Not found"}}', "x.json", "not-a-table", /“Not found”/],
  ])("%s", async (_, content, name, code, words) => {
    const error: unknown = await told(content, name).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, message: expect.stringMatching(words) as string });
  });
});

interface Packed {
  readonly name: string;
  readonly text: string;
  readonly locked?: boolean;
}

function zip(files: readonly Packed[]): Uint8Array {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const { name, text, locked } of files) {
    const packed = deflateRawSync(Buffer.from(text));
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(locked === true ? 1 : 0, 8);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    parts.push(head, Buffer.from(name), packed);
    list.push(entry, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const listed = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, listed, end]));
}

describe("zip", () => {
  test("the one data file in a bundle is read, by its own name", async () => {
    const bytes = zip([
      { name: "readme.pdf", text: "x" },
      { name: "data/wards.csv", text: plain },
      { name: "__MACOSX/data/._wards.csv", text: "x" },
    ]);
    const table = await readBytes(bytes, { name: "wards.zip" });
    expect([table.source.name, table.rowNumbers.length]).toEqual(["wards.csv", 3]);
  });

  test.each<[string, readonly Packed[], RegExp, number]>([
    [
      "of several none is chosen",
      [
        { name: "a.csv", text: plain },
        { name: "b.csv", text: plain },
      ],
      /“a.csv” and “b.csv”. Unpack it first/,
      1e6,
    ],
    ["one without data says what it holds", [{ name: "a.pdf", text: "x" }], /“a.pdf”. Unpack it first/, 1e6],
    ["one with a password says so", [{ name: "a.csv", text: plain, locked: true }], /locked with a password/, 1e6],
    [
      "one that unpacks to too much stops there",
      [{ name: "a.csv", text: "a,b\n".repeat(1_000_000) }],
      /a\.csv has 1 MB, and up to/,
      1_048_576,
    ],
  ])("%s", async (_, files, words, mostBytes) => {
    await expect(readBytes(zip(files), { name: "x.zip" }, { mostBytes })).rejects.toThrow(words);
  });
});

describe("spreadsheets", () => {
  const book = (
    sheets: Readonly<Record<string, unknown[][] | WorkSheet>>,
    bookType: "xlsx" | "ods" | "xlml" | "biff8" = "xlsx",
  ) => {
    const made = utils.book_new();
    for (const [name, rows] of Object.entries(sheets))
      utils.book_append_sheet(
        made,
        Array.isArray(rows) ? utils.aoa_to_sheet(rows, { cellDates: true, UTC: true }) : rows,
        name,
      );
    return { made, bytes: () => new Uint8Array(write(made, { type: "buffer", bookType }) as Buffer) };
  };
  const rows = [
    ["Ward", "People", "When"],
    ["Ash", 10, new Date(Date.UTC(2024, 0, 5))],
    ["Elm", 20, new Date(Date.UTC(2024, 0, 6))],
  ];
  const expected = "excel, headings 1, 2 rows, Ward:text People:integer When:date";

  test.each(["xlsx", "ods", "xlml", "biff8"] as const)("%s", async (kind) => {
    expect(await told(book({ Data: rows }, kind).bytes(), "x.xls")).toBe(expected);
  });

  test("a hidden sheet is not taken, however large", async () => {
    const { made, bytes } = book({ Lists: Array.from({ length: 50 }, (_, at) => [at, at, at]), Data: rows });
    made.Workbook = { Sheets: [{ Hidden: 1 }, { Hidden: 0 }] };
    expect(await told(bytes(), "x.xlsx")).toBe(expected);
  });

  test("days counted from 1904, as old Macs did", async () => {
    const { made, bytes } = book({
      Data: [
        ["Ward", "When"],
        ["Ash", { t: "n", v: 43_834, z: "dd/mm/yyyy" }],
        ["Elm", { t: "n", v: 43_835, z: "dd/mm/yyyy" }],
      ],
    });
    made.Workbook = { WBProps: { date1904: true } };
    const table = await readBytes(bytes(), { name: "x.xlsx" });
    expect(table.columns[1]?.values).toEqual(["2024-01-05", "2024-01-06"]);
  });

  test("formulas give their last value, errors count as missing, a merged title is left out", async () => {
    const sheet = utils.aoa_to_sheet([["Spending in 2024"], ["Ward", "People"], ["Ash", 10], ["Elm", 20], ["Oak", 30]]);
    sheet["!merges"] = [{ s: { r: 0, c: 0 }, e: { r: 0, c: 1 } }];
    sheet["B4"] = { t: "n", v: 20, f: "B3*2" };
    sheet["B5"] = { t: "e", v: 0x07, w: "#DIV/0!", f: "B3/0" };
    expect(await told(book({ Data: sheet }).bytes(), "x.xlsx")).toBe(
      "excel, headings 2, 3 rows, Ward:text People:integer; preamble 1; spreadsheet-error 1",
    );
  });
});
