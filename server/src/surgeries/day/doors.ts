/** When the doors of a date may be opened, and when they close if nobody closes them. */
import type { SurgeryDate } from "../surgeries.js";

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** To put up the tables and the wall. */
export const openableBefore: number = hour;
/** Long enough for the evening that nobody wants to end. */
export const closesItselfAfter: number = 3 * hour;

export type DoorTime = "too-early" | "openable" | "over";

export function doorTime({ startsAt, endsAt }: Pick<SurgeryDate, "startsAt" | "endsAt">, now: number): DoorTime {
  if (now < startsAt - openableBefore) return "too-early";
  return now < endsAt + closesItselfAfter ? "openable" : "over";
}

/** Who was forgotten can be added, and times be put right, until a week later. */
export function isCorrectable({ startsAt, endsAt }: Pick<SurgeryDate, "startsAt" | "endsAt">, now: number): boolean {
  return now >= startsAt && now < endsAt + 7 * day;
}
