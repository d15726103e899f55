import { YNotebook } from "@jupyter/ydoc";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { withField, withKind } from "./author-metadata.js";
import { AuthorNotebook } from "./author-notebook.js";

function opened(): { shared: YNotebook; author: AuthorNotebook } {
  const shared = new YNotebook();
  shared.fromJSON({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [
      {
        cell_type: "code",
        id: "one",
        source: "first\nsecond\nthird",
        metadata: { tags: ["kept"] },
        outputs: [],
        execution_count: null,
      },
      { cell_type: "code", id: "two", source: "", metadata: {}, outputs: [], execution_count: null },
    ],
  });
  return { shared, author: new AuthorNotebook(shared) };
}

test("a step of undo is one change, of metadata, of the lesson's own facts, of a kind that needs another type of cell", () => {
  const { shared, author } = opened();
  const cell = (): ReturnType<typeof author.cell> => author.cell("one");
  author.apply([withKind(author.cells, cell()!, "reading")]);
  expect([shared.cells[0]!.cell_type, shared.cells[0]!.getId(), cell()?.ours]).toEqual([
    "markdown",
    "one",
    { role: "reading" },
  ]);
  expect(shared.cells[0]!.getMetadata("tags")).toEqual(["kept"]);
  author.apply([withField(cell()!, "title", "Look")]);
  author.setLesson("title", "Ours");
  expect(author.lesson).toEqual({ format: 2, title: "Ours" });
  author.undo();
  expect(author.lesson).toBeUndefined();
  expect(cell()?.ours).toEqual({ role: "reading", title: "Look" });
  author.undo();
  author.undo();
  expect([shared.cells[0]!.cell_type, cell()?.ours, author.canUndo]).toEqual(["code", undefined, false]);
  author.redo();
  expect(cell()?.ours).toEqual({ role: "reading" });
  author.dispose();
});

test("marker lines stand around whole lines, and go in one step", () => {
  const { shared, author } = opened();
  author.mark("one", "SOLUTION", 1, 1);
  expect(shared.cells[0]!.getSource()).toBe("first\n// ### BEGIN SOLUTION\nsecond\n// ### END SOLUTION\nthird");
  author.undo();
  expect(shared.cells[0]!.getSource()).toBe("first\nsecond\nthird");
  author.mark("one", "HIDDEN TESTS", 1, 2);
  expect(shared.cells[0]!.getSource()).toBe("first\n// ### BEGIN HIDDEN TESTS\nsecond\nthird\n// ### END HIDDEN TESTS");
  author.mark("two", "SOLUTION", 0, 0);
  expect(shared.cells[1]!.getSource()).toBe("// ### BEGIN SOLUTION\n\n// ### END SOLUTION");
  author.dispose();
});

test("what another author does arrives, and is not undone here", () => {
  const { shared, author } = opened();
  const other = new YNotebook();
  Y.applyUpdate(other.ydoc, Y.encodeStateAsUpdate(shared.ydoc));
  const hers = new AuthorNotebook(other);
  let heard = 0;
  author.changed.connect(() => heard++);
  author.apply([withKind(author.cells, author.cell("two")!, "example")]);
  hers.apply([withKind(hers.cells, hers.cell("one")!, "example")]);
  const before = heard;
  Y.applyUpdate(shared.ydoc, Y.encodeStateAsUpdate(other.ydoc));
  expect(heard).toBeGreaterThan(before);
  author.undo();
  expect([author.cell("one")?.ours, author.cell("two")?.ours]).toEqual([{ role: "example" }, undefined]);
  author.dispose();
  hers.dispose();
});
