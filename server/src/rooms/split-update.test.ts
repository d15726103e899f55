import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { splitUpdate } from "./split-update.js";

interface Step {
  readonly who: number;
  readonly what: number;
  readonly at: number;
}

/** Three people who write, nest, delete and hear of each other now and then. */
function write(steps: readonly Step[]): Y.Doc {
  const docs = [1, 2, 3].map((client) => {
    const doc = new Y.Doc();
    doc.clientID = client;
    return doc;
  });
  for (const { who, what, at } of steps) {
    const doc = docs[who % 3]!;
    const cells = doc.getArray<Y.Map<unknown>>("cells");
    const place = at % (cells.length + 1);
    const text = doc.getText("source");
    if (what === 0) cells.insert(place, [new Y.Map<unknown>([["source", new Y.Text("new")]])]);
    else if (what === 1 && place < cells.length) (cells.get(place).get("source") as Y.Text).insert(0, "abc");
    else if (what === 2 && place < cells.length) cells.delete(place);
    else if (what === 3) text.insert(at % (text.length + 1), "word ");
    else if (what === 4 && text.length > 2) text.delete(at % (text.length - 1), 1);
    else Y.applyUpdate(doc, Y.encodeStateAsUpdate(docs[at % 3]!));
  }
  const [first, ...others] = docs;
  for (const other of others) Y.applyUpdate(first!, Y.encodeStateAsUpdate(other));
  return first!;
}

const steps = fc.array(fc.record({ who: fc.nat(2), what: fc.nat(5), at: fc.nat(1000) }), { maxLength: 120 });

test("RO30 the pieces of an update, one by one, give the same document, and none of them waits for another", () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 20 }), (taken, structs) => {
      const doc = write(taken);
      const built = new Y.Doc();
      for (const piece of splitUpdate(Y.encodeStateAsUpdate(doc), { structs, bytes: 200 })) {
        Y.applyUpdate(built, piece);
        expect(built.store.pendingStructs).toBeNull();
        expect(built.store.pendingDs).toBeNull();
      }
      expect(Y.equalSnapshots(Y.snapshot(built), Y.snapshot(doc))).toBe(true);
      expect(built.getArray("cells").toJSON()).toEqual(doc.getArray("cells").toJSON());
      expect(built.getText("source").toJSON()).toBe(doc.getText("source").toJSON());
    }),
    { seed: 4, numRuns: 300 },
  );
});

test("RO30 what is not an update is refused, and structs that wait for each other in a circle end", () => {
  expect(() => splitUpdate(new Uint8Array([9, 9, 9]))).toThrow(/Unexpected end/);
  // Client 1's only struct hangs on client 2's, and the other way round.
  const circle = new Uint8Array([2, 1, 1, 0, 0x84, 2, 0, 1, 97, 1, 2, 0, 0x84, 1, 0, 1, 98, 0]);
  expect(() => splitUpdate(circle)).toThrow(/wait for each other/);
});
