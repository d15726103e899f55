/**
 * The people of one open room: performs what `room-people.ts` decides, keeps suggestions and the chat line, and tells the pages.
 * Commands stand in line; each is written down before anybody hears of it, and then decided once more on the state of that moment,
 * because people come and go while the disk is busy.
 */
import {
  AppError,
  cellLabel,
  roleAllows,
  standingAt,
  type ChatMessage,
  type NamedPerson,
  type PeopleCommand,
  type PeopleNotice,
  type PeopleReply,
  type RaisedHand,
  type RoomRole,
  type Suggestion,
  type Visitor,
} from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import type * as Y from "yjs";
import { encodeNotice } from "./frames.js";
import { cellsOf } from "./notebook-document.js";
import { mostDecided, mostMessages, type PeopleStore, type StoredRoom } from "./people-store.js";
import type { Line } from "./room.js";
import {
  applyPeople,
  assertRole,
  manages,
  openPeople,
  roleOf,
  viewPeople,
  waitingState,
  type Actor,
  type Happening,
  type PeopleEffect,
  type PeopleState,
} from "./room-people.js";
import { decided, openSuggestion, planSuggestion, writeSuggestion } from "./suggestion-list.js";

/** Somebody put a hand up, or took it down: for the trainer's board. */
export interface HandChange {
  readonly personId: string;
  readonly workshopId: string;
  readonly path: string;
  readonly hand: RaisedHand | null;
}

export interface PeopleKeeperOptions {
  readonly documentId: string;
  readonly stored: StoredRoom;
  readonly store: PeopleStore;
  /** Where the document is now. */
  readonly path: () => string;
  readonly now: () => number;
  readonly onHand: (change: HandChange) => Promise<void>;
  readonly failed: (error: unknown) => void;
  /** Changes the document as the server; durable when it resolves. */
  edit<T>(change: (doc: Y.Doc) => T): Promise<T>;
  /** A proposal is in the document now. */
  accepted(suggestion: Suggestion, by: NamedPerson): void;
  /** Somebody's rights are different from now on. */
  rightsChanged(): void;
}

interface Seat {
  readonly visitor: Visitor;
  readonly line: Line;
  /** The frames that say what this page was told last; undefined while it waits to be let in. */
  told: readonly Uint8Array[] | undefined;
}

export class PeopleKeeper {
  readonly #options: PeopleKeeperOptions;
  readonly #seats = new Set<Seat>();
  #state: PeopleState;
  #suggestions: readonly Suggestion[];
  #messages: readonly ChatMessage[];
  #line: Promise<unknown> = Promise.resolve();

  constructor(options: PeopleKeeperOptions) {
    this.#options = options;
    this.#state = openPeople(options.stored.people);
    this.#suggestions = options.stored.suggestions;
    this.#messages = options.stored.messages;
  }

  roleOf(visitor: Visitor): RoomRole | undefined {
    return roleOf(this.#state, visitor.personId, standingAt(visitor, this.#options.path()));
  }

  /** @returns to be called when the line is gone */
  join(visitor: Visitor, line: Line): () => void {
    const seat: Seat = { visitor, line, told: undefined };
    this.#seats.add(seat);
    this.#passBy(visitor, "came");
    return () => {
      if (this.#seats.delete(seat)) this.#passBy(visitor, "left");
    };
  }

  /** All that a page of this visitor would be told now: for one that began to listen too late. */
  notices(visitor: Visitor): PeopleNotice[] {
    const standing = standingAt(visitor, this.#options.path());
    const role = roleOf(this.#state, visitor.personId, standing);
    if (role === undefined) return [this.#waitingNotice(visitor.personId)];
    const isCommon = !this.#options.path().startsWith("people/");
    const isOwner = manages(standing);
    const visits: PeopleNotice[] = isOwner && !isCommon ? [{ type: "visits", visits: this.#state.visits }] : [];
    return [
      { type: "role", role, manages: isOwner },
      { type: "people", ...viewPeople(this.#state, isCommon, seesHandOf(visitor)) },
      ...visits,
      { type: "suggestions", suggestions: this.#suggestions },
      { type: "messages", messages: this.#messages },
    ];
  }

  /** Pages that wait are told so now and then: a page that hears nothing for half a minute takes its line for broken. */
  remindWaiting(): void {
    for (const seat of this.#seats) if (this.roleOf(seat.visitor) === undefined) this.#tellWaiting(seat);
  }

  /**
   * One thing that somebody asks for. Durable and told when it resolves.
   * @throws AppError `rooms.ask-first`, `rooms.role-needed`, `rooms.owner-only`, `rooms.gone`, `rooms.too-many`, `store.*`
   */
  command(visitor: Visitor, command: PeopleCommand): Promise<PeopleReply> {
    const done = this.#line.then(() => this.#perform(visitor, command));
    this.#line = done.catch(() => undefined);
    return done;
  }

  /** Takes a hand down as its owner would: a helper has answered the question elsewhere. */
  lowerHand(personId: string): Promise<unknown> {
    const by = { personId, name: "", color: "", standing: "owner" } as const;
    const happening = { event: { type: "lower-hand" }, by, at: this.#options.now(), id: randomUUID() } as const;
    const done = this.#line.then(() => this.#change(happening));
    this.#line = done.catch(() => undefined);
    return done;
  }

  /** Somebody came by a code that the owner gave out. Durable and told when it resolves. @throws AppError `rooms.ask-first` */
  admit(visitor: Visitor, role: RoomRole, codeFrom: number): Promise<PeopleReply> {
    const happening = (): Happening => ({
      event: { type: "admitted", role, codeFrom },
      by: this.#actor(visitor),
      at: this.#options.now(),
      id: randomUUID(),
    });
    const done = this.#line.then(() => this.#change(happening()));
    this.#line = done.catch(() => undefined);
    return done;
  }

  /** Everybody's time here ends, and all of it is written down. */
  async close(): Promise<void> {
    for (const seat of this.#seats) {
      this.#seats.delete(seat);
      this.#passBy(seat.visitor, "left");
    }
    await this.#line;
  }

  /** Somebody's data has been erased in the store: nothing of it stays in memory either. */
  forget(personId: string): void {
    const kept = new Map(this.#state.kept);
    kept.delete(personId);
    const visits = this.#state.visits.filter((visit) => visit.personId !== personId);
    const owner = this.#state.owner?.personId === personId ? null : this.#state.owner;
    const keyboard = this.#state.keyboard?.personId === personId ? null : this.#state.keyboard;
    this.#state = { ...this.#state, kept, visits, owner, keyboard };
    this.#suggestions = this.#suggestions
      .filter((one) => one.author.personId !== personId)
      .map((one) => (one.decidedBy?.personId === personId ? { ...one, decidedBy: null } : one));
    this.#messages = this.#messages.filter((one) => one.author.personId !== personId);
    for (const seat of this.#seats) seat.told = undefined;
    this.#tellAll();
  }

  async #perform(visitor: Visitor, command: PeopleCommand): Promise<PeopleReply> {
    const by = this.#actor(visitor);
    switch (command.type) {
      case "suggest":
        return this.#suggest(by, command);
      case "withdraw":
      case "accept":
      case "decline":
        return this.#decide(by, command);
      case "say":
        return this.#say(by, command.text, command.cellId);
      case "erase-message":
        return this.#eraseMessage(by, command.id);
      case "raise-hand": {
        const label = await this.#labelOf(command.cellId);
        return this.#change({ event: { ...command, label }, by, at: this.#options.now(), id: randomUUID() });
      }
      default:
        return this.#change({ event: command, by, at: this.#options.now(), id: randomUUID() });
    }
  }

  async #change(happening: Happening): Promise<PeopleReply> {
    const planned = applyPeople(this.#state, happening);
    await this.#keep(planned.state, planned.effects);
    // Who came or left in between stays so.
    this.#state = applyPeople(this.#state, happening).state;
    this.#tellAll();
    return { type: "done" };
  }

  /** Coming and going can't wait for the disk: what is to be kept of it follows. */
  #passBy(visitor: Visitor, type: "came" | "left"): void {
    const happening = { event: { type }, by: this.#actor(visitor), at: this.#options.now(), id: randomUUID() } as const;
    const { state, effects } = applyPeople(this.#state, happening);
    this.#state = state;
    this.#tellAll();
    if (effects.length === 0) return;
    this.#line = this.#line.then(() => this.#keep(this.#state, effects)).catch(this.#options.failed);
  }

  async #keep(state: PeopleState, effects: readonly PeopleEffect[]): Promise<void> {
    const { store, documentId, onHand, path } = this.#options;
    for (const effect of effects) {
      switch (effect.type) {
        case "keep-settings":
          await store.keepSettings(documentId, state);
          break;
        case "keep-person": {
          const person = state.kept.get(effect.personId);
          if (person !== undefined) await store.keepPerson(documentId, person);
          break;
        }
        case "keep-visits":
          for (const visit of state.visits) if (effect.ids.includes(visit.id)) await store.keepVisit(documentId, visit);
          break;
        case "hand": {
          const workshopId = this.#visitorOf(effect.personId)?.workshopId;
          const { personId, hand } = effect;
          if (workshopId !== undefined) await onHand({ personId, workshopId, path: path(), hand });
          break;
        }
      }
    }
  }

  async #suggest(
    by: Actor,
    { cellId, base, text }: PeopleCommand & { readonly type: "suggest" },
  ): Promise<PeopleReply> {
    assertRole(this.#state, by, "suggest", "suggest changes");
    const isThere = await this.#options.edit((doc) =>
      cellsOf(doc)
        .toArray()
        .some((cell) => cell.get("id") === cellId),
    );
    if (!isThere) throw new AppError("rooms.gone");
    const author = { personId: by.personId, name: by.name };
    const made: Suggestion = {
      id: randomUUID(),
      cellId,
      author,
      base,
      text,
      at: this.#options.now(),
      state: "open",
      decidedBy: null,
    };
    const plan = planSuggestion(this.#suggestions, made);
    if (plan.replaced !== undefined) await this.#keepSuggestion(plan.replaced);
    await this.#keepSuggestion(made);
    return { type: "done" };
  }

  async #decide(
    by: Actor,
    command: PeopleCommand & { readonly type: "withdraw" | "accept" | "decline" },
  ): Promise<PeopleReply> {
    const found = openSuggestion(this.#suggestions, command.id);
    if (command.type === "withdraw") {
      assertRole(this.#state, by, "observe", "look at it");
      if (found.author.personId !== by.personId) throw new AppError("rooms.owner-only");
      await this.#keepSuggestion(decided(found, "withdrawn", by));
      return { type: "done" };
    }
    // The owner decides also while somebody else has the keyboard.
    if (!manages(by.standing)) assertRole(this.#state, by, "edit", "change cells");
    if (command.type === "decline") {
      await this.#keepSuggestion(decided(found, "declined", by));
      return { type: "done" };
    }
    const written = await this.#options.edit((doc) => writeSuggestion(doc, found, command.replace === true));
    if (written.type !== "done") return written;
    this.#options.accepted(found, by);
    await this.#keepSuggestion(decided(found, "accepted", by));
    return written;
  }

  async #keepSuggestion(suggestion: Suggestion): Promise<void> {
    await this.#options.store.keepSuggestion(this.#options.documentId, suggestion);
    const others = this.#suggestions.filter((one) => one.id !== suggestion.id);
    const past = others.filter((one) => one.state !== "open");
    const forgotten = new Set(past.slice(0, Math.max(0, past.length - mostDecided)));
    this.#suggestions = [...others.filter((one) => !forgotten.has(one)), suggestion].toSorted((a, b) => a.at - b.at);
    this.#tellInside({ type: "suggestion", suggestion });
  }

  async #say(by: Actor, text: string, cellId: string | null): Promise<PeopleReply> {
    assertRole(this.#state, by, "observe", "look at it");
    const author = { personId: by.personId, name: by.name };
    const message: ChatMessage = {
      id: randomUUID(),
      author,
      color: by.color,
      text,
      cellId,
      at: this.#options.now(),
    };
    await this.#options.store.keepMessage(this.#options.documentId, message);
    this.#messages = [...this.#messages, message].slice(-mostMessages);
    this.#tellInside({ type: "message", message });
    return { type: "done" };
  }

  async #eraseMessage(by: Actor, id: string): Promise<PeopleReply> {
    assertRole(this.#state, by, "observe", "look at it");
    const found = this.#messages.find((message) => message.id === id);
    if (found === undefined) throw new AppError("rooms.gone");
    if (found.author.personId !== by.personId && !manages(by.standing)) throw new AppError("rooms.owner-only");
    await this.#options.store.eraseMessage(this.#options.documentId, id);
    this.#messages = this.#messages.filter((message) => message.id !== id);
    this.#tellInside({ type: "message-erased", id });
    return { type: "done" };
  }

  /** @throws AppError `rooms.gone` */
  async #labelOf(cellId: string): Promise<string> {
    const cells = await this.#options.edit((doc) =>
      cellsOf(doc)
        .toArray()
        .map((cell) => {
          const { id, metadata } = cell.toJSON() as { id: string; metadata?: Record<string, unknown> };
          return { id, surgery: metadata?.["data_surgery"] };
        }),
    );
    if (!cells.some((cell) => cell.id === cellId)) throw new AppError("rooms.gone");
    return cellLabel(cells, cellId);
  }

  #actor(visitor: Visitor): Actor {
    const { personId, name, color } = visitor;
    return { personId, name, color, standing: standingAt(visitor, this.#options.path()) };
  }

  #visitorOf(personId: string): Visitor | undefined {
    for (const { visitor } of this.#seats) if (visitor.personId === personId) return visitor;
    return undefined;
  }

  #tellAll(): void {
    this.#options.rightsChanged();
    const isCommon = !this.#options.path().startsWith("people/");
    const viewFor = this.#viewsByReader(isCommon);
    const visits = encodeNotice({ type: "visits", visits: this.#state.visits });
    for (const seat of this.#seats) {
      const standing = standingAt(seat.visitor, this.#options.path());
      const role = roleOf(this.#state, seat.visitor.personId, standing);
      if (role === undefined) {
        seat.told = undefined;
        this.#tellWaiting(seat);
        continue;
      }
      const isOwner = manages(standing);
      const now = [encodeNotice({ type: "role", role, manages: isOwner }), viewFor(seat.visitor)];
      if (isOwner && !isCommon) now.push(visits);
      // What a page knows already is not said again.
      const before = seat.told;
      for (const [at, frame] of now.entries()) if (!isSame(before?.[at], frame)) seat.line.send(frame);
      seat.told = now;
      if (before !== undefined) continue;
      seat.line.send(encodeNotice({ type: "suggestions", suggestions: this.#suggestions }));
      seat.line.send(encodeNotice({ type: "messages", messages: this.#messages }));
    }
  }

  /** Encoded once for all who see the same: who helps sees every hand, anybody else only their own. */
  #viewsByReader(isCommon: boolean): (visitor: Visitor) => Uint8Array {
    const frames = new Map<string, Uint8Array>();
    return (visitor) => {
      const hasHand = this.#state.kept.get(visitor.personId)?.hand != null;
      const reader = roleAllows(visitor.role, "trainer") ? "helper" : hasHand ? visitor.personId : "member";
      const known = frames.get(reader);
      if (known !== undefined) return known;
      const view = viewPeople(this.#state, isCommon, seesHandOf(visitor));
      const frame = encodeNotice({ type: "people", ...view });
      frames.set(reader, frame);
      return frame;
    };
  }

  #tellInside(notice: PeopleNotice): void {
    const frame = encodeNotice(notice);
    for (const seat of this.#seats) if (this.roleOf(seat.visitor) !== undefined) seat.line.send(frame);
  }

  #tellWaiting(seat: Seat): void {
    seat.line.send(encodeNotice(this.#waitingNotice(seat.visitor.personId)));
  }

  #waitingNotice(personId: string): PeopleNotice {
    return { type: "waiting", state: waitingState(this.#state, personId), owner: this.#state.owner?.name ?? "" };
  }
}

const isSame = (a: Uint8Array | undefined, b: Uint8Array): boolean => a !== undefined && Buffer.compare(a, b) === 0;

/** That somebody asks for help is for helpers' eyes (SPEC RO26). */
const seesHandOf =
  (visitor: Visitor) =>
  (personId: string): boolean =>
    personId === visitor.personId || roleAllows(visitor.role, "trainer");
