/** Tells the trainers' pages when the board changed: soon after an event, and now and then because time itself changes it. */
import type { Board } from "@data-surgery/contract";
import type { Progress } from "./progress.js";

export type BoardListener = (board: Board) => void;

export interface BoardFeed {
  /** The listener hears the board at once and after each change. */
  subscribe(workshopId: string, listener: BoardListener): Disposable;
}

export interface BoardFeedOptions {
  readonly progress: Progress;
  readonly onError: (error: unknown) => void;
  /** Events closer together than this are told together (milliseconds). */
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
  };
}

interface Watch extends Required<Omit<BoardFeedOptions, "period" | "gather">> {
  readonly workshopId: string;
  readonly gather: number;
  readonly period: number;
}

/** One workshop's board while somebody looks at it. */
class WatchedBoard implements Disposable {
  readonly #watch: Watch;
  readonly #listeners = new Set<BoardListener>();
  readonly #hearing: Disposable;
  readonly #interval: NodeJS.Timeout;
  #soon: NodeJS.Timeout | undefined;
  #told = "";
  #running: Promise<void> = Promise.resolve();

  constructor(watch: Watch) {
    this.#watch = watch;
    this.#hearing = watch.progress.onEvent(watch.workshopId, () => {
      this.#soon ??= setTimeout(() => {
        this.#soon = undefined;
        this.#tell();
      }, watch.gather);
    });
    this.#interval = setInterval(() => this.#tell(), watch.period);
  }

  get isEmpty(): boolean {
    return this.#listeners.size === 0;
  }

  add(listener: BoardListener): void {
    this.#listeners.add(listener);
    this.#run(async () => {
      const board = await this.#read();
      // What is new to everybody goes to everybody; what the others have heard goes to the new one alone.
      if (this.#isNews(board)) for (const each of this.#listeners) each(board);
      else if (this.#listeners.has(listener)) listener(board);
    });
  }

  delete(listener: BoardListener): void {
    this.#listeners.delete(listener);
  }

  #tell(): void {
    this.#run(async () => {
      const board = await this.#read();
      if (this.#isNews(board)) for (const listener of this.#listeners) listener(board);
    });
  }

  /** Whether anything but the clock has changed since the board was last told. */
  #isNews(board: Board): boolean {
    const { at: _at, ...lasting } = board;
    const text = JSON.stringify(lasting);
    const isNews = text !== this.#told;
    this.#told = text;
    return isNews;
  }

  #read(): Promise<Board> {
    return this.#watch.progress.board(this.#watch.workshopId);
  }

  /** One after the other, so that an older board never follows a newer one. */
  #run(task: () => Promise<void>): void {
    this.#running = this.#running.then(task).catch(this.#watch.onError);
  }

  [Symbol.dispose](): void {
    this.#hearing[Symbol.dispose]();
    clearInterval(this.#interval);
    clearTimeout(this.#soon);
  }
}
