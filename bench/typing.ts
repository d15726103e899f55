/** Many people type, five keystrokes a second each; how long until a keystroke is on the other pages. */
import { setTimeout as delay } from "node:timers/promises";
import { RoomTypist, tokenLength, type RoomAddress } from "./room-typist.ts";
import { percentile } from "./statistics.ts";

export interface Latency {
  readonly p50: number;
  readonly p99: number;
  /** Keystrokes that arrived on at least one other page. */
  readonly arrived: number;
  readonly typed: number;
}

export interface Group {
  readonly address: RoomAddress | ((page: number) => RoomAddress);
  readonly pages: number;
  /** How many of the pages type; the others only look. */
  readonly typing: number;
  /** How many of the pages read. */
  readonly reading: number;
}

const pause = 200;

export async function measureTyping(groups: readonly Group[], seconds: number): Promise<Latency> {
  const sent = new Map<string, number>();
  const seen = new Set<string>();
  const samples: number[] = [];
  const arrived = (token: string): void => {
    const at = sent.get(token);
    if (at === undefined) return;
    samples.push(performance.now() - at);
    seen.add(token);
  };
  const typists: RoomTypist[] = [];
  const all: RoomTypist[] = [];
  for (const group of groups) {
    for (let page = 0; page < group.pages; page++) {
      const address = typeof group.address === "function" ? group.address(page) : group.address;
      const typist = await RoomTypist.open({ address, reads: page < group.reading, arrived });
      all.push(typist);
      if (page < group.typing) typists.push(typist);
    }
  }
  let count = 0;
  const until = performance.now() + seconds * 1000;
  await Promise.all(
    typists.map(async (typist, index) => {
      await delay((index * pause) / typists.length);
      while (performance.now() < until) {
        const token = (count++).toString(36).padStart(tokenLength, "0");
        sent.set(token, performance.now());
        typist.type(token);
        await delay(pause);
      }
    }),
  );
  // What is still on its way counts too: a server that is behind must not look fast.
  const patience = performance.now() + 30_000;
  while (seen.size < sent.size && performance.now() < patience) await delay(100);
  for (const typist of all) typist.close();
  return { p50: percentile(samples, 50), p99: percentile(samples, 99), arrived: seen.size, typed: sent.size };
}
