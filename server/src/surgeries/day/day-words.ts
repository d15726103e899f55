/** How times and people of a day are said. */
import type { Part } from "../places.js";
import type { DayPerson } from "./day.js";

/** `18:05`, at the venue. */
export function clockAt(at: number, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(at);
}

/** `1 h 05 min`, `40 min`. */
export function lengthWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return hours === 0 ? `${rest} min` : `${hours} h ${String(rest).padStart(2, "0")} min`;
}

export function nameOf({ name, group, signUp }: Pick<DayPerson, "name" | "group" | "signUp">): string {
  if (name !== "") return name;
  if (group !== "") return `Somebody from ${group}`;
  return signUp === undefined ? "Somebody without a name" : "Somebody";
}

export const partWords: Readonly<Record<Part, string>> = {
  patient: "for help",
  surgeon: "to help",
  learner: "to learn",
};

export const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;
