/** How people come in: found by the name they type, by their private link, as a walk-in, or known from the notebooks. */
import { AppError, type Visitor } from "@data-surgery/contract";
import { createHash } from "node:crypto";
import type { Store } from "../../store/index.js";
import type { Part } from "../places.js";
import type { SignUp, SignUps } from "../sign-ups.js";
import type { SurgeryDate } from "../surgeries.js";
import type { SurgeryTables } from "../tables.js";
import type { Day } from "./day.js";
import type { DayDb } from "./day-store.js";
import type { Attendance } from "./day-state.js";
import { findOnList } from "./find-on-list.js";

export interface WalkInWords {
  readonly part: Part;
  /** "" when they give none. */
  readonly name: string;
  readonly group: string;
  readonly need: string;
}

export interface Arrivals {
  /**
   * @param person who they are in the notebooks, when they say so
   * @throws AppError `surgeries.not-on-list`, `surgeries.several-on-list`, `surgeries.doors-closed`
   */
  byName(date: SurgeryDate, said: { name: string; email: string }, person: string | undefined): Promise<void>;
  /** @throws AppError `surgeries.unknown-link`, `http.not-found`, `surgeries.doors-closed` */
  byLink(token: string, date: SurgeryDate): Promise<void>;
  /** @param form random id of the form: sent twice, one person came */
  walkIn(date: SurgeryDate, words: WalkInWords, form: string, person: string | undefined): Promise<void>;
  /** With one tap, for somebody who is signed in to the notebooks. @throws AppError `surgeries.several-on-list` */
  known(date: SurgeryDate, visitor: Visitor, part: Part): Promise<void>;
  /** Somebody who was there and whom nobody wrote down. */
  forgotten(
    date: SurgeryDate,
    who: { readonly contactId: string; readonly part: Part } | WalkInWords,
    times: { readonly from: number; readonly to: number },
    form: string,
  ): Promise<void>;
  /** Whether this person of the notebooks is among those here. */
  isHere(date: SurgeryDate, personId: string): Promise<boolean>;
  /** Whether they are here to help. */
  helpsHere(date: SurgeryDate, personId: string): Promise<boolean>;
}

export interface ArrivalsOptions {
  readonly store: Store;
  readonly day: Day;
  readonly signUps: SignUps;
  readonly clock?: () => number;
}

export function createArrivals({ store, day, signUps, clock = Date.now }: ArrivalsOptions): Arrivals {
  const db = store.tables<SurgeryTables>();
  /** Of somebody who has not left. */
  const hereAs = async (date: SurgeryDate, personId: string): Promise<Attendance | undefined> => {
    const contactId = await contactOf(personId);
    if (contactId === undefined) return undefined;
    const attendance = (await day.state(date)).attendances.get(contactId);
    return attendance?.leftAt === undefined ? attendance : undefined;
  };
  const contactOf = async (personId: string): Promise<string | undefined> =>
    (await db.selectFrom("contact_persons").select("contact_id").where("person_id", "=", personId).executeTakeFirst())
      ?.contact_id;
  const link = (contactId: string, personId: string | undefined) => async (inside: DayDb) => {
    if (personId === undefined) return;
    const row = { contact_id: contactId, linked_at: clock() };
    await inside
      .insertInto("contact_persons")
      .values({ person_id: personId, ...row })
      .onConflict((conflict) => conflict.column("person_id").doUpdateSet(row))
      .execute();
  };
  const signedUp = async (date: SurgeryDate, one: SignUp, personId: string | undefined): Promise<void> => {
    const { contactId, part } = one;
    await day.arrive(date, { contactId, part, cameBy: "code" }, link(contactId, personId));
  };
  const found = async (date: SurgeryDate, name: string, email: string): Promise<SignUp | undefined> => {
    const all = await signUps.ofDate(date.id);
    // Whoever can't come is looked for last: they may have come all the same.
    for (const list of [all.filter(({ status }) => status !== "not-coming"), all]) {
      const answer = findOnList(name, list);
      if (answer.type === "one") return answer.one;
      if (answer.type === "nobody") continue;
      const [one, other] = answer.all.filter((each) => email !== "" && each.email === email.trim().toLowerCase());
      if (one === undefined || other !== undefined) throw new AppError("surgeries.several-on-list");
      return one;
    }
    return undefined;
  };
  const walkIn = async (
    date: SurgeryDate,
    { part, name, group, need }: WalkInWords,
    contactId: string,
    personId: string | undefined,
  ): Promise<void> => {
    await day.arrive(date, { contactId, part, cameBy: "walk-in" }, async (inside) => {
      await putContact(inside, { contactId, name, group }, clock());
      if (need !== "") await putNeed(inside, date.id, contactId, need);
      await link(contactId, personId)(inside);
    });
  };
  return {
    byName: async (date, { name, email }, person) => {
      const one = await found(date, name, email);
      if (one === undefined) throw new AppError("surgeries.not-on-list");
      await signedUp(date, one, person);
    },
    byLink: async (token, date) => {
      const { signUps: mine } = await signUps.mine(token);
      const own = mine.find(({ signUp }) => signUp.dateId === date.id);
      if (own === undefined) throw new AppError("http.not-found");
      await signedUp(date, own.signUp, undefined);
    },
    walkIn: async (date, words, form, person) => {
      const known = person === undefined ? undefined : await contactOf(person);
      const own =
        known === undefined ? undefined : (await signUps.ofDate(date.id)).find((one) => one.contactId === known);
      if (own !== undefined) return signedUp(date, own, person);
      await walkIn(date, words, known ?? contactOfForm(date.id, form), person);
    },
    known: async (date, visitor, part) => {
      const contactId = await contactOf(visitor.personId);
      const own = (await signUps.ofDate(date.id)).find((one) => one.contactId === contactId);
      const one = own ?? (contactId === undefined ? await found(date, visitor.name, "") : undefined);
      if (one !== undefined) return signedUp(date, one, visitor.personId);
      const words = { part, name: visitor.name, group: "", need: "" };
      await walkIn(date, words, contactId ?? contactOfForm(date.id, visitor.personId), visitor.personId);
    },
    forgotten: async (date, who, { from, to }, form) => {
      const contactId = "contactId" in who ? who.contactId : contactOfForm(date.id, form);
      const action = { type: "was-here", contactId, part: who.part, from, to, at: clock() } as const;
      await day.correct(date, action, async (inside) => {
        if (!("contactId" in who)) await putContact(inside, { contactId, name: who.name, group: who.group }, clock());
      });
    },
    isHere: async (date, personId) => (await hereAs(date, personId)) !== undefined,
    helpsHere: async (date, personId) => (await hereAs(date, personId))?.part === "surgeon",
  };
}

async function putContact(
  inside: DayDb,
  { contactId, name, group }: { contactId: string; name: string; group: string },
  now: number,
): Promise<void> {
  await inside
    .insertInto("contacts")
    .values({ id: contactId, name, email: "", group_name: group, created_at: now, changed_at: now })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}

async function putNeed(inside: DayDb, dateId: string, contactId: string, need: string): Promise<void> {
  await inside
    .insertInto("walk_in_words")
    .values({ date_id: dateId, contact_id: contactId, need })
    .onConflict((conflict) => conflict.columns(["date_id", "contact_id"]).doUpdateSet({ need }))
    .execute();
}

/** The same form is the same person, also after a restart; what is typed into it can't name somebody who is known already. */
function contactOfForm(dateId: string, form: string): string {
  const hex = createHash("sha256").update(`walk-in ${dateId} ${form}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
