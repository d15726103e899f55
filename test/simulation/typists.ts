/** People who type characters that nobody else types, so that losing or doubling one shows; and what must hold when all is quiet. */
import { eventually, type TestClient } from "../../server/src/rooms/test-room-client.js";
import * as Y from "yjs";

/** CJK ideographs and Hangul syllables: 32,000 characters of one UTF-16 unit each. */
const ranges: readonly (readonly [number, number])[] = [
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
];

export class Characters {
  #range = 0;
  #next: number = ranges[0]![0];

  /** One that was never given before. */
  take(): string {
    const [, last] = ranges[this.#range]!;
    if (this.#next > last) {
      const range = ranges[++this.#range];
      if (range === undefined) throw new Error("All characters are used up.");
      [this.#next] = range;
    }
    return String.fromCharCode(this.#next++);
  }
}

export class Typist {
  readonly client: TestClient;
  readonly typed: string[] = [];
  readonly acknowledged: Set<string> = new Set();
  readonly #characters: Characters;
  /** Clocks of this page's own client that its typing began and ended with, one entry a character. */
  readonly #ends: number[] = [];

  constructor(client: TestClient, characters: Characters) {
    this.client = client;
    this.#characters = characters;
  }

  type(): void {
    const character = this.#characters.take();
    this.typed.push(character);
    this.client.cell(0).insert(this.client.text.length, character);
    this.#ends.push(Y.getState(this.client.doc.store, this.client.doc.clientID));
  }

  addCell(id: string): void {
    const cell = new Y.Map<unknown>([
      ["id", id],
      ["cell_type", "markdown"],
      ["source", new Y.Text("")],
      ["metadata", new Y.Map()],
    ]);
    this.client.doc.getArray("cells").push([cell]);
  }

  /** Reads what the server vouched for since the last call. */
  collect(): void {
    const own = this.client.doc.clientID;
    for (const notice of this.client.notices.splice(0)) {
      if (notice.type !== "ack" && notice.type !== "flushed") continue;
      const clock = Y.decodeStateVector(Buffer.from(notice["sv"] as string, "base64")).get(own) ?? 0;
      for (const [index, end] of this.#ends.entries()) {
        if (end <= clock) this.acknowledged.add(this.typed[index]!);
      }
    }
  }
}

export interface Outcome {
  /** What every page shows in its first cell. */
  readonly text: string;
  readonly acknowledged: number;
  readonly lost: readonly string[];
  readonly doubled: number;
  readonly cellsDoubled: number;
}

/** Waits until every page has all that was typed, and counts what is wrong. @param before what stood there at first */
export async function outcomeOf(typists: readonly Typist[], before: number, patience?: number): Promise<Outcome> {
  const [first] = typists;
  if (first === undefined) throw new Error("Nobody typed.");
  const total = before + typists.reduce((sum, { typed }) => sum + typed.length, 0);
  await eventually(
    "every page has all that was typed",
    () =>
      typists.every(({ client }) => client.isSynced && client.text.length >= total) &&
      new Set(typists.map(({ client }) => client.text)).size === 1,
    patience,
  );
  for (const typist of typists) typist.collect();
  const { text } = first.client;
  const acknowledged = typists.flatMap((typist) => [...typist.acknowledged]);
  const ids = first.client.doc.getArray<Y.Map<unknown>>("cells").map((cell) => cell.get("id"));
  return {
    text,
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((character) => !text.includes(character)),
    doubled: text.length - new Set(text).size,
    cellsDoubled: ids.length - new Set(ids).size,
  };
}
