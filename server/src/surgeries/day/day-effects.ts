/** What must be written so that the records say what a tap has made of a day. */
import type { Attendance, DayRoom, DayState, Sitting } from "./day-state.js";

export type DayEffect =
  | { readonly type: "put-room"; readonly room: DayRoom }
  | { readonly type: "put-attendance"; readonly attendance: Attendance }
  | { readonly type: "delete-attendance"; readonly contactId: string }
  | { readonly type: "put-sitting"; readonly sitting: Sitting }
  | { readonly type: "delete-sitting"; readonly sittingId: string };

/** Nothing where nothing changed. */
export function effectsOf(before: DayState, after: DayState): DayEffect[] {
  const effects: DayEffect[] = [];
  if (after.room !== undefined && after.room !== before.room) effects.push({ type: "put-room", room: after.room });
  for (const [contactId, attendance] of after.attendances) {
    if (before.attendances.get(contactId) !== attendance) effects.push({ type: "put-attendance", attendance });
  }
  for (const contactId of before.attendances.keys()) {
    if (!after.attendances.has(contactId)) effects.push({ type: "delete-attendance", contactId });
  }
  for (const [id, sitting] of after.sittings) {
    if (before.sittings.get(id) !== sitting) effects.push({ type: "put-sitting", sitting });
  }
  for (const sittingId of before.sittings.keys()) {
    if (!after.sittings.has(sittingId)) effects.push({ type: "delete-sitting", sittingId });
  }
  return effects;
}
