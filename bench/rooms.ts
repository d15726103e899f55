/** From a keystroke on one page to the same keystroke on another, durable in between: everybody types five characters a second. */
import { setTimeout as delay } from "node:timers/promises";
import type * as Y from "yjs";
import type { Member, RoomClient } from "./member.ts";
import { percentile } from "./statistics.ts";

export interface RoomFigures {
  readonly p50: number;
  readonly p99: number;
}

/** @param people one member a client; `path` is a notebook that all of them may write */
export async function measureRoom(people: readonly Member[], path: string, seconds: number): Promise<RoomFigures> {
  const clients = await Promise.all(people.map((member) => member.openRoom(path)));
  const sent = new Map<string, number>();
  const samples: number[] = [];
  for (const client of clients) {
    marks(client).observe((event) => {
      for (const key of event.keysChanged) {
        const at = sent.get(key);
        if (at !== undefined && !event.transaction.local) samples.push(performance.now() - at);
      }
    });
  }
  const until = performance.now() + seconds * 1000;
  await Promise.all(
    clients.map(async (client, index) => {
      await delay((index * 200) / clients.length);
      for (let count = 0; performance.now() < until; count++) {
        const key = `bench-${index}-${count}`;
        sent.set(key, performance.now());
        marks(client).set(key, 1);
        await delay(200);
      }
    }),
  );
  await delay(500);
  for (const client of clients) client.close();
  return { p50: percentile(samples, 50), p99: percentile(samples, 99) };
}

/** A map beside the notebook's own: the same path through validation, log and relay as a typed character. */
const marks = (client: RoomClient): Y.Map<number> => client.doc.getMap<number>("bench");
