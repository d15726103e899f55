/**
 * The people of one open notebook as this page knows them: what the server told, what the pages say of themselves, and what this
 * person may ask for. The server decides; this only remembers and asks. No DOM.
 */
import type {
  ChatMessage,
  PeopleCommand,
  PeopleNotice,
  PeopleReply,
  RoomPeople,
  RoomRole,
  Suggestion,
  Visit,
} from "@data-surgery/contract";
import { Signal, type ISignal } from "@lumino/signaling";
import { roomPeopleHere, type OwnPlace, type RoomPerson } from "./room-people-here.js";

/** The part of y-protocols' awareness that is used. */
export interface PageStates {
  readonly clientID: number;
  getStates(): ReadonlyMap<number, Readonly<Record<string, unknown>>>;
  setLocalStateField(field: string, value: unknown): void;
  on(event: "change", listener: () => void): void;
  off(event: "change", listener: () => void): void;
}

export interface RoomModelOptions {
  readonly states: PageStates;
  /** Person id of whoever sits here. */
  readonly self: string;
  readonly ask: (command: PeopleCommand) => Promise<PeopleReply>;
}

export type RoomNews = "people" | "suggestions" | "messages";

const nobody: RoomPeople = {
  owner: null,
  openAs: null,
  people: [],
  keyboard: null,
  keyboardAsked: null,
  attention: null,
};

export class RoomModel {
  readonly self: string;
  /** Undefined until the server has said, and while this page waits to be let in. */
  role: RoomRole | undefined;
  /** May change who may what. */
  manages: boolean = false;
  waiting: (PeopleNotice & { readonly type: "waiting" }) | undefined;
  view: RoomPeople = nobody;
  visits: readonly Visit[] = [];
  readonly suggestions: Map<string, Suggestion> = new Map();
  messages: readonly ChatMessage[] = [];
  /** Everybody else who is in. */
  here: readonly RoomPerson[] = [];
  /** The one that was decided or made last while this page was open. */
  latestSuggestion: Suggestion | undefined;
  readonly #options: RoomModelOptions;
  readonly #changed = new Signal<this, RoomNews>(this);
  #place: OwnPlace = { cell: null, following: null };
  #shown = "";

  constructor(options: RoomModelOptions) {
    this.#options = options;
    this.self = options.self;
    options.states.on("change", this.#onStates);
  }

  get changed(): ISignal<this, RoomNews> {
    return this.#changed;
  }

  /** True once the server has said what this person may do: a server without roles never does. */
  get isKnown(): boolean {
    return this.role !== undefined;
  }

  get place(): OwnPlace {
    return this.#place;
  }

  dispose(): void {
    this.#options.states.off("change", this.#onStates);
    Signal.clearData(this);
  }

  /** @throws PlainError in words for the person */
  ask(command: PeopleCommand): Promise<PeopleReply> {
    return this.#options.ask(command);
  }

  /** Tells the other pages where this person is. */
  setPlace(place: Partial<OwnPlace>): void {
    const next = { ...this.#place, ...place };
    if (next.cell === this.#place.cell && next.following === this.#place.following) return;
    this.#place = next;
    this.#options.states.setLocalStateField("surgery", next);
  }

  receive(notice: PeopleNotice): void {
    switch (notice.type) {
      case "waiting":
        this.waiting = notice;
        this.role = undefined;
        this.#changed.emit("people");
        break;
      case "role":
        this.waiting = undefined;
        this.role = notice.role;
        this.manages = notice.manages;
        this.#changed.emit("people");
        break;
      case "people":
        this.view = notice;
        this.#readStates();
        this.#changed.emit("people");
        break;
      case "visits":
        this.visits = notice.visits;
        this.#changed.emit("people");
        break;
      case "suggestions":
        this.suggestions.clear();
        for (const one of notice.suggestions) this.suggestions.set(one.id, one);
        this.#changed.emit("suggestions");
        break;
      case "suggestion":
        this.suggestions.set(notice.suggestion.id, notice.suggestion);
        this.latestSuggestion = notice.suggestion;
        this.#changed.emit("suggestions");
        break;
      case "messages":
        this.messages = notice.messages;
        this.#changed.emit("messages");
        break;
      case "message":
        this.messages = [...this.messages, notice.message];
        this.#changed.emit("messages");
        break;
      case "message-erased":
        this.messages = this.messages.filter((message) => message.id !== notice.id);
        this.#changed.emit("messages");
        break;
      default:
        notice satisfies never;
    }
  }

  /** Cursors move often; only what shows in lists is news. */
  readonly #onStates = (): void => {
    if (this.#readStates()) this.#changed.emit("people");
  };

  #readStates(): boolean {
    const { states } = this.#options;
    this.here = roomPeopleHere(states.getStates(), states.clientID, this.view);
    const shown = JSON.stringify(this.here);
    if (shown === this.#shown) return false;
    this.#shown = shown;
    return true;
  }
}
