/**
 * One large update → many small ones that can be applied one by one, with time for everybody else in between (SPEC RO30). Each struct comes
 * after those that it hangs on, so nothing is ever pending. Reading and ordering cost as much as applying: meant for the worker.
 */
import * as encoding from "lib0/encoding";
import * as Y from "yjs";

type Struct = ReturnType<typeof Y.decodeUpdate>["structs"][number];

export interface SplitLimits {
  /** Structs (or deleted ranges) in one piece. */
  readonly structs: number;
  /** A piece ends with the struct that goes beyond this many bytes. */
  readonly bytes: number;
}

export const pieceLimits: SplitLimits = { structs: 2000, bytes: 128 * 1024 };

/** @param update in Yjs' first format. @throws Error when it can't be read, or its structs wait for each other in a circle */
export function splitUpdate(update: Uint8Array, limits: SplitLimits = pieceLimits): Uint8Array[] {
  const { structs, ds } = Y.decodeUpdate(update);
  const pieces = packStructs(orderStructs(structs), limits);
  const ranges = [...ds.clients].flatMap(([client, items]) => items.map(({ clock, len }) => ({ client, clock, len })));
  for (let at = 0; at < ranges.length; at += limits.structs) {
    pieces.push(encodeDeletes(ranges.slice(at, at + limits.structs)));
  }
  return pieces;
}

/** Depth first, with a stack of our own: a hostile update may be deeper than the call stack. */
function orderStructs(structs: readonly Struct[]): Struct[] {
  const lines = new Map<number, { readonly structs: Struct[]; next: number }>();
  for (const struct of structs) {
    // A gap: what comes after it waits for somebody else's update, here as there.
    if (struct instanceof Y.Skip) continue;
    const line = lines.get(struct.id.client);
    if (line === undefined) lines.set(struct.id.client, { structs: [struct], next: 0 });
    else line.structs.push(struct);
  }
  const ordered: Struct[] = [];
  for (const [client] of lines) {
    const stack = [{ client, until: Number.POSITIVE_INFINITY }];
    const inStack = new Set([client]);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const line = lines.get(top.client);
      const struct = line?.structs[line.next];
      if (line === undefined || struct === undefined || struct.id.clock > top.until) {
        stack.pop();
        inStack.delete(top.client);
        continue;
      }
      const missing = needs(struct).find(({ client: other, clock }) => {
        const waiting = lines.get(other);
        return other !== struct.id.client && (waiting?.structs[waiting.next]?.id.clock ?? Infinity) <= clock;
      });
      if (missing === undefined) {
        ordered.push(struct);
        line.next++;
        continue;
      }
      if (inStack.has(missing.client)) throw new Error("The update's structs wait for each other.");
      stack.push({ client: missing.client, until: missing.clock });
      inStack.add(missing.client);
    }
  }
  return ordered;
}

function needs(struct: Struct): readonly Y.ID[] {
  if (!(struct instanceof Y.Item)) return [];
  const parent: unknown = struct.parent;
  return [struct.origin, struct.rightOrigin, parent instanceof Y.ID ? parent : null].filter((id) => id !== null);
}

function packStructs(ordered: readonly Struct[], limits: SplitLimits): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let piece = new Piece();
  for (const struct of ordered) {
    if (piece.structs >= limits.structs || piece.bytes >= limits.bytes) {
      pieces.push(piece.encode());
      piece = new Piece();
    }
    piece.add(struct);
  }
  if (piece.structs > 0) pieces.push(piece.encode());
  return pieces;
}

interface Run {
  readonly client: number;
  readonly clock: number;
  end: number;
  count: number;
  readonly encoder: Y.UpdateEncoderV1;
}

/** One update in the making: per client the structs that follow each other without a gap. */
class Piece {
  structs = 0;
  bytes = 0;
  readonly #runs: Run[] = [];
  readonly #latest = new Map<number, Run>();

  add(struct: Struct): void {
    const { client, clock } = struct.id;
    let run = this.#latest.get(client);
    if (run?.end !== clock) {
      run = { client, clock, end: clock, count: 0, encoder: new Y.UpdateEncoderV1() };
      this.#runs.push(run);
      this.#latest.set(client, run);
    }
    const before = encoding.length(run.encoder.restEncoder);
    struct.write(run.encoder, 0);
    this.bytes += encoding.length(run.encoder.restEncoder) - before;
    run.end = clock + struct.length;
    run.count++;
    this.structs++;
  }

  encode(): Uint8Array {
    return encoding.encode((out) => {
      encoding.writeVarUint(out, this.#runs.length);
      for (const run of this.#runs) {
        encoding.writeVarUint(out, run.count);
        encoding.writeVarUint(out, run.client);
        encoding.writeVarUint(out, run.clock);
        encoding.writeUint8Array(out, encoding.toUint8Array(run.encoder.restEncoder));
      }
      encoding.writeVarUint(out, 0);
    });
  }
}

interface DeletedRange {
  readonly client: number;
  readonly clock: number;
  readonly len: number;
}

function encodeDeletes(ranges: readonly DeletedRange[]): Uint8Array {
  const byClient = Map.groupBy(ranges, (range) => range.client);
  return encoding.encode((out) => {
    encoding.writeVarUint(out, 0);
    encoding.writeVarUint(out, byClient.size);
    for (const [client, own] of byClient) {
      encoding.writeVarUint(out, client);
      encoding.writeVarUint(out, own.length);
      for (const { clock, len } of own) {
        encoding.writeVarUint(out, clock);
        encoding.writeVarUint(out, len);
      }
    }
  });
}
