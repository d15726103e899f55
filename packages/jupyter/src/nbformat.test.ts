import fc from "fast-check";
import { expect, test } from "vitest";
import { NotebookError, parseNotebook, readNotebookText, renderNotebook, splitLines, type Notebook } from "./index.js";

let made = 0;
const createId = (): string => `new-${++made}`;
const cell = (extra: object): object => ({
  cell_type: "code",
  metadata: {},
  source: "",
  outputs: [],
  execution_count: null,
  ...extra,
});
const notebook = (cells: object[], extra: object = {}): object => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells,
  ...extra,
});

test("text is one string in memory and a list of lines on disk, whichever way it came", () => {
  const asLines = parseNotebook(notebook([cell({ id: "a", source: ["x\n", "y"] })]), createId);
  const asText = parseNotebook(notebook([cell({ id: "a", source: "x\ny" })]), createId);
  expect(asLines).toEqual(asText);
  expect(JSON.parse(renderNotebook(asText)).cells[0].source).toEqual(["x\n", "y"]);
});

test("lines join back to the same text, whatever is in it", () => {
  fc.assert(
    fc.property(fc.string(), (text) => splitLines(text).join("") === text),
    { seed: 20_261_123 },
  );
});

test("cells without ids, with bad ones and with doubles get new ones; good ids stay", () => {
  const { cells } = parseNotebook(
    notebook([cell({}), cell({ id: "keep" }), cell({ id: "keep" }), cell({ id: "not allowed!" })], {
      nbformat_minor: 2,
    }),
    createId,
  );
  const ids = cells.map((one) => one.id);
  expect(ids[1]).toBe("keep");
  expect(new Set(ids).size).toBe(4);
});

test("writing is canonical: reading what was written and writing it again changes nothing", () => {
  const rich = parseNotebook(
    notebook([
      cell({
        id: "a",
        source: "show(1)\n",
        execution_count: 3,
        outputs: [
          { output_type: "stream", name: "stdout", text: ["one\n", "two\n"] },
          {
            output_type: "display_data",
            metadata: {},
            data: { "text/html": ["<b>\n", "x</b>"], "application/json": { z: 1, a: [1, 2] } },
          },
          { output_type: "error", ename: "E", evalue: "v", traceback: ["t"] },
        ],
      }),
      { cell_type: "markdown", id: "b", metadata: { tags: ["x"] }, source: "# Hi" },
    ]),
    createId,
  );
  const once = renderNotebook(rich);
  const twice = renderNotebook(readNotebookText(once, createId));
  expect(twice).toBe(once);
  expect(once.endsWith("}\n")).toBe(true);
  expect(once.startsWith('{\n "cells": [')).toBe(true);
});

test("what is not a notebook is refused with where and why; nothing is guessed", () => {
  const bad: [string, RegExp][] = [
    ["", /not JSON/],
    ["[]", /./],
    ['{"nbformat":3,"nbformat_minor":0,"metadata":{},"cells":[]}', /version 4/],
    [
      '{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"cell_type":"magic","metadata":{},"source":""}]}',
      /cells\.0/,
    ],
    [
      '{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"cell_type":"code","metadata":{},"source":5,"outputs":[]}]}',
      /cells\.0\.source/,
    ],
  ];
  for (const [text, pattern] of bad) {
    expect(() => readNotebookText(text, createId)).toThrow(pattern);
    expect(() => readNotebookText(text, createId)).toThrow(NotebookError);
  }
});

test("DN8 what only looks like a notebook is refused by name; a byte order mark is forgiven", () => {
  const text = JSON.stringify(notebook([cell({ id: "a", source: "1" })]));
  const output = { output_type: "display_data", metadata: {}, data: { "application/json": 5 } };
  const withNumber = JSON.stringify(notebook([cell({ outputs: [output] })]));
  const refused: [string, string][] = [
    [withNumber.replace(":5}", ":NaN}"), "it is not JSON: it holds NaN or Infinity"],
    [withNumber.replace(":5}", ":-Infinity}"), "it is not JSON: it holds NaN or Infinity"],
    [text.slice(0, -20), "it is not JSON: it was cut off or saved by another program"],
    ["<!doctype html><title>Log in</title>", "it is not JSON: it was cut off or saved by another program"],
    [" ".repeat(100_000_001), "it is larger than 100 MB"],
  ];
  for (const [bad, words] of refused) expect(() => readNotebookText(bad, createId)).toThrow(new NotebookError(words));
  const many = JSON.stringify(notebook(Array.from({ length: 100_000 }, () => cell({}))));
  expect(() => readNotebookText(many, createId)).toThrow(/at “cells”: .*10000/);
  expect(readNotebookText(`\uFEFF${text}`, createId).cells).toHaveLength(1);
});

test("a key called __proto__ does not reach any prototype", () => {
  const text = '{"nbformat":4,"nbformat_minor":5,"metadata":{"__proto__":{"polluted":1}},"cells":[]}';
  const read: Notebook = readNotebookText(text, createId);
  renderNotebook(read);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test("200,000 levels in metadata or an output are refused in words, before anything overflows", () => {
  const deep = "[".repeat(200_000) + "]".repeat(200_000);
  const output = `{"output_type":"display_data","metadata":{},"data":{"application/json":${deep}}}`;
  for (const text of [
    `{"nbformat":4,"nbformat_minor":5,"metadata":{"deep":${deep}},"cells":[]}`,
    JSON.stringify(notebook([cell({ outputs: ["here"] })])).replace('"here"', output),
    deep,
  ])
    expect(() => readNotebookText(text, createId)).toThrow(new NotebookError("it is nested too deeply"));
});
