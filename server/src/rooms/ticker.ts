/**
 * Group commit: whatever reached any room since the last tick goes to the disk in one transaction, then out as one frame a room.
 * A lone edit is written at once; under load the ticks are `pace` apart, and the cost of the disk's flush is shared by all.
 */
import { AppError } from "@data-surgery/contract";
import type { Batch, Room } from "./room.js";

export interface TickerOptions {
  append(batches: readonly Batch[]): Promise<void>;
  /** Gets a room's document from the log again. */
  reload(room: Room): Promise<void>;
  /** Shortest time from tick to tick, in milliseconds. */
  readonly pace: number;
  readonly now: () => number;
  failed(error: unknown): void;
}

export class Ticker {
  readonly #options: TickerOptions;
  readonly #waiting = new Set<Room>();
  readonly #reloading = new Set<Room>();
  #lastTick = 0;
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  #idle: PromiseWithResolvers<void> | undefined;
  #next: PromiseWithResolvers<void> = Promise.withResolvers();

  constructor(options: TickerOptions) {
    this.#options = options;
  }

  wake(room: Room): void {
    this.#waiting.add(room);
    this.#schedule();
  }

  /** Resolves when nothing waits any more. */
  async settle(): Promise<void> {
    if (!this.#running && this.#timer === undefined && this.#reloading.size === 0) return;
    this.#idle ??= Promise.withResolvers();
    await this.#idle.promise;
  }

  /** Runs something that must not meet a tick, between two of them. */
  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    while (this.#running) await this.#next.promise;
    this.#running = true;
    try {
      return await work();
    } finally {
      this.#ticked();
    }
  }

  #schedule(): void {
    if (this.#running || this.#timer !== undefined) return;
    const wait = this.#lastTick + this.#options.pace - this.#options.now();
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        if (this.#running) return;
        this.#running = true;
        void this.#tick().finally(() => this.#ticked());
      },
      Math.max(0, wait),
    );
  }

  #ticked(): void {
    this.#running = false;
    this.#next.resolve();
    this.#next = Promise.withResolvers();
    if ([...this.#waiting].some((room) => !this.#reloading.has(room))) this.#schedule();
    else if (this.#reloading.size === 0) {
      this.#idle?.resolve();
      this.#idle = undefined;
    }
  }

  async #tick(): Promise<void> {
    this.#lastTick = this.#options.now();
    const collected: { room: Room; batch: Batch }[] = [];
    // Those that wait now: collecting may wake a room again (a line that was refused leaves), and it must not be collected twice.
    const now = [...this.#waiting];
    for (const room of now) {
      if (this.#reloading.has(room)) continue;
      this.#waiting.delete(room);
      if (!room.needsReload) this.#collect(room, collected);
      if (room.needsReload) this.#reload(room);
    }
    if (collected.length === 0) return;
    const failure = await this.#append(collected.map(({ batch }) => batch));
    for (const { room } of collected) {
      if (failure === undefined) room.committed();
      else room.failed(failure);
      if (room.needsReload) this.#reload(room);
    }
  }

  #collect(room: Room, collected: { room: Room; batch: Batch }[]): void {
    try {
      const batch = room.collect();
      if (batch !== undefined) collected.push({ room, batch });
      else if (!room.needsReload) room.committed();
    } catch (error) {
      // A fault of ours in one room must not stop the others: it starts again from its log.
      this.#options.failed(error);
      room.failed(new AppError("rooms.unavailable", {}, { cause: error }));
    }
  }

  async #append(batches: readonly Batch[]): Promise<AppError | undefined> {
    try {
      await this.#options.append(batches);
      return undefined;
    } catch (error) {
      this.#options.failed(error);
      return new AppError(isFull(error) ? "store.full" : "rooms.unavailable", {}, { cause: error });
    }
  }

  #reload(room: Room): void {
    if (this.#reloading.has(room)) return;
    this.#reloading.add(room);
    this.#options
      .reload(room)
      .catch((error: unknown) => {
        this.#options.failed(error);
        room.close(new AppError("rooms.unavailable", {}, { cause: error }));
      })
      .finally(() => {
        this.#reloading.delete(room);
        if (!this.#running) this.#ticked();
      });
  }
}

function isFull(error: unknown): boolean {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "SQLITE_FULL" || code === "ENOSPC" || code === "53100";
}
