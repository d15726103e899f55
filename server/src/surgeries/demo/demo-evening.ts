/** One invented date: doors, arrivals, sittings, cards, consents, confidence, and the question of 90 days later. */
import { codeAlphabet } from "../../identity/index.js";
import type { City } from "./city-plan.js";
import { afterwards, needs, storytellers } from "./demo-words.js";
import { signUpFor, type Crowd, type InventedPart, type InventedPerson } from "./demo-people.js";
import type { Draw } from "./draw.js";

const minute = 60_000;
const day = 24 * 60 * minute;

export interface Evening {
  readonly draw: Draw;
  readonly city: City;
  readonly crowd: Crowd;
  readonly date: City["surgery_dates"][number];
  readonly surgery: City["surgeries"][number];
  readonly now: number;
  /** How many, on average. */
  readonly people: number;
}

interface Guest {
  readonly who: InventedPerson;
  readonly part: InventedPart;
  readonly arrivedAt: number;
  readonly leftAt: number | null;
}

/** Doors of a surgery's dates that have begun. */
export function openingAt(city: City, draw: Draw, surgeryId: string, now: number): void {
  for (const date of city.surgery_dates.filter(({ surgery_id }) => surgery_id === surgeryId)) {
    if (date.status !== "on" || date.starts_at > now) continue;
    city.day_rooms.push({
      date_id: date.id,
      workshop_id: null,
      arrival_code: Array.from({ length: 6 }, () => codeAlphabet[draw.between(0, codeAlphabet.length - 1)]).join(""),
      opened_at: date.starts_at - 15 * minute,
      closed_at: date.ends_at <= now ? date.ends_at + 10 * minute : null,
    });
  }
}

export function drawEvening(evening: Evening): void {
  const { draw, surgery, people } = evening;
  const count = Math.max(2, Math.round(people * (0.6 + 0.8 * draw.next())));
  const learning = surgery.kind === "workshop" ? 0.6 : 0.15;
  const guests: Guest[] = [];
  const there = new Set<string>();
  for (let number = 0; number < count; number++) {
    const part = draw.chance(0.28) ? "surgeon" : draw.chance(learning) ? "learner" : "patient";
    const guest = arrive(evening, part, there);
    there.add(guest.who.contactId);
    guests.push(guest);
  }
  const sat = seat(evening, guests);
  for (const guest of guests.filter(({ part }) => part !== "surgeon")) tellOfGuest(evening, guest, sat);
}

function arrive({ draw, city, crowd, date, surgery, now }: Evening, part: InventedPart, there: Set<string>): Guest {
  const who = crowd.come(surgery.venue_id, part, date.starts_at - 6 * day, there);
  const arrivedAt = Math.min(date.starts_at + draw.between(-10, 40) * minute, now - minute);
  const leftAt = Math.min(date.ends_at, arrivedAt + draw.between(50, 180) * minute);
  const open = date.ends_at > now;
  const cameBy = draw.pick(["list", "list", "code", "walk-in"]);
  city.attendances.push({
    date_id: date.id,
    contact_id: who.contactId,
    part,
    came_by: cameBy,
    arrived_at: arrivedAt,
    left_at: open ? null : leftAt,
  });
  if (cameBy !== "walk-in") signUpFor({ draw, city, who, date, at: date.starts_at - draw.between(1, 5) * day, part });
  return { who, part, arrivedAt, leftAt: open ? null : leftAt };
}

/** Whoever has sat with fewest takes the next. Gives the surgeon of each patient who got one. */
function seat({ draw, city, date, now }: Evening, guests: readonly Guest[]): ReadonlyMap<string, string> {
  const surgeons = guests
    .filter(({ part }) => part === "surgeon")
    .map(({ who, arrivedAt }) => ({ who, freeAt: arrivedAt }));
  const sat = new Map<string, string>();
  const patients = guests.filter(({ part }) => part === "patient").toSorted((a, b) => a.arrivedAt - b.arrivedAt);
  for (const patient of patients) {
    const next = surgeons.toSorted((a, b) => a.freeAt - b.freeAt)[0];
    if (next === undefined) break;
    const beganAt = Math.max(patient.arrivedAt, next.freeAt) + 3 * minute;
    const until = Math.min(date.ends_at, now);
    if (beganAt > until - 10 * minute) continue;
    const endedAt = Math.min(date.ends_at, beganAt + draw.between(20, 60) * minute);
    city.sittings.push({
      id: draw.id(),
      date_id: date.id,
      patient_id: patient.who.contactId,
      surgeon_id: next.who.contactId,
      began_at: beganAt,
      ended_at: endedAt > now ? null : endedAt,
      document_id: draw.chance(0.6) ? `invented-notebook-${draw.id()}` : null,
    });
    next.freeAt = endedAt;
    sat.set(patient.who.contactId, next.who.contactId);
  }
  return sat;
}

function tellOfGuest(evening: Evening, { who, part, arrivedAt }: Guest, sat: ReadonlyMap<string, string>): void {
  const { draw, city, date, now } = evening;
  const before = draw.pick([1, 2, 2, 2, 3, 3, 4]);
  if (draw.chance(0.75)) answer(evening, who, "before", before, arrivedAt + 5 * minute);
  if (date.ends_at > now) return;
  if (draw.chance(0.65)) {
    const after = Math.min(5, Math.max(1, before + draw.pick([-1, 0, 0, 1, 1, 1, 2])));
    answer(evening, who, "after", after, date.ends_at - 5 * minute);
  }
  const surgeon = sat.get(who.contactId);
  if (part !== "patient" || surgeon === undefined || !draw.chance(0.75)) return;
  const need = draw.pick(needs);
  const tells = draw.chance(0.35);
  const at = date.ends_at - 10 * minute;
  city.outcome_cards.push({
    id: draw.id(),
    date_id: date.id,
    patient_id: who.contactId,
    surgeon_id: surgeon,
    topic: need.topic,
    done: need.done,
    next: need.next,
    story: tells ? need.story.replace("{group}", draw.pick(storytellers)) : "",
    document_id: null,
    created_at: at,
    changed_at: at,
  });
  const consent = (purpose: string, given: boolean): void => {
    city.consents.push({
      id: draw.id(),
      contact_id: who.contactId,
      date_id: date.id,
      purpose,
      version: "invented-1",
      given: given ? 1 : 0,
      said_at: at,
    });
  };
  if (tells) consent("story", draw.chance(0.7));
  consent("photo", draw.chance(0.5));
  const mayAsk = draw.chance(0.7);
  consent("follow-up", mayAsk);
  if (mayAsk && who.hasEmail) askLater(evening, who);
}

function answer({ city, date }: Evening, who: InventedPerson, moment: string, score: number, at: number): void {
  city.confidence_answers.push({ contact_id: who.contactId, date_id: date.id, moment, score, said_at: at });
}

function askLater({ draw, city, date, now }: Evening, who: InventedPerson): void {
  const dueAt = date.ends_at + 90 * day;
  const answeredAt = dueAt + draw.between(1, 14) * day;
  const answered = answeredAt < now && draw.chance(0.45);
  const say = (probability: number): number | null => (answered ? (draw.chance(probability) ? 1 : 0) : null);
  city.follow_ups.push({
    id: draw.id(),
    contact_id: who.contactId,
    date_id: date.id,
    token_hash: draw.hash(),
    due_at: dueAt,
    sent_at: dueAt < now ? dueAt : null,
    answered_at: answered ? answeredAt : null,
    used: say(0.7),
    published: say(0.2),
    decided: say(0.35),
    won: say(0.1),
    words: answered && draw.chance(0.4) ? draw.pick(afterwards) : "",
  });
}
