/**
 * This browser's own copy of a document, in IndexedDB: one database a document, one row an update, joined at each opening. Written here
 * and not taken from a package, because it must say when it could not be written (a private window, a full disk): the page must not
 * claim "saved on this device" then. It remembers which rows the server has confirmed: the rest is what would be lost if the document's
 * history were replaced (see `kept-copies.ts`).
 */
import * as Y from "yjs";
import { CopyDatabase } from "./copy-database.js";
import type { OwnCopy } from "./document-line.js";

/** @param path where the notebook is: by it the copy is found again under another history */
export function openOwnCopy(name: string, doc: Y.Doc, onFailed: (error: unknown) => void, path: string): OwnCopy {
  const opening = CopyDatabase.open(name);
  const origin = {};
  /** Key of the latest row, once it is written. */
  let latest: Promise<number> = Promise.resolve(0);
  const keep = (update: Uint8Array, from: unknown): void => {
    if (from === origin) return;
    latest = opening.then((database) => database.add(update));
    latest.catch(onFailed);
  };
  const stop = async (): Promise<void> => {
    doc.off("update", keep);
    (await opening).close();
  };
  const ready = opening.then((database) => load(database, doc, origin, path));
  doc.on("update", keep);
  return {
    ready,
    checkpoint: () => {
      const row = latest;
      return () => {
        Promise.all([opening, row])
          .then(([database, key]) => (key === 0 ? undefined : database.confirm(key)))
          .catch(onFailed);
      };
    },
    close: stop,
    forget: async () => {
      await stop();
      await CopyDatabase.remove(name);
    },
  };
}

async function load(database: CopyDatabase, doc: Y.Doc, origin: object, path: string): Promise<void> {
  const apply = (updates: readonly Uint8Array[]): void => {
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update, origin);
    }, origin);
  };
  await database.join((confirmed, unconfirmed) => {
    apply(confirmed);
    // The copy opens when the page has the server's document: this is what both have.
    const whole = Y.encodeStateAsUpdate(doc);
    apply(unconfirmed);
    return whole;
  });
  await database.setMark("path", path);
}
