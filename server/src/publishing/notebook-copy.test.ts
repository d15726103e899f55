import type { Cell, Notebook } from "@data-surgery/jupyter";
import { expect, test } from "vitest";
import { copyForFile, datedName, namesFile, type CopyWish } from "./notebook-copy.js";

const code = (source: string): Cell => ({
  cell_type: "code",
  id: "a",
  metadata: {},
  source,
  execution_count: 3,
  outputs: [{ output_type: "stream", name: "stdout", text: "old" }],
});
const notebookOf = (...sources: readonly string[]): Notebook => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: sources.map(code),
});
const wish: CopyWish = {
  oldFile: "loans march.csv",
  newFile: "loans april.csv",
  title: "loans",
  day: "2026-04-30",
  publishing: (result) => `https://s.example/publish/1?file=${encodeURIComponent(result)}`,
  createId: () => "new",
};

test("the new file's name stands where the old one was read, in whatever quotation marks and folder; results of the old file are gone", () => {
  const made = copyForFile(
    notebookOf('let t = await read("loans march.csv");', "show(await read('./in/loans march.csv'))", "t.length"),
    wish,
  );
  expect(made?.result).toBe("loans april.csv");
  expect(made?.notebook.cells.slice(1).map(({ source }) => source)).toEqual([
    'let t = await read("loans april.csv");',
    'show(await read("loans april.csv"))',
    "t.length",
  ]);
  expect(made?.notebook.cells[1]).toMatchObject({ outputs: [], execution_count: null });
  expect(made?.notebook.cells[0]?.source).toContain("publish/1?file=loans%20april.csv");
});

test("where the notebook saves what is published, what it reads is replaced, and it saves under a name of its own", () => {
  const made = copyForFile(
    notebookOf('let raw = await read("sheets.csv");', 'await raw.save("loans march.csv");'),
    wish,
  );
  expect(made?.result).toBe("loans march 2026-04-30.csv");
  expect(made?.notebook.cells.slice(1).map(({ source }) => source)).toEqual([
    'let raw = await read("loans april.csv");',
    'await raw.save("loans march 2026-04-30.csv");',
  ]);
});

test("names that only look alike stay, and a notebook that names no such file gives no copy", () => {
  const other = notebookOf('await read("old loans march.csv"); // loans march.csv');
  expect(namesFile(other, "loans march.csv")).toBe(false);
  expect(copyForFile(other, wish)).toBeUndefined();
  const odd = { ...wish, oldFile: "a+b (1).csv" };
  expect(copyForFile(notebookOf('await read("a+b (1).csv")'), odd)?.notebook.cells[1]?.source).toBe(
    'await read("loans april.csv")',
  );
});

test("steps that go by row numbers are warned of, since they are those of the old file", () => {
  const made = copyForFile(
    notebookOf('let t = mend(await read("loans march.csv"), { type: "leave-out-rows", rows: [4] });'),
    wish,
  );
  expect(made?.notebook.cells[0]?.source).toContain("row numbers of the old file");
});

test("a copy of a copy is named after the last day alone", () => {
  expect(datedName("loans 2026-03-31.ipynb", "2026-04-30")).toBe("loans 2026-04-30.ipynb");
  expect(datedName("loans.ipynb", "2026-04-30")).toBe("loans 2026-04-30.ipynb");
});
