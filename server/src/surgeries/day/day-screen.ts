/** Everything that the screens of a day show, and who may see which of them. */
import type { Html } from "../../http/index.js";
import type { DatePairs } from "../pairings.js";
import type { AgendaItem } from "./agenda.js";
import type { DayPerson, DayView } from "./day.js";
import type { MinuteCard } from "./day-screens.js";
import { sittingNow, type Sitting } from "./day-state.js";
import type { Timer } from "./timer.js";

export interface DayScreen extends DayView {
  readonly now: number;
  readonly agenda: readonly AgendaItem[];
  readonly timer: Timer;
  readonly cards: readonly MinuteCard[];
  readonly pairs: DatePairs;
  /** Address of this server as phones in the room reach it. */
  readonly address: string;
  /** Organisers of the venue open, close and put right; helpers tap. */
  readonly organiser: boolean;
  /** What was done last, with a way to take it back. */
  readonly said?: Html;
  readonly problem?: string;
  /** What was typed and is to be mended. */
  readonly mending?: {
    readonly fields: Readonly<Record<string, string>>;
    readonly faults: Readonly<Record<string, string>>;
  };
}

export const pathOf = ({ date }: Pick<DayView, "date">): string =>
  `/surgeries/${date.surgery.slug}/dates/${date.id}/day`;

/** Each is in one of them. */
export interface PeopleByPlace {
  readonly waiting: readonly DayPerson[];
  readonly expected: readonly DayPerson[];
  readonly together: readonly { readonly sitting: Sitting; readonly person: DayPerson; readonly surgeon: DayPerson }[];
  readonly here: readonly DayPerson[];
  readonly left: readonly DayPerson[];
}

export function peopleByPlace({ state, people }: Pick<DayView, "state" | "people">): PeopleByPlace {
  const byId = new Map(people.map((one) => [one.contactId, one]));
  const here = people.filter(({ attendance }) => attendance !== undefined && attendance.leftAt === undefined);
  const sitting = new Map(here.map(({ contactId }) => [contactId, sittingNow(state, contactId)]));
  const alone = here.filter(({ contactId }) => sitting.get(contactId) === undefined);
  return {
    // Whoever has waited longest stands first.
    waiting: alone.filter(({ part }) => part === "patient").sort((a, b) => waitsSince(state, a) - waitsSince(state, b)),
    expected: people.filter(({ attendance, signUp }) => attendance === undefined && signUp !== undefined),
    together: here.flatMap((person) => {
      const own = sitting.get(person.contactId);
      const surgeon = own === undefined ? undefined : byId.get(own.surgeonId);
      return own === undefined || surgeon === undefined ? [] : [{ sitting: own, person, surgeon }];
    }),
    here: alone.filter(({ part }) => part !== "patient"),
    left: people.filter(({ attendance }) => attendance?.leftAt !== undefined),
  };
}

/** Since when somebody who is here has been without a surgeon. */
export function waitsSince(state: DayView["state"], { contactId, attendance }: DayPerson): number {
  const ends = [...state.sittings.values()].filter((one) => one.patientId === contactId).map((one) => one.endedAt ?? 0);
  return Math.max(attendance?.arrivedAt ?? 0, ...ends);
}

export function withHowMany(state: DayView["state"], surgeonId: string): number {
  return [...state.sittings.values()].filter((one) => one.surgeonId === surgeonId && one.endedAt === undefined).length;
}

/** Whom the plan puts beside them, if that surgeon is here. */
export function plannedSurgeon({ pairs, people }: DayScreen, person: DayPerson): DayPerson | undefined {
  const group = pairs.matching.groups.find(({ patients }) => patients.some(({ id }) => id === person.signUp?.id));
  const contactId = group === undefined ? undefined : pairs.people.get(group.surgeon)?.contactId;
  return people.find((one) => one.contactId === contactId && isIn(one) && one.part === "surgeon");
}

const isIn = ({ attendance }: DayPerson): boolean => attendance !== undefined && attendance.leftAt === undefined;

export const surgeonsHere = ({ people }: Pick<DayView, "people">): DayPerson[] =>
  people.filter((one) => one.part === "surgeon" && isIn(one));
