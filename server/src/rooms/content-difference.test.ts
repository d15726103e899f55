import { diffLines } from "@data-surgery/contract";
import type { Cell, Notebook } from "@data-surgery/jupyter";
import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { applyRestore } from "./apply-restore.js";
import { diffContent } from "./content-difference.js";
import { readNotebookDocument, seedNotebook } from "./notebook-document.js";
import { packVersion, unpackVersion, type VersionContent } from "./version-content.js";

const code = (id: string, source: string, out = ""): Cell => ({
  id,
  cell_type: "code",
  metadata: {},
  source,
  execution_count: out === "" ? null : 1,
  outputs: out === "" ? [] : [{ output_type: "stream", name: "stdout", text: out }],
});
const text = (id: string, source: string): Cell => ({ id, cell_type: "markdown", metadata: { tags: [id] }, source });
const notebook = (...cells: Cell[]): Notebook => ({ nbformat: 4, nbformat_minor: 5, metadata: { a: 1 }, cells });
const content = (...cells: Cell[]): VersionContent => ({ type: "notebook", notebook: notebook(...cells) });

test("RO32 a difference names each cell that was added, removed, changed, moved, or has other results, and no other", () => {
  const before = content(code("a", "1\n2\n3"), text("b", "b"), code("c", "c"), code("d", "d"), code("e", "e"));
  const after = content(
    text("n", "new"),
    code("a", "1\ntwo\n3"),
    code("d", "d", "out"),
    code("c", "c"),
    code("e", "e"),
  );
  const { cells, text: words } = diffContent(before, after);
  expect(cells.map(({ cellId, change, place }) => [cellId, change, place])).toEqual([
    ["n", "added", 1],
    ["a", "changed", 2],
    ["b", "removed", 2],
    ["d", "moved", 3],
  ]);
  expect(cells[1]?.lines).toEqual([
    { type: "same", text: "1" },
    { type: "removed", text: "2" },
    { type: "added", text: "two" },
    { type: "same", text: "3" },
  ]);
  expect(words).toContain("Cell 2 (code): changed\n  1\n- 2\n+ two\n  3");
  expect(diffContent(before, before)).toEqual({ cells: [], text: "" });
});

test("RO32 the lines of a difference, read on either side, are the text before and the text after", () => {
  const lines = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 12 }).map((each) => each.join("\n"));
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const changes = diffLines(before, after);
      const side = (without: string): string =>
        changes
          .filter((change) => change.type !== without)
          .map((change) => change.text)
          .join("\n");
      expect(side("added")).toBe(before);
      expect(side("removed")).toBe(after);
    }),
    { seed: 3, numRuns: 500 },
  );
});

test("RO32 what a difference may cost is bounded for all cells together: beyond it a cell is told as replaced", () => {
  const lines = (mark: string): string => Array.from({ length: 900 }, (_, index) => `${mark}${index % 7}`).join("\n");
  const cells = (mark: string): Cell[] => Array.from({ length: 40 }, (_, index) => code(`c${index}`, lines(mark)));
  const started = process.threadCpuUsage();
  const { cells: told } = diffContent(content(...cells("a")), content(...cells("b")));
  const { user, system } = process.threadCpuUsage(started);
  expect(told).toHaveLength(40);
  expect(told.every((cell) => cell.lines.length === 1800)).toBe(true);
  expect((user + system) / 1000).toBeLessThan(250);
});

test("RO33 restoring makes any notebook equal to any other; packing and unpacking changes nothing", () => {
  const cell = fc.record({
    id: fc.constantFrom("a", "b", "c", "d", "e"),
    source: fc.constantFrom("x", "y\nz", ""),
    kind: fc.nat(2),
  });
  const cells = fc
    .uniqueArray(cell, { selector: ({ id }) => id, maxLength: 5 })
    .map((all) =>
      all.map(({ id, source, kind }) => (kind === 0 ? text(id, source) : code(id, source, kind === 1 ? "" : source))),
    );
  fc.assert(
    fc.property(cells, cells, (before, wanted) => {
      const doc = new Y.Doc();
      seedNotebook(doc, notebook(...before));
      const { list, parts } = packVersion(content(...wanted));
      const unpacked = unpackVersion(list, (hash) => parts.get(hash)!);
      expect(unpacked).toEqual(content(...wanted));
      applyRestore(doc, unpacked);
      expect(readNotebookDocument(doc)).toEqual(notebook(...wanted));
      doc.destroy();
    }),
    { seed: 5, numRuns: 300 },
  );
});

test("RO33 restoring leaves alone what is equal, so that a cursor in it stays", () => {
  const doc = new Y.Doc();
  seedNotebook(doc, notebook(code("a", "same"), code("b", "other")));
  const kept = doc.getArray<Y.Map<unknown>>("cells").get(0);
  const changed = new Set<unknown>();
  doc.on("afterTransaction", (transaction: Y.Transaction) => {
    for (const type of transaction.changed.keys()) changed.add(type);
  });
  applyRestore(doc, content(code("a", "same"), code("b", "back")));
  expect(doc.getArray("cells").get(0)).toBe(kept);
  expect(changed).toEqual(new Set([doc.getArray<Y.Map<unknown>>("cells").get(1).get("source")]));
});
