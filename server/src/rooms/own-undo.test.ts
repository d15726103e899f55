/** RO35 with the documents that JupyterLab's pages really have. */
import { YNotebook, type YCodeCell } from "@jupyter/ydoc";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { applyRestore } from "./apply-restore.js";
import { readContent } from "./version-content.js";

/** Two pages and the server; what one writes reaches the others as from the wire. */
function openPages(): { ann: YNotebook; tom: YNotebook; server: Y.Doc } {
  const server = new Y.Doc();
  const [ann, tom] = [new YNotebook(), new YNotebook()];
  const wire = {};
  const docs = [server, ann.ydoc, tom.ydoc];
  for (const doc of docs) {
    doc.on("update", (update: Uint8Array) => {
      for (const other of docs) if (other !== doc) Y.applyUpdate(other, update, wire);
    });
  }
  return { ann, tom, server };
}

const source = (page: YNotebook, index: number): string => page.cells[index]!.getSource();

test("RO35 undo takes back what one did oneself, never what somebody else wrote in the same cell", () => {
  const { ann, tom } = openPages();
  ann.insertCell(0, { cell_type: "code", source: "start", metadata: {} });
  ann.clearUndoHistory();
  const [mine, theirs] = [ann.cells[0] as YCodeCell, tom.cells[0] as YCodeCell];
  mine.updateSource(0, 0, "ann ");
  theirs.updateSource(theirs.getSource().length, theirs.getSource().length, " tom");
  tom.insertCell(1, { cell_type: "code", source: "tom's cell", metadata: {} });
  expect(source(ann, 0)).toBe("ann start tom");
  ann.undo();
  expect([source(ann, 0), source(tom, 0)]).toEqual(["start tom", "start tom"]);
  expect(ann.cells).toHaveLength(2);
  ann.undo();
  expect(source(ann, 0)).toBe("start tom");
  ann.redo();
  expect(source(tom, 0)).toBe("ann start tom");
});

test("RO35 a restore and outputs, which the server writes, are not undone by a page's undo", () => {
  const { ann, server } = openPages();
  ann.insertCell(0, { cell_type: "code", source: "first", metadata: {} });
  ann.insertCell(1, { cell_type: "code", source: "second", metadata: {} });
  const before = readContent(server, "notebook");
  ann.clearUndoHistory();
  ann.deleteCell(1);
  server.transact(() => applyRestore(server, before));
  expect(ann.cells).toHaveLength(2);
  const cell = server.getArray<Y.Map<unknown>>("cells").get(0);
  (cell.get("outputs") as Y.Array<unknown>).push([new Y.Map([["output_type", "stream"]])]);
  ann.undo();
  expect(source(ann, 0)).toBe("first");
  expect((cell.get("outputs") as Y.Array<unknown>).length).toBe(1);
});
