/**
 * This browser's own copy of a document, in IndexedDB: one database a document, one row an update, joined into one row at each
 * opening. Written here and not taken from a package, because it must say when it could not be written (a private window, a
 * full disk): the page must not claim "saved on this device" then.
 */
import * as Y from "yjs";
import type { OwnCopy } from "./document-line.js";

const rows = "updates";

export function openOwnCopy(name: string, doc: Y.Doc, onFailed: (error: unknown) => void): OwnCopy {
  const opening = openDatabase(name);
  const origin = {};
  const keep = (update: Uint8Array, from: unknown): void => {
    if (from === origin) return;
    opening.then((database) => write(database, (store) => store.add(update))).catch(onFailed);
  };
  const stop = async (): Promise<void> => {
    doc.off("update", keep);
    (await opening).close();
  };
  const ready = opening.then((database) => load(database, doc, origin));
  doc.on("update", keep);
  return {
    ready,
    close: stop,
    forget: async () => {
      await stop();
      await settled(indexedDB.deleteDatabase(name));
    },
  };
}

async function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.addEventListener("upgradeneeded", () => request.result.createObjectStore(rows, { autoIncrement: true }));
  const database = await settled(request);
  // Another page of this person removes the copy: do not stand in its way.
  database.addEventListener("versionchange", () => database.close());
  return database;
}

/** What the copy held goes into the document, and the whole becomes one row: in one transaction, so that nothing falls between. */
function load(database: IDBDatabase, doc: Y.Doc, origin: object): Promise<void> {
  return write(database, (store) => {
    const reading = store.getAll() as IDBRequest<Uint8Array[]>;
    reading.addEventListener("success", () => {
      doc.transact(() => {
        for (const update of reading.result) Y.applyUpdate(doc, update, origin);
      }, origin);
      store.clear();
      store.add(Y.encodeStateAsUpdate(doc));
    });
  });
}

function write(database: IDBDatabase, work: (store: IDBObjectStore) => void): Promise<void> {
  const transaction = database.transaction(rows, "readwrite");
  return new Promise((resolve, reject) => {
    transaction.addEventListener("complete", () => resolve());
    transaction.addEventListener("error", () => reject(asError(transaction.error)));
    transaction.addEventListener("abort", () => reject(asError(transaction.error)));
    work(transaction.objectStore(rows));
  });
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(asError(request.error)));
  });
}

const asError = (error: DOMException | null): Error => error ?? new Error("The browser's storage failed.");
