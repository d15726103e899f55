/**
 * The one owner of surgeries' days: every tap goes through here, one after the other, is applied by the pure rule and written as a
 * whole. A server that stops loses nothing: the records are the day.
 */
import { AppError } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import { createCode, parseCode, sameSecret } from "../../identity/index.js";
import type { Store } from "../../store/index.js";
import type { Part } from "../places.js";
import type { SignUp, SignUps } from "../sign-ups.js";
import type { Surgeries, SurgeryDate } from "../surgeries.js";
import type { SurgeryTables } from "../tables.js";
import { effectsOf } from "./day-effects.js";
import { applyDay, isHere, isOpen, type Attendance, type DayAction, type DayState } from "./day-state.js";
import { readDay, writeDay, type DayDb } from "./day-store.js";
import { closesItselfAfter, doorTime, isCorrectable } from "./doors.js";

/** Shorter than a join code, so that nobody takes the one for the other. Wrong ones are counted (arrive-routes.ts). */
export const arrivalCodeLength = 6;

export interface DayPerson {
  readonly contactId: string;
  /** "" when they gave none. */
  readonly name: string;
  readonly group: string;
  readonly part: Part;
  readonly need: string;
  readonly skills: string;
  readonly languages: readonly string[];
  readonly accessNeeds: string;
  readonly signUp: SignUp | undefined;
  readonly attendance: Attendance | undefined;
}

export interface DayView {
  readonly date: SurgeryDate;
  readonly state: DayState;
  /** Those who signed up and those who came, by name. */
  readonly people: readonly DayPerson[];
}

export interface Day {
  /** @throws AppError `surgeries.cancelled`, `surgeries.doors-too-early`, `surgeries.date-over` */
  open(date: SurgeryDate, workshopId: string): Promise<DayState>;
  close(date: SurgeryDate): Promise<DayState>;
  state(date: SurgeryDate): Promise<DayState>;
  view(date: SurgeryDate): Promise<DayView>;
  /** What is tapped on the list. @throws AppError `surgeries.doors-closed`, `surgeries.not-here` */
  tap(date: SurgeryDate, action: DayAction): Promise<DayState>;
  /** Times put right, or somebody who was forgotten. @throws AppError `surgeries.too-late-to-add`, `surgeries.cancelled` */
  correct(date: SurgeryDate, action: DayAction & { type: "was-here" | "was-not-here" | "not-sat" }): Promise<DayState>;
  /** Together with what else must then be true: both are written, or neither. */
  arrive(
    date: SurgeryDate,
    attendance: { readonly contactId: string; readonly part: Part; readonly cameBy: Attendance["cameBy"] },
    alsoWrite?: (inside: DayDb) => Promise<void>,
  ): Promise<DayState>;
  /** The date whose doors this code opens now, as it was typed. */
  byCode(typed: string): Promise<SurgeryDate | undefined>;
  /** Of these dates, those whose doors are open. */
  openOf(dates: readonly SurgeryDate[]): Promise<ReadonlyMap<string, DayState>>;
  openIn(workshopId: string): Promise<readonly { readonly date: SurgeryDate; readonly state: DayState }[]>;
  /** Ends the days that nobody closed, at their planned end. */
  closeOverdue(): Promise<void>;
  onChange(dateId: string, listener: () => void): Disposable;
  /** Tells those who watch that something beside the records has changed: timer, agenda, cards. */
  tellChanged(dateId: string): void;
}

export interface DayOptions {
  readonly store: Store;
  readonly surgeries: Surgeries;
  readonly signUps: SignUps;
  readonly clock?: () => number;
}

export function createDay(options: DayOptions): Day {
  return new SqlDay(options);
}

class SqlDay implements Day {
  readonly #surgeries: Surgeries;
  readonly #signUps: SignUps;
  readonly #db: DayDb;
  readonly #clock: () => number;
  readonly #listeners = new Map<string, Set<() => void>>();
  #tail: Promise<unknown> = Promise.resolve();

  constructor({ store, surgeries, signUps, clock = Date.now }: DayOptions) {
    this.#surgeries = surgeries;
    this.#signUps = signUps;
    this.#db = store.tables<SurgeryTables>();
    this.#clock = clock;
  }

  async open(date: SurgeryDate, workshopId: string): Promise<DayState> {
    assertOn(date);
    const time = doorTime(date, this.#clock());
    if (time === "too-early") throw new AppError("surgeries.doors-too-early");
    if (time === "over") throw new AppError("surgeries.date-over");
    const code = await this.#freeCode();
    return this.#apply(date, () => ({ type: "open", at: this.#clock(), code, workshopId }));
  }

  close(date: SurgeryDate): Promise<DayState> {
    return this.#apply(date, () => ({ type: "close", at: this.#clock() }));
  }

  async state(date: SurgeryDate): Promise<DayState> {
    const state = await readDay(this.#db, date);
    return this.#isOverdue(date, state) ? this.#closeItself(date) : state;
  }

  async view(date: SurgeryDate): Promise<DayView> {
    const [state, signUps] = await Promise.all([this.state(date), this.#signUps.ofDate(date.id)]);
    const known = new Map(signUps.map((one) => [one.contactId, one]));
    const others = [...state.attendances.keys()].filter((id) => !known.has(id));
    const walkIns = await this.#walkIns(date.id, others);
    const coming = signUps.filter(
      ({ status, contactId }) => status !== "not-coming" || state.attendances.has(contactId),
    );
    const people = [
      ...coming.map((signUp) => personOf(signUp, state.attendances.get(signUp.contactId))),
      ...others.map((id) => ({ ...nobodyKnown, ...walkIns.get(id), ...ofAttendance(state.attendances.get(id)!) })),
    ];
    return {
      date,
      state,
      people: people.sort((a, b) => a.name.localeCompare(b.name, "en") || (a.contactId < b.contactId ? -1 : 1)),
    };
  }

  async tap(date: SurgeryDate, action: DayAction): Promise<DayState> {
    const state = await this.#apply(date, () => action);
    if (!isOpen(state)) throw new AppError("surgeries.doors-closed");
    if (action.type !== "sit") return state;
    const [patient, surgeon] = [action.patientId, action.surgeonId];
    const sits = [...state.sittings.values()].some(
      (one) => one.patientId === patient && one.surgeonId === surgeon && one.endedAt === undefined,
    );
    if (!sits || !isHere(state, patient)) throw new AppError("surgeries.not-here");
    return state;
  }

  correct(date: SurgeryDate, action: DayAction & { type: "was-here" | "was-not-here" | "not-sat" }): Promise<DayState> {
    assertOn(date);
    if (!isCorrectable(date, this.#clock())) throw new AppError("surgeries.too-late-to-add");
    return this.#inTurn(async () => {
      const before = await readDay(this.#db, date);
      // Nobody opened the doors, and it was held all the same: then it was as announced.
      const held =
        before.room === undefined && date.endsAt < this.#clock()
          ? [
              { type: "open", at: date.startsAt, code: await this.#freeCode(), workshopId: undefined } as const,
              { type: "close", at: date.endsAt } as const,
            ]
          : [];
      return this.#write(date, before, [...held, action].reduce(applyDay, before));
    });
  }

  async arrive(
    date: SurgeryDate,
    attendance: { readonly contactId: string; readonly part: Part; readonly cameBy: Attendance["cameBy"] },
    alsoWrite?: (inside: DayDb) => Promise<void>,
  ): Promise<DayState> {
    assertOn(date);
    const state = await this.#apply(date, () => ({ type: "arrive", ...attendance, at: this.#clock() }), alsoWrite);
    if (!isHere(state, attendance.contactId)) throw new AppError("surgeries.doors-closed");
    return state;
  }

  async byCode(typed: string): Promise<SurgeryDate | undefined> {
    const code = parseCode(typed);
    const open = await this.#db.selectFrom("day_rooms").selectAll().where("closed_at", "is", null).execute();
    // All are compared, each in constant time: how long it takes says nothing about any code.
    const [room] = open.filter((row) => sameSecret(row.arrival_code, code));
    if (room === undefined) return undefined;
    const date = await this.#surgeries.date(room.date_id);
    return date !== undefined && isOpen(await this.state(date)) ? date : undefined;
  }

  async openOf(dates: readonly SurgeryDate[]): Promise<ReadonlyMap<string, DayState>> {
    const byId = new Map(dates.map((date) => [date.id, date]));
    if (byId.size === 0) return new Map();
    const rooms = this.#db.selectFrom("day_rooms").select("date_id").where("closed_at", "is", null);
    const rows = await rooms.where("date_id", "in", [...byId.keys()]).execute();
    const states = await Promise.all(
      rows.map(async ({ date_id }) => [date_id, await this.state(byId.get(date_id)!)] as const),
    );
    return new Map(states.filter(([, state]) => isOpen(state)));
  }

  async openIn(workshopId: string): Promise<readonly { readonly date: SurgeryDate; readonly state: DayState }[]> {
    const rooms = this.#db.selectFrom("day_rooms").select("date_id").where("closed_at", "is", null);
    const rows = await rooms.where("workshop_id", "=", workshopId).orderBy("opened_at").execute();
    const found = await Promise.all(rows.map(({ date_id }) => this.#surgeries.date(date_id)));
    const dates = found.filter((date) => date !== undefined && date.status === "on") as SurgeryDate[];
    const open = await this.openOf(dates);
    return dates.flatMap((date) => {
      const state = open.get(date.id);
      return state === undefined ? [] : [{ date, state }];
    });
  }

  async closeOverdue(): Promise<void> {
    const open = await this.#db.selectFrom("day_rooms").select("date_id").where("closed_at", "is", null).execute();
    for (const { date_id } of open) {
      const date = await this.#surgeries.date(date_id);
      if (date !== undefined) await this.state(date);
    }
  }

  onChange(dateId: string, listener: () => void): Disposable {
    const own = this.#listeners.get(dateId) ?? new Set();
    this.#listeners.set(dateId, own);
    own.add(listener);
    return {
      [Symbol.dispose]: () => {
        own.delete(listener);
        if (own.size === 0 && this.#listeners.get(dateId) === own) this.#listeners.delete(dateId);
      },
    };
  }

  tellChanged(dateId: string): void {
    for (const listener of this.#listeners.get(dateId) ?? []) listener();
  }

  #isOverdue(date: SurgeryDate, state: DayState): boolean {
    return isOpen(state) && this.#clock() >= date.endsAt + closesItselfAfter;
  }

  #closeItself(date: SurgeryDate): Promise<DayState> {
    return this.#apply(date, () => ({ type: "close", at: date.endsAt }));
  }

  #apply(date: SurgeryDate, action: () => DayAction, alsoWrite?: (inside: DayDb) => Promise<void>): Promise<DayState> {
    return this.#inTurn(async () => {
      const read = await readDay(this.#db, date);
      const before = this.#isOverdue(date, read) ? applyDay(read, { type: "close", at: date.endsAt }) : read;
      return this.#write(date, read, applyDay(before, action()), alsoWrite);
    });
  }

  async #write(
    date: SurgeryDate,
    before: DayState,
    after: DayState,
    alsoWrite?: (inside: DayDb) => Promise<void>,
  ): Promise<DayState> {
    const effects = effectsOf(before, after);
    // Closed meanwhile: nobody arrived, so nothing else is true either.
    const also = isOpen(after) ? alsoWrite : undefined;
    if (effects.length === 0 && also === undefined) return after;
    await this.#db.transaction().execute(async (inside) => {
      await writeDay(inside, date.id, effects);
      await also?.(inside);
    });
    this.tellChanged(date.id);
    return after;
  }

  async #freeCode(): Promise<string> {
    for (;;) {
      const code = createCode(arrivalCodeLength);
      const taken = this.#db.selectFrom("day_rooms").select("date_id").where("arrival_code", "=", code);
      if ((await taken.executeTakeFirst()) === undefined) return code;
    }
  }

  async #walkIns(dateId: string, ids: readonly string[]): Promise<Map<string, Partial<DayPerson>>> {
    if (ids.length === 0) return new Map();
    const contacts = await this.#db.selectFrom("contacts").selectAll().where("id", "in", ids).execute();
    const words = await this.#db.selectFrom("walk_in_words").selectAll().where("date_id", "=", dateId).execute();
    const needs = new Map(words.map((row) => [row.contact_id, row.need]));
    return new Map(
      contacts.map((row) => [row.id, { name: row.name, group: row.group_name, need: needs.get(row.id) ?? "" }]),
    );
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const next = this.#tail.then(run);
    this.#tail = next.catch(() => undefined);
    return next;
  }
}

function assertOn(date: SurgeryDate): void {
  if (date.status === "cancelled" || date.surgery.cancelledAt !== undefined) throw new AppError("surgeries.cancelled");
}

/** A fresh id for a sitting, as the tap that begins it names it. */
export const newSittingId = (): string => randomUUID();

const nobodyKnown = { name: "", group: "", need: "", skills: "", languages: [], accessNeeds: "", signUp: undefined };

const ofAttendance = (attendance: Attendance): Pick<DayPerson, "contactId" | "part" | "attendance"> => ({
  contactId: attendance.contactId,
  part: attendance.part,
  attendance,
});

function personOf(signUp: SignUp, attendance: Attendance | undefined): DayPerson {
  return {
    contactId: signUp.contactId,
    name: signUp.name,
    group: signUp.group,
    part: attendance?.part ?? signUp.part,
    need: signUp.need,
    skills: signUp.skills,
    languages: signUp.languages,
    accessNeeds: signUp.accessNeeds,
    signUp,
    attendance,
  };
}
