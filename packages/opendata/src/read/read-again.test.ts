/** A wish about reading that was made for one file, and the files after it. All tables are invented. */
import { utils, write } from "@e965/xlsx";
import { describe, expect, test } from "vitest";
import { keptReading, type KeptReading, type ReadingWish } from "./kept-reading.js";
import { readAgain, type ReadAgain } from "./read-again.js";
import { readBytes } from "./read-bytes.js";

type Rows = readonly (readonly (string | number)[])[];

const book = (sheets: Readonly<Record<string, Rows>>): Uint8Array => {
  const made = utils.book_new();
  for (const [name, rows] of Object.entries(sheets))
    utils.book_append_sheet(made, utils.aoa_to_sheet(rows.map((row) => [...row])), name);
  return new Uint8Array(write(made, { type: "buffer", bookType: "xlsx" }) as Buffer);
};
const text = (...lines: readonly string[]): Uint8Array => new TextEncoder().encode(lines.join("\r\n"));

const grants = (month: string): Rows => [
  ["Ward", "Grants", "Given"],
  ["Docks", 3, `${month} 1200`],
  ["Hill", 5, `${month} 900`],
  ["Elm Park", 2, `${month} 300`],
];
const members: Rows = [
  ["Member", "Joined"],
  ...Array.from({ length: 20 }, (_, at) => [`Invented ${at}`, 2000 + at] as const),
];

async function chosen(bytes: Uint8Array, wish: ReadingWish, name = "march.xlsx"): Promise<KeptReading> {
  return { ...keptReading(await readBytes(bytes, { name }, wish), wish), file: "of march" };
}
const later = (bytes: Uint8Array, kept: KeptReading, name = "april.xlsx"): Promise<ReadAgain> =>
  readAgain(bytes, { name }, kept, "of april");

const firstOf = ({ table }: ReadAgain): unknown => table.columns[0]?.values[0];
const toldOf = ({ wishes }: ReadAgain): string[] =>
  wishes.map((wish) =>
    [wish.outcome, wish.words, ...(wish.outcome === "done" ? [wish.note] : wish.outcome === "lost" ? [wish.why] : [])]
      .filter((part) => part !== "")
      .join(" | "),
  );

describe("the sheet", () => {
  const march = book({ Members: members, Grants: grants("March") });

  test("is the one of its name, wherever it stands in the next workbook", async () => {
    const kept = await chosen(march, { sheet: "Grants" });
    expect(kept).toMatchObject({ headings: ["Ward", "Grants", "Given"], sheets: ["Members", "Grants"] });
    const april = await later(book({ Grants: grants("April"), Members: members }), kept);
    expect([firstOf(april), toldOf(april)]).toEqual(["Docks", ["done | Read the sheet “Grants”."]]);
  });

  test("that has another name now is found by its headings, and the names there are are told", async () => {
    const kept = await chosen(march, { sheet: "Grants" });
    const april = await later(
      book({
        Members: members,
        Notes: [
          ["a", "b"],
          ["c", "d"],
        ],
        "Grants April": grants("April"),
      }),
      kept,
    );
    expect(firstOf(april)).toBe("Docks");
    expect(toldOf(april)).toEqual([
      "lost | Read the sheet “Grants”. | There is no sheet of that name in this file. Its sheets are “Members”, “Notes” and “Grants April”. I read “Grants April”, since it has the same headings.",
    ]);
  });

  test("is, of two with the same headings, the one at the same place", async () => {
    const kept = await chosen(book({ North: grants("x"), South: grants("March") }), { sheet: "South" });
    const april = await later(book({ "North 4": grants("x"), "South 4": grants("April") }), kept);
    expect(april.table.columns[2]?.values[0]).toBe("April 1200");
  });

  test("needs no question where the next workbook has one alone with the same headings; a text file has no sheets", async () => {
    const kept = await chosen(march, { sheet: "Grants" });
    expect(toldOf(await later(book({ Sheet1: grants("April") }), kept))).toEqual([
      "done | Read the sheet “Sheet1”, the only one with a table.",
    ]);
    expect(toldOf(await later(text("Ward,Grants,Given", "Docks,3,1"), kept, "april.csv"))).toEqual([
      "idle | Read the sheet “Grants”.",
    ]);
  });

  test("is asked about where another with a table has come: a sheet for each month keeps the old one", async () => {
    const kept = await chosen(book({ Members: members, March: grants("March") }), { sheet: "March" });
    const april = await later(book({ Members: members, March: grants("March"), April: grants("April") }), kept);
    expect(toldOf(april)).toEqual([
      "done | Read the sheet “March”. | New in this file: the sheet “April”. Look which sheet is meant.",
    ]);
  });

  test("that is nowhere is told, and the reader chooses by itself", async () => {
    const kept = await chosen(march, { sheet: "Grants" });
    const april = await later(
      book({
        Members: members,
        Costs: [
          ["Item", "Pounds"],
          ["Rent", 5],
        ],
      }),
      kept,
    );
    expect(firstOf(april)).toBe("Invented 0");
    expect(toldOf(april)[0]).toMatch(/^lost .* Its sheets are “Members” and “Costs”\. I read “Members”\.$/);
  });
});

describe("the headings", () => {
  const titled = (above: readonly string[], rows: readonly string[]): Uint8Array => text(...above, ...rows);
  const rows = ["Ward,Grants,Given", "Docks,3,1200", "Hill,5,900", "Elm Park,2,300"];

  test("are found by what they say, not by the number of their row", async () => {
    const kept = await chosen(titled(["Report,of,grants", "for,all,wards"], rows), { headerRow: 3 }, "march.csv");
    const same = await later(titled(["Report,of,grants", "for,all,wards"], rows), kept, "april.csv");
    expect(toldOf(same)).toEqual(["done | Took the headings from row 3."]);
    const moved = await later(titled(["One,more,line", "Report,of,grants", "for,all,wards"], rows), kept, "april.csv");
    expect([moved.table.layout.headerRows, firstOf(moved)]).toEqual([[4], "Docks"]);
    expect(toldOf(moved)).toEqual([
      "done | Took the headings from row 4. | Row 3 was chosen before. They were found here by what they say.",
    ]);
  });

  test("are known with a column more, with one fewer, in another order and written otherwise", async () => {
    const kept = await chosen(titled(["Report,of,grants"], rows), { headerRow: 2 }, "march.csv");
    const april = await later(
      text("A,new,title,", "x,y,z,", "GIVEN , ward,Officer,Grants", "1,Docks,x,3"),
      kept,
      "april.csv",
    );
    expect(april.table.layout.headerRows).toEqual([3]);
  });

  test("that are nowhere are told by name, with the row that was taken instead", async () => {
    const kept = await chosen(titled(["Report,of,grants"], rows), { headerRow: 2 }, "march.csv");
    const april = await later(text("Month,People", "2026-04-01,31", "2026-05-01,30"), kept, "april.csv");
    expect(toldOf(april)).toEqual([
      "lost | Took the headings from row 2. | The headings that are known (“Ward”, “Grants” and “Given”) are not near the top of this file. I took row 1 for them.",
    ]);
  });

  test("stay missing where somebody said that there are none", async () => {
    const kept = await chosen(text("Docks,3", "Hill,5"), { headerRow: 0 }, "march.csv");
    const april = await later(text("Docks,4", "Hill,6"), kept, "april.csv");
    expect([april.table.rowNumbers.length, toldOf(april)]).toEqual([
      2,
      ["done | Read it as a table without a row of headings."],
    ]);
  });
});

describe("letters and the signs between cells", () => {
  const latin = (given: string): Uint8Array => Uint8Array.from(given, (sign) => sign.charCodeAt(0));
  const cafe = "Place,Cups\r\nCaf\u00e9,3\r\nBar,4";

  test("are read as was wished, until a file shows that it is otherwise", async () => {
    const kept = await chosen(latin(cafe), { encoding: "windows-1252" }, "march.csv");
    expect(toldOf(await later(latin(cafe.replace("3", "5")), kept, "april.csv"))).toEqual([
      "done | Read its letters as windows-1252.",
    ]);
    const utf8 = await later(new TextEncoder().encode(cafe), kept, "april.csv");
    expect(firstOf(utf8)).toBe("Café");
    expect(toldOf(utf8)).toEqual([
      "lost | Read its letters as windows-1252. | This file shows by its bytes that it is utf-8.",
    ]);
    const workbook = await later(
      book({
        A: [
          ["Place", "Cups"],
          ["Café", 3],
        ],
      }),
      kept,
    );
    expect(toldOf(workbook)).toEqual(["idle | Read its letters as windows-1252."]);
  });

  test("a wish for UTF-8 does not spoil a file that is not", async () => {
    const kept = await chosen(new TextEncoder().encode(cafe), { encoding: "utf-8" }, "march.csv");
    expect(firstOf(await later(latin(cafe), kept, "april.csv"))).toBe("Café");
  });

  test("semicolons were wished; commas are found, as the known headings show", async () => {
    const kept = await chosen(text("Ward;Grants", "Docks;3,5", "Hill;4,5"), { delimiter: ";" }, "march.csv");
    expect(toldOf(await later(text("Ward;Grants", "Docks;3,1", "Hill;4,1"), kept, "april.csv"))).toEqual([
      "done | Took semicolons for what stands between the cells.",
    ]);
    const commas = await later(text("Ward,Grants", "Docks,3", "Hill,4"), kept, "april.csv");
    expect(commas.table.columns).toHaveLength(2);
    expect(toldOf(commas)[0]).toMatch(/^lost .* In this file commas stand there\.$/);
  });
});

test("rows left out at the end by their number are shown in each later file: nobody can tell them from data", async () => {
  const kept = await chosen(text("Ward,Grants", "Docks,3", "Hill,5", "Printed,99"), { footerRows: 1 }, "march.csv");
  const april = await later(text("Ward,Grants", "Docks,3", "Hill,5", "Elm Park,7"), kept, "april.csv");
  expect(toldOf(april)).toEqual([
    "done | Left out the last row. | In this file it begins with “Elm Park”. Look whether that is no data.",
  ]);
  const same = await readAgain(text("Ward,Grants", "Docks,3", "Printed,9"), { name: "march.csv" }, kept, "of march");
  expect(toldOf(same)).toEqual(["done | Left out the last row."]);
});

test("a wish that was written for no certain file holds as it is written: no such sheet is refused with the names there are", async () => {
  const bytes = book({ Members: members, Grants: grants("March") });
  await expect(readAgain(bytes, { name: "a.xlsx" }, { wish: { sheet: "Costs" } }, "x")).rejects.toThrow(
    /no sheet called “Costs”\. Its sheets are: Members, Grants/,
  );
  const moved = await readAgain(
    text("One,more", "A,title", "Ward,Grants", "Docks,3"),
    { name: "a.csv" },
    { wish: { headerRow: 2 }, headings: ["Ward", "Grants"] },
    "x",
  );
  expect(moved.table.layout.headerRows).toEqual([3]);
});
