import { describe, expect, test } from "vitest";
import { DataFileSession } from "./data-file-session.js";
import type { DataFileView } from "./data-file-view.js";
import {
  aboutSentences,
  choiceWords,
  columnWords,
  doneWords,
  faultGroups,
  previewWords,
  typeOptions,
  typeValue,
  visibleEdges,
  whereWords,
  wishWith,
} from "./data-file-words.js";

/** Invented for this test. */
const messy = [
  "Loans (invented)",
  "E-mail,Ward,Lent,Deposit",
  "ada@example.org, Docks ,03/04/2024,10.5",
  "ben@example.org,docks,13/04/2024,5.5",
  "cy@example.org,Elm Park,15/04/2024,n/a",
  "Total,,,16",
].join("\n");
const viewOf = (text: string, name = "loans.csv"): Promise<DataFileView> =>
  new DataFileSession().open(new TextEncoder().encode(text), name);

describe("what a file is", () => {
  test("is said in sentences, with what was left out of it", async () => {
    expect(aboutSentences(await viewOf(messy))).toEqual([
      "loans.csv has 3 rows and 4 columns.",
      "2 lines of it are not data (titles, notes, totals or repeated headings), so they were left out.",
      "The headings are in row 2.",
      "It is text in UTF-8, with commas between the cells.",
    ]);
    const clean = await viewOf("ward;count\nAbbey;3\nBrook;4\n");
    expect(aboutSentences(clean)).toEqual([
      "loans.csv has 2 rows and 2 columns.",
      "The headings are in row 1.",
      "It is text in UTF-8, with semicolons between the cells.",
    ]);
    expect(doneWords(clean)).toBe("Nothing more was found that needs a look.");
    expect(aboutSentences(await viewOf('[{"a":1}]', "a.json")).at(-1)).toMatch(/^It is JSON/);
  });

  test("puts what may harm people first, then what is to do, then what reading has done", async () => {
    const { beforeSharing, open, done } = faultGroups(await viewOf(messy));
    expect(beforeSharing.map(({ code }) => code)).toEqual(["personal-data"]);
    expect(open.map(({ code }) => code)).toContain("padded-cells");
    expect(done.map(({ code }) => code)).toContain("preamble");
    expect(open.map(whereWords)).toContain("First in row 3, “Ward”.");
  });
});

describe("how it was read", () => {
  test("each choice has its reason, and what can be chosen instead", async () => {
    const view = await viewOf(messy);
    const words = new Map(choiceWords(view).map((choice) => [choice.key, choice]));
    expect(words.get("encoding")).toMatchObject({ label: "How letters are stored", chosen: "UTF-8", value: "" });
    expect(words.get("delimiter")).toMatchObject({ chosen: "commas", value: "" });
    expect(words.get("header")).toMatchObject({ chosen: "row 2" });
    expect(words.get("header")?.options?.slice(0, 3)).toEqual([
      ["", "As the reader finds it"],
      ["0", "There are no headings"],
      ["1", "Row 1"],
    ]);
    expect(words.get("line-ending")?.options).toBeUndefined();
    for (const { reason } of words.values()) expect(reason).not.toBe("");
  });

  test("what is chosen becomes a wish of the right kind, and taking it back leaves none", () => {
    const wish = wishWith(wishWith({}, "header", "3"), "delimiter", ";");
    expect(wish).toEqual({ headerRow: 3, delimiter: ";" });
    expect(wishWith(wish, "header", "")).toEqual({ delimiter: ";" });
    expect(wishWith(wish, "line-ending", "x")).toBe(wish);
  });

  test("every option of every choice can be read again, and shows as the one that holds", async () => {
    const session = new DataFileSession();
    const view = await session.open(new TextEncoder().encode(messy), "loans.csv");
    for (const { key, options } of choiceWords(view)) {
      for (const [value] of (options ?? []).slice(0, 5)) {
        const read = await session.reread(wishWith({}, key, value));
        expect(choiceWords(read).find((choice) => choice.key === key)?.value).toBe(value);
      }
    }
  });
});

test("a column's kind, what is missing and what it holds are said, and the kind that holds is among those to choose", async () => {
  const { columns } = await viewOf(messy);
  const words = columns.map(columnWords);
  expect(words.map(({ name, type }) => [name, type])).toEqual([
    ["E-mail", "text"],
    ["Ward", "text"],
    ["Lent", "date"],
    ["Deposit", "number"],
  ]);
  expect(words[3]).toMatchObject({ missing: "1 (some say “n/a”)", holds: "5.5 to 10.5" });
  expect(words[2]).toMatchObject({ missing: "none", holds: "2024-04-03 to 2024-04-15" });
  expect(columns.map(typeValue)).toEqual(["text", "text", "date:day-first", "number"]);
  for (const column of columns) expect(typeOptions.map(([value]) => value)).toContain(typeValue(column));
});

describe("what a step would do", () => {
  const same = {
    cells: 0,
    changes: [],
    rowsBefore: 4,
    rowsAfter: 4,
    columnsBefore: ["a", "b"],
    columnsAfter: ["a", "b"],
  };
  test.each([
    [same, "Nothing would look different."],
    [{ ...same, cells: 1200 }, "1,200 cells would change."],
    [{ ...same, rowsAfter: 3 }, "There would be 3 rows and not 4."],
    [{ ...same, columnsAfter: ["a"] }, "“b” would be left out."],
    [{ ...same, columnsAfter: ["a", "c"] }, "“b” would be called “c”."],
  ])("%#: is said", (seen, words) => {
    expect(previewWords(seen)).toBe(words);
  });

  test("spaces at the ends of a cell and breaks in it can be seen", () => {
    expect(visibleEdges("  a b\u00a0c\nd ")).toBe("··a b·c↵d·");
  });
});
