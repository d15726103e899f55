/**
 * Tells the trainers' pages that the board is another: soon after an event, and now and then because time itself changes it. It tells
 * that, and not what: a page asks for what it shows, no more often than it can show it, and a burst of checks costs one look.
 */
import type { Board } from "@data-surgery/contract";
import type { Progress } from "./progress.js";

export type BoardListener = () => void;

export interface BoardFeed {
  /** The listener is called at once and after each change. */
  subscribe(workshopId: string, listener: BoardListener): Disposable;
  /** Something that stands on the board beside progress is another. */
  changed(workshopId: string): void;
}

export interface BoardFeedOptions {
  readonly progress: Progress;
  readonly onError: (error: unknown) => void;
  /** Changes closer together than this are told together (milliseconds). */
  readonly gather?: number;
  /** How often the board is looked at without an event: people join, minutes pass. */
  readonly period?: number;
}

export function createBoardFeed({ progress, onError, gather = 150, period = 3000 }: BoardFeedOptions): BoardFeed {
  const watched = new Map<string, WatchedBoard>();
  return {
    subscribe: (workshopId, listener) => {
      const known = watched.get(workshopId);
      const board = known ?? new WatchedBoard({ workshopId, progress, onError, gather, period });
      watched.set(workshopId, board);
      board.add(listener);
      return {
        [Symbol.dispose]: () => {
          board.delete(listener);
          if (!board.isEmpty) return;
          board[Symbol.dispose]();
          watched.delete(workshopId);
        },
      };
    },
    changed: (workshopId) => watched.get(workshopId)?.note(),
  };
}

interface Watch extends Required<BoardFeedOptions> {
  readonly workshopId: string;
}

/** One workshop's board while somebody looks at it. */
class WatchedBoard implements Disposable {
  readonly #watch: Watch;
  readonly #listeners = new Set<BoardListener>();
  readonly #hearing: Disposable;
  readonly #interval: NodeJS.Timeout;
  #soon: NodeJS.Timeout | undefined;
  #seen: Board | undefined;
  #isLooking = false;

  constructor(watch: Watch) {
    this.#watch = watch;
    this.#hearing = watch.progress.onEvent(watch.workshopId, () => this.note());
    this.#interval = setInterval(() => this.#look(), watch.period);
  }

  get isEmpty(): boolean {
    return this.#listeners.size === 0;
  }

  add(listener: BoardListener): void {
    this.#listeners.add(listener);
    listener();
  }

  delete(listener: BoardListener): void {
    this.#listeners.delete(listener);
  }

  note(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.#tell();
    }, this.#watch.gather);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Whether anything but the clock has changed since the last look. */
  #look(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#watch.progress
      .board(this.#watch.workshopId)
      .then((board) => {
        const isNews = this.#seen !== undefined && !isSameBoard(this.#seen, board);
        this.#seen = board;
        if (isNews) this.#tell();
      })
      .catch(this.#watch.onError)
      .finally(() => (this.#isLooking = false));
  }

  [Symbol.dispose](): void {
    this.#hearing[Symbol.dispose]();
    clearInterval(this.#interval);
    clearTimeout(this.#soon);
  }
}

/** A row that did not change is the same object. */
function isSameBoard(a: Board, b: Board): boolean {
  if (a.columns !== b.columns || a.rows.length !== b.rows.length) return false;
  if (a.counts.working !== b.counts.working || a.counts.waiting !== b.counts.waiting) return false;
  return a.rows.every((row, at) => row === b.rows[at]);
}
