/** Who changed which cells in a tick: from the owners of the new structs, and for deletions (which nobody signs) from who sent something. */
import * as Y from "yjs";

export interface ContentChange {
  /** Person ids of everybody who sent something. */
  readonly people: ReadonlySet<string>;
  /** Cell id → who changed it. Cells that the server changed by itself are there with nobody. */
  readonly cells: ReadonlyMap<string, ReadonlySet<string>>;
}

/** @param people who sent something in this tick; @param ownerOf whose a Yjs client id is, undefined for the server's */
export function changedCells(
  transaction: Y.Transaction,
  people: ReadonlySet<string>,
  ownerOf: (client: number) => string | undefined,
): Map<string, Set<string>> {
  const cells = new Map<string, Set<string>>();
  for (const type of transaction.changed.keys()) {
    const id = cellIdOf(type);
    if (id !== undefined) cells.set(id, new Set());
  }
  for (const [client, end] of transaction.afterState) {
    const begin = transaction.beforeState.get(client) ?? 0;
    const owner = end > begin ? ownerOf(client) : undefined;
    if (owner === undefined) continue;
    for (const id of cellsBetween(transaction.doc, client, begin))
      cells.set(id, (cells.get(id) ?? new Set()).add(owner));
  }
  const [only] = people;
  if (people.size === 1 && only !== undefined) for (const owners of cells.values()) owners.add(only);
  return cells;
}

function cellsBetween(doc: Y.Doc, client: number, begin: number): Set<string> {
  const structs = doc.store.clients.get(client) ?? [];
  const found = new Set<string>();
  for (let index = structs.length - 1; index >= 0; index--) {
    const struct = structs[index];
    if (struct === undefined || struct.id.clock + struct.length <= begin) break;
    if (!(struct instanceof Y.Item)) continue;
    const id = struct.content instanceof Y.ContentType ? cellIdOf(struct.content.type) : cellIdOf(struct.parent);
    if (id !== undefined) found.add(id);
  }
  return found;
}

/** The cell that a type is or is inside of. */
function cellIdOf(start: unknown): string | undefined {
  let type: unknown = start;
  while (type instanceof Y.AbstractType) {
    const { parent } = type;
    if (parent instanceof Y.AbstractType && parent === type.doc?.share.get("cells") && type instanceof Y.Map) {
      const id: unknown = type.get("id");
      return typeof id === "string" ? id : undefined;
    }
    type = parent;
  }
  return undefined;
}
