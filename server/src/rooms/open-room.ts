/** A room with everything that belongs to it while it is open: its file, its runs, and the one timer that plans saving and leaving. */
import { AppError, roleReaches, type Visitor } from "@data-surgery/contract";
import type { CellRuns } from "./cell-runs.js";
import type { FileLink } from "./file-link.js";
import type { PeopleKeeper } from "./people-keeper.js";
import type { Line, Member, Room } from "./room.js";
import type { RoomEvent } from "./room-event.js";
import {
  applyRoomEvent,
  newRoomState,
  planRoom,
  type RoomState,
  type RoomStateEvent,
  type RoomTimes,
} from "./room-state.js";
import type { VersionKeeper } from "./version-keeper.js";

export interface OpenRoomOptions {
  readonly room: Room;
  readonly type: "notebook" | "file";
  readonly link: FileLink;
  readonly runs: CellRuns;
  readonly people: PeopleKeeper;
  readonly versions: VersionKeeper;
  readonly times: RoomTimes;
  readonly now: () => number;
  evict(): void;
  readonly onEvent: (event: RoomEvent) => void;
}

/** How often a room looks at its file, its slow lines and what is pending. */
const lookEvery = 2000;
const awarenessPace = 40;

export class OpenRoom {
  readonly room: Room;
  readonly type: "notebook" | "file";
  readonly link: FileLink;
  readonly runs: CellRuns;
  readonly people: PeopleKeeper;
  readonly versions: VersionKeeper;
  readonly #leaving = new Map<Member, () => void>();
  readonly #options: OpenRoomOptions;
  #state: RoomState;
  #timer: NodeJS.Timeout | undefined;
  #awarenessTimer: NodeJS.Timeout | undefined;
  readonly #looking: NodeJS.Timeout;
  #closed = false;

  constructor(options: OpenRoomOptions) {
    this.#options = options;
    this.room = options.room;
    this.type = options.type;
    this.link = options.link;
    this.runs = options.runs;
    this.people = options.people;
    this.versions = options.versions;
    this.#state = newRoomState(options.now());
    this.#looking = setInterval(() => this.#look(), lookEvery);
    this.#plan();
  }

  get isUnsaved(): boolean {
    return this.#state.unsaved !== undefined || this.#state.isSaving;
  }

  /** Nobody and nothing needs it any more. */
  get isLeavable(): boolean {
    return !this.room.hasWork && planRoom(this.#state, this.#options.now(), this.#options.times).type === "evict";
  }

  join(visitor: Visitor, line: Line): Member {
    const { people } = this;
    const member: Member = {
      visitor,
      line,
      mayRead: () => people.roleOf(visitor) !== undefined,
      mayWrite: () => roleReaches(people.roleOf(visitor), "edit"),
    };
    this.note("joined");
    this.#leaving.set(member, people.join(visitor, line));
    this.room.join(member);
    return member;
  }

  leave(member: Member): void {
    this.room.leave(member);
    this.#leaving.get(member)?.();
    this.#leaving.delete(member);
    this.note("left");
    this.awarenessChanged();
  }

  /** Keeps the room open while `work` goes on. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.note("held");
    try {
      return await work();
    } finally {
      this.note("released");
    }
  }

  note(type: RoomStateEvent["type"]): void {
    this.#state = applyRoomEvent(this.#state, { type, at: this.#options.now() });
    this.#plan();
  }

  /** Cursors move often: what changed goes out at most 25 times a second. */
  awarenessChanged(): void {
    if (!this.room.hasAwarenessNews) return;
    this.#awarenessTimer ??= setTimeout(() => {
      this.#awarenessTimer = undefined;
      this.room.flushAwareness();
    }, awarenessPace);
  }

  /** @throws AppError when the file can't be written now; it is tried again later */
  async save(): Promise<void> {
    this.note("save-started");
    try {
      await this.link.save();
    } catch (error) {
      this.note("save-failed");
      this.#fail("writing the file", error);
      throw error;
    }
    this.note("saved");
  }

  /** Decides anew in a while. */
  postpone(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#plan(), lookEvery);
  }

  #plan(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#closed) return;
    const plan = planRoom(this.#state, this.#options.now(), this.#options.times);
    switch (plan.type) {
      case "save":
        // A failure was reported and is planned for again.
        this.save().catch(() => undefined);
        break;
      case "evict":
        this.#options.evict();
        break;
      case "wait":
        this.#timer = setTimeout(() => this.#plan(), Math.max(1, plan.until - this.#options.now()));
        break;
      case "rest":
        break;
    }
  }

  #look(): void {
    this.room.checkPending();
    this.room.catchUpSlowLines();
    this.people.remindWaiting();
    this.link.check().catch((error: unknown) => {
      const isGone = error instanceof AppError && error.code === "contents.not-found";
      // Moved away by another program: the next save brings it back.
      if (isGone) return;
      this.#fail("looking at the file", error);
    });
  }

  #fail(what: string, error: unknown): void {
    this.#options.onEvent({ type: "failed", documentId: this.room.documentId, what, error });
  }

  /** No timers after this. */
  stop(): void {
    this.#closed = true;
    this.runs.close();
    clearTimeout(this.#timer);
    clearTimeout(this.#awarenessTimer);
    clearInterval(this.#looking);
  }
}
