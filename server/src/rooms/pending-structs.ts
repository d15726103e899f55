/** Structs that wait in a document's store for earlier ones. They are in nobody's document and not on the disk, and so are not passed on. */
import * as Y from "yjs";

/** As `Y.encodeStateAsUpdate`, which would add what is pending: then a page would hold what the log does not (RO4). */
export function encodeIntegrated(doc: Y.Doc, stateVector: Uint8Array): Uint8Array {
  const { store } = doc;
  const { pendingStructs, pendingDs } = store;
  store.pendingStructs = null;
  store.pendingDs = null;
  try {
    return Y.encodeStateAsUpdate(doc, stateVector);
  } finally {
    store.pendingStructs = pendingStructs;
    store.pendingDs = pendingDs;
  }
}

/**
 * Removes what is pending from a document that was just read from the log: a row before it was set aside. It stays in the log.
 * @returns which clocks of which clients it waits for
 */
export function takePending(doc: Y.Doc): ReadonlyMap<number, number> | undefined {
  const { pendingStructs } = doc.store;
  doc.store.pendingStructs = null;
  doc.store.pendingDs = null;
  return pendingStructs?.missing;
}
