import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { runInNewContext } from "node:vm";
import { deflateRawSync } from "node:zlib";
import { utils, write } from "@e965/xlsx";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OpenDataError } from "../open-data-error.js";
import { profile } from "../profile/profile.js";
import { readSource as read } from "./read-source.js";

const failure = async (bytes: Uint8Array | string, name = "x.csv"): Promise<OpenDataError> => {
  const content = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  const error: unknown = await read({ name, bytes: content }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof OpenDataError) return error;
  throw new Error("it was read, or failed in another way", { cause: error });
};

describe("what holds no table is refused in words", () => {
  test.each([
    ["an empty file", "", "empty-file", /not one byte/],
    ["blank lines", "\n \n\n", "empty-file", /only blank lines/],
    [
      "a page that asks to sign in",
      '<!doctype html><title>Log in</title><form><input type="password"></form>',
      "login-page",
      /asks you to sign in/,
    ],
    [
      "a page without a table",
      "<html><head><title>Open data</title></head><body>Hello</body></html>",
      "web-page",
      /web page called “Open data”/,
    ],
    ["a PDF", "%PDF-1.7 …", "not-a-table", /is a PDF/],
    ["an answer of a service", '{"error":{"message":"No such dataset"}}', "not-a-table", /“No such dataset”/],
    ["JSON that breaks off", '[{"a":1},{"a"', "broken-json", /fetch it again/],
    [
      "JSON that is nested too deeply to be shown",
      `[{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}]`,
      "not-a-table",
      /nested too deeply/,
    ],
    ["a workbook that breaks off", "PK\u0003\u0004 and no more", "broken-workbook", /breaks off/],
  ])("%s", async (_, text, code, message) => {
    const error = await failure(text);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  test("a file that is too large is refused before it is loaded", async () => {
    await expect(read({ name: "big.csv", bytes: new Uint8Array(2_000_000) }, { mostBytes: 1_048_576 })).rejects.toThrow(
      /big\.csv has 2 MB, and up to 1 MB/,
    );
  });

  test("a wrong path names the data files beside it", async () => {
    await expect(read("packages/opendata/src/nothing.csv")).rejects.toThrow(/no file called .*no data files/);
  });
});

describe("what can be read is read", () => {
  const summary = async (text: string | Uint8Array, name = "x.csv") => {
    const table = await read({ name, bytes: typeof text === "string" ? new TextEncoder().encode(text) : text });
    const { faults, rows, columns } = profile(table);
    return {
      rows,
      columns: columns.map(({ name, type }) => `${name}:${type}`),
      faults: faults.map(({ code }) => code),
    };
  };

  test.each([
    ["one column", "Name\nAnna\nBen\n", 2, ["Name:text"], []],
    ["one row", "Name,Size\nAnna,5\n", 1, ["Name:text", "Size:integer"], []],
    ["headings only", "Name,Size\n", 0, ["Name:empty", "Size:empty"], ["no-data"]],
    ["one word", "hello", 0, ["hello:empty"], ["no-data"]],
    ["ragged rows", "A,B,C\n1,x,3\n4,y\n6,z,8,9\n5,w,1\n", 4, ["A:integer", "B:text", "C:integer"], ["ragged-rows"]],
    ["fused rows", "A,B\nx,1\ny,2,z,3\nw,4\n", 3, ["A:text", "B:integer"], ["fused-rows"]],
    ["a quotation mark never closed", 'A,B\n1,"x\n2,y\n3,z\n', 3, ["A:integer", "B:text"], ["unclosed-quote"]],
    ["NUL bytes", "A,B\n1,x\u0000y\n2,z\n", 2, ["A:integer", "B:text"], ["control-characters"]],
    [
      "prose with commas",
      "Comment\nGood, really good\nBad\nFine, mostly, but cold, you see\nOk\n",
      4,
      ["Comment:text"],
      [],
    ],
    [
      "a web page with a table, saved as CSV",
      "<html><table><tr><th>A</th><th>B</th></tr><tr><td>x</td><td>1</td></tr></table></html>",
      1,
      ["A:text", "B:integer"],
      ["html-as-data"],
    ],
  ])("%s", async (_, text, rows, columns, faults) => {
    expect(await summary(text)).toEqual({ rows, columns, faults });
  });

  test("UTF-16 with tabs, as a spreadsheet saves it", async () => {
    const bytes = new Uint8Array(Buffer.from("\uFEFFName\tSize\r\nCafé\t5\r\n", "utf16le"));
    expect(await summary(bytes)).toMatchObject({ rows: 1, columns: ["Name:text", "Size:integer"] });
  });

  test("bytes made in another realm, as a notebook's cells are", async () => {
    const foreign = runInNewContext("Uint8Array.from([97, 44, 98, 10, 49, 44, 120, 10])") as Uint8Array;
    expect(foreign instanceof Uint8Array).toBe(false);
    expect((await read(foreign)).columns.map(({ name }) => name)).toEqual(["a", "b"]);
  });

  test("headings that every object of JavaScript knows are headings like others", async () => {
    const rows = ["driver,constructor,toString,__proto__", "Hill,Lotus,1,2024-01-05", "Moss,Cooper,2,2024-01-06"];
    const { columns } = await read({ name: "x.csv", bytes: new TextEncoder().encode(rows.join("\n")) });
    expect(columns.map(({ name, type }) => [name, type])).toEqual([
      ["driver", "text"],
      ["constructor", "text"],
      ["toString", "integer"],
      ["__proto__", "date"],
    ]);
  });

  test("500 columns", async () => {
    const row = (value: (at: number) => string): string => Array.from({ length: 500 }, (_, at) => value(at)).join(",");
    const found = await summary(
      `${row((at) => `c${at}x`)}\n${row(String)}\n${row(String)}\n${row((at) => String(at + 1))}\n`,
    );
    expect(found.columns).toHaveLength(500);
    expect(found.rows).toBe(3);
  });

  test("bytes of nothing in particular never crash the reader", async () => {
    let seed = 20_261_124;
    const next = (): number => (seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0);
    for (let round = 0; round < 60; round++) {
      const bytes = Uint8Array.from({ length: next() % 3000 }, () => next() >>> 24);
      const result = await read({ name: "noise.csv", bytes }).then(
        (table) => profile(table).rows,
        (error: unknown) => error instanceof OpenDataError,
      );
      expect(result).not.toBe(false);
    }
  });
});

describe("spreadsheets", () => {
  const workbook = (sheets: Readonly<Record<string, unknown[][]>>): Uint8Array => {
    const book = utils.book_new();
    for (const [name, rows] of Object.entries(sheets))
      utils.book_append_sheet(book, utils.aoa_to_sheet(rows, { cellDates: true, UTC: true }), name);
    return new Uint8Array(write(book, { type: "buffer", bookType: "xlsx", compression: true }) as Buffer);
  };

  test("numbers, dates, codes and words come as they were typed; a title is left out", async () => {
    const bytes = workbook({
      Figures: [
        ["Spending in 2024"],
        [],
        ["Code", "When", "Amount", "Paid"],
        ["00123", new Date(Date.UTC(2024, 0, 5)), 1234.5, true],
        ["00456", new Date(Date.UTC(2024, 0, 6)), 7, false],
      ],
    });
    const table = await read({ name: "x.xlsx", bytes });
    expect(table.layout.headerRows).toEqual([3]);
    expect(table.columns.map(({ name, type, values }) => [name, type, ...values])).toEqual([
      ["Code", "code", "00123", "00456"],
      ["When", "date", "2024-01-05", "2024-01-06"],
      ["Amount", "number", 1234.5, 7],
      ["Paid", "boolean", true, false],
    ]);
  });

  test("the first sheet with a table is taken, and another one if you say so", async () => {
    const bytes = workbook({
      Cover: [["Read me"]],
      Data: [
        ["A", "B"],
        ["x", 1],
        ["y", 2],
      ],
      More: [
        ["C", "D"],
        ["z", 3],
        ["w", 4],
      ],
    });
    const table = await read({ name: "x.xlsx", bytes });
    expect(table.choices.find(({ about }) => about === "sheet")).toMatchObject({
      chosen: "Data",
      reason: expect.stringContaining("Cover, More") as string,
    });
    expect((await read({ name: "x.xlsx", bytes }, { sheet: "More" })).columns.map(({ name }) => name)).toEqual([
      "C",
      "D",
    ]);
    await expect(read({ name: "x.xlsx", bytes }, { sheet: "Moor" })).rejects.toThrow(
      /Its sheets are: Cover, Data, More/,
    );
  });

  test("per cent in a spreadsheet is how a cell is shown, and no fault", async () => {
    const book = utils.book_new();
    const sheet = utils.aoa_to_sheet([
      ["Ward", "Share"],
      ["A", 0.125],
      ["B", 0.5],
    ]);
    for (const cell of ["B2", "B3"]) (sheet[cell] as { z: string }).z = "0.0%";
    utils.book_append_sheet(book, sheet, "Data");
    const table = await read({
      name: "x.xlsx",
      bytes: new Uint8Array(write(book, { type: "buffer", bookType: "xlsx" }) as Buffer),
    });
    expect(table.columns[1]).toMatchObject({ type: "number", values: [12.5, 50] });
    expect(profile(table).faults).toEqual([]);
  });

  test("a zip of other files is told from a workbook", async () => {
    const name = Buffer.from("plan.pdf");
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(name.length, 28);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(4, 16);
    const error = await failure(
      new Uint8Array(Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), entry, name, end])),
      "data.zip",
    );
    expect(error.message).toMatch(/packed with zip: “plan.pdf”. Unpack it first/);
  });

  test("a small file that unpacks to an enormous one is refused, whatever size it states", async () => {
    const packed = deflateRawSync(Buffer.alloc(500 * 1024 * 1024));
    const name = Buffer.from("xl/worksheets/sheet1.xml");
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(1000, 22);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(1000, 24);
    entry.writeUInt16LE(name.length, 28);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(1, 8);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(46 + name.length, 12);
    end.writeUInt32LE(30 + name.length + packed.length, 16);
    const bytes = new Uint8Array(Buffer.concat([head, name, packed, entry, name, end]));
    expect(bytes.length).toBeLessThan(1024 * 1024);
    const error = await failure(bytes, "bomb.xlsx");
    expect(error.code).toBe("too-large");
    expect(error.message).toContain("made to stop programs");
    // One that says its list of parts has no length hides nothing by that.
    bytes.fill(0, bytes.length - 10, bytes.length - 6);
    expect((await failure(bytes, "bomb.xlsx")).code).toBe("too-large");
  });
});

describe("JSON and GeoJSON", () => {
  test("a list inside an answer; objects within objects become columns", async () => {
    const text = '{"help":"x","result":{"records":[{"id":"07","place":{"ward":"Alder"},"n":1},{"id":"08","n":null}]}}';
    const table = await read({ name: "x.json", bytes: new TextEncoder().encode(text) });
    expect(table.columns.map(({ name, type, missing }) => `${name}:${type}:${missing}`)).toEqual([
      "id:code:0",
      "place.ward:text:1",
      "n:integer:1",
    ]);
  });

  test("points have their longitude and latitude", async () => {
    const text =
      '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"A"},"geometry":{"type":"Point","coordinates":[-0.1,51.5]}}]}';
    const table = await read({ name: "x.geojson", bytes: new TextEncoder().encode(text) });
    expect(table.reading.format).toBe("geojson");
    expect(table.columns.map(({ name, values }) => [name, values[0]])).toEqual([
      ["name", "A"],
      ["longitude", -0.1],
      ["latitude", 51.5],
    ]);
  });
});

describe("a web address", () => {
  let server: Server;
  let address = "";
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === "/data.csv") response.end("Name,Size\nA,1\n");
      else if (request.url === "/gone.csv") response.writeHead(404).end("<html>gone</html>");
      else if (request.url === "/large.csv")
        response.writeHead(200, { "content-length": "99999999999" }).write("a,b\n");
      else response.writeHead(200).write("Name,Size\n");
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test("is read, and kept with the table", async () => {
    const table = await read(`${address}/data.csv`);
    expect(table.source).toMatchObject({ name: "data.csv", url: `${address}/data.csv` });
    expect(table.rowNumbers).toEqual([2]);
  });

  test.each([
    ["a file that is gone", "/gone.csv", 60_000, /There is no file at .* any more/],
    ["a file that says it is enormous", "/large.csv", 60_000, /up to 128 MB/],
    ["a host that goes quiet half way", "/stall.csv", 300, /said nothing for/],
  ])("%s is told in words", async (_, path, patience, message) => {
    await expect(read(`${address}${path}`, { patience })).rejects.toThrow(message);
  });

  test("a host that is not there is told in words", async () => {
    await expect(read("http://127.0.0.1:9/x.csv")).rejects.toThrow(/could not be reached/);
  });
});

describe("one very long cell", () => {
  // Each of these once took a search that began anew at every letter: 200 kB took up to 40 seconds, a hundred times that would not end.
  test.each(["a", "a.", "a@", "a@a.", "1", "-", " ", "<b", "<", "&a", "Â", "£1", "total "])(
    "of %j over and over is read and judged at once, and what stands beside it too",
    async (unit) => {
      const cell = `${unit.repeat(2_000_000 / unit.length)}!`;
      const bytes = new TextEncoder().encode(`name,note\nAsh,"${cell}"\nBirch,short\n`);
      const table = await read({ name: "long.csv", bytes });
      expect(profile(table).rows).toBe(2);
      expect(table.columns[0]?.values).toEqual(["Ash", "Birch"]);
    },
  );
});
