import type { Cell, Notebook } from "@data-surgery/jupyter";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { noPrints, parsePrints, printNotebook } from "./cell-prints.js";
import { applyMerge } from "./merge-notebook.js";
import { planMerge } from "./merge-plan.js";
import { readNotebookDocument, seedNotebook } from "./notebook-document.js";

const code = (id: string, source: string, outputs: string[] = []): Cell => ({
  id,
  cell_type: "code",
  metadata: {},
  source,
  execution_count: null,
  outputs: outputs.map((text) => ({ output_type: "stream", name: "stdout", text })),
});

const notebook = (...cells: Cell[]): Notebook => ({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });

/** What the document holds after the file was merged in. */
function merged(base: Notebook, live: Notebook, file: Notebook): readonly Cell[] {
  const doc = new Y.Doc();
  seedNotebook(doc, live);
  applyMerge(doc, planMerge(parsePrints(JSON.stringify(printNotebook(base))), live, file));
  return readNotebookDocument(doc).cells;
}

const sources = (cells: readonly Cell[]): string[] => cells.map((cell) => cell.source);
const base = notebook(code("a", "1"), code("b", "2"), code("c", "3"));

test("RO11 what only one side changed is taken from that side", () => {
  const live = notebook(code("a", "1 here"), code("b", "2"), code("c", "3"));
  const file = notebook(code("a", "1"), code("b", "2 there"), code("c", "3", ["out"]));
  const cells = merged(base, live, file);
  expect(sources(cells)).toEqual(["1 here", "2 there", "3"]);
  expect(cells[2]).toMatchObject({ outputs: [{ text: "out" }] });
});

test("RO11 what both changed stays in both versions, with a note between", () => {
  const live = notebook(code("a", "here"), code("b", "2"), code("c", "3"));
  const file = notebook(code("a", "there"), code("b", "2"), code("c", "3"));
  const cells = merged(base, live, file);
  expect(sources(cells)).toEqual(["here", expect.stringContaining("two places"), "there", "2", "3"]);
  expect(new Set(cells.map((cell) => cell.id)).size).toBe(5);
});

test("RO11 both changed a cell to the same: nothing to do", () => {
  const same = notebook(code("a", "same"), code("b", "2"), code("c", "3"));
  expect(planMerge(printNotebook(base), same, same)).toEqual([]);
});

test("RO11 cells added on either side are there, each in its place", () => {
  const live = notebook(code("a", "1"), code("b", "2"), code("c", "3"), code("h", "here"));
  const file = notebook(code("t", "top"), code("a", "1"), code("m", "middle"), code("b", "2"), code("c", "3"));
  expect(sources(merged(base, live, file))).toEqual(["top", "1", "middle", "2", "3", "here"]);
});

test("RO11 removed on one side goes; removed on one and changed on the other stays", () => {
  const live = notebook(code("a", "1 changed"), code("b", "2"));
  const file = notebook(code("b", "2"), code("c", "3 changed"));
  expect(sources(merged(base, live, file)).toSorted()).toEqual(["1 changed", "2", "3 changed"]);
  expect(sources(merged(base, base, notebook(code("b", "2"))))).toEqual(["2"]);
  expect(sources(merged(base, notebook(code("b", "2")), base))).toEqual(["2"]);
});

test("RO11 a change of the file's metadata or of a cell's kind is taken", () => {
  const file: Notebook = {
    ...notebook(
      { id: "a", cell_type: "markdown", metadata: { tags: ["x"] }, source: "1" },
      code("b", "2"),
      code("c", "3"),
    ),
    metadata: { kernelspec: { name: "ts" } },
  };
  const doc = new Y.Doc();
  seedNotebook(doc, base);
  applyMerge(doc, planMerge(printNotebook(base), base, file));
  const read = readNotebookDocument(doc);
  expect(read.metadata).toEqual({ kernelspec: { name: "ts" } });
  expect(read.cells[0]).toMatchObject({ cell_type: "markdown", metadata: { tags: ["x"] } });
});

test("RO11 with nothing known of before, nothing is given up", () => {
  const live = notebook(code("a", "here"), code("l", "live only"));
  const file = notebook(code("a", "there"), code("f", "file only"));
  const doc = new Y.Doc();
  seedNotebook(doc, live);
  applyMerge(doc, planMerge(noPrints, live, file));
  expect(sources(readNotebookDocument(doc).cells)).toEqual(
    expect.arrayContaining(["here", "there", "live only", "file only"]),
  );
});
