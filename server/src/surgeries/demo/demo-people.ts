/** Invented people who come once or often: some who were helped come back, and some of those come back to help. */
import type { Draw } from "./draw.js";
import type { City } from "./city-plan.js";
import { languages, needs, skills } from "./demo-words.js";

export type InventedPart = "patient" | "surgeon" | "learner";

export interface InventedPerson {
  readonly contactId: string;
  readonly hasEmail: boolean;
  readonly language: string;
  part: InventedPart;
  visits: number;
}

export interface Crowd {
  /** Somebody who comes to this place in this part, and is not there already. */
  come(venueId: string, part: InventedPart, at: number, there: ReadonlySet<string>): InventedPerson;
}

const returns: Readonly<Record<InventedPart, number>> = { patient: 0.45, surgeon: 0.85, learner: 0.35 };

export function createCrowd(draw: Draw, city: City): Crowd {
  const known = new Map<string, InventedPerson[]>();
  const add = (venueId: string, part: InventedPart, at: number): InventedPerson => {
    const number = city.contacts.length + 1;
    const hasEmail = draw.chance(0.8);
    const person: InventedPerson = {
      contactId: draw.id(),
      hasEmail,
      language: draw.chance(0.75) ? "English" : (draw.pick(languages) as string),
      part,
      visits: 0,
    };
    city.contacts.push({
      id: person.contactId,
      name: `Invented person ${number}`,
      // example.org belongs to nobody (RFC 2606).
      email: hasEmail ? `invented-${number}@example.org` : "",
      group_name: part === "surgeon" ? "" : `Invented group ${draw.between(1, Math.ceil(number / 3) + 5)}`,
      created_at: at,
      changed_at: at,
    });
    const list = known.get(venueId) ?? [];
    list.push(person);
    known.set(venueId, list);
    return person;
  };
  return {
    come: (venueId, part, at, there) => {
      const free = (known.get(venueId) ?? []).filter((one) => one.part === part && !there.has(one.contactId));
      const person = free.length > 0 && draw.chance(returns[part]) ? draw.pick(free)! : add(venueId, part, at);
      person.visits++;
      // A champion: was helped three times, and helps from now on.
      if (person.part === "patient" && person.visits >= 3 && draw.chance(0.25)) person.part = "surgeon";
      return person;
    },
  };
}

export interface InventedSignUp {
  readonly draw: Draw;
  readonly city: City;
  readonly who: InventedPerson;
  readonly date: { readonly id: string };
  readonly at: number;
  readonly part: InventedPart;
}

export function signUpFor({ draw, city, who, date, at, part }: InventedSignUp): void {
  const need = draw.pick(needs);
  city.sign_ups.push({
    id: draw.id(),
    form: draw.id(),
    date_id: date.id,
    contact_id: who.contactId,
    part,
    status: "coming",
    need: part === "surgeon" ? "" : need.need,
    data_link: "",
    skills: part === "surgeon" ? draw.pick(skills) : "",
    languages: JSON.stringify([...new Set(["English", who.language])]),
    access_needs: draw.chance(0.1) ? "Step-free, please" : "",
    created_at: at,
    changed_at: at,
  });
}
