/** Whom this page follows, and why; where that person is. Decides, moves nothing. No DOM. */
import { Signal, type ISignal } from "@lumino/signaling";
import type { RoomModel } from "./room-model.js";
import type { RoomPerson } from "./room-people-here.js";

export interface Following {
  readonly leader: RoomPerson;
  /** "attention": they asked everybody. */
  readonly because: "chosen" | "attention";
}

export class FollowModel {
  readonly #room: RoomModel;
  readonly #changed = new Signal<this, void>(this);
  #leader: string | undefined;
  #because: Following["because"] = "chosen";
  /** The call to attention that was answered, so that it is not followed again after one left. */
  #answered: string | undefined;

  constructor(room: RoomModel) {
    this.#room = room;
    room.changed.connect(this.#onRoom);
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get now(): Following | undefined {
    const leader = this.#room.here.find((person) => person.key === this.#leader);
    return leader === undefined ? undefined : { leader, because: this.#because };
  }

  follow(personId: string): void {
    this.#set(personId, "chosen");
  }

  stop(): void {
    this.#set(undefined, "chosen");
  }

  dispose(): void {
    this.#room.changed.disconnect(this.#onRoom);
    Signal.clearData(this);
  }

  readonly #onRoom = (): void => {
    const { attention } = this.#room.view;
    if (attention === null) {
      this.#answered = undefined;
      if (this.#because === "attention") this.stop();
    } else if (attention.personId !== this.#answered && attention.personId !== this.#room.self) {
      this.#answered = attention.personId;
      this.#set(attention.personId, "attention");
    }
    // Whoever has left leads nobody.
    if (this.#leader !== undefined && this.now === undefined && this.#because === "chosen") this.stop();
    else if (this.#leader !== undefined) this.#changed.emit();
  };

  #set(leader: string | undefined, because: Following["because"]): void {
    if (this.#leader === leader && this.#because === because) return;
    this.#leader = leader;
    this.#because = because;
    this.#room.setPlace({ following: leader ?? null });
    this.#changed.emit();
  }
}
