/** What a day comes to, counted from the records. Pure. */
import type { Part } from "../places.js";
import type { DayView } from "./day.js";
import { nameOf, partWords } from "./day-words.js";

export interface DaySum {
  readonly came: Readonly<Record<Part, number>>;
  readonly people: number;
  /** Of everybody together, in milliseconds. */
  readonly stayed: number;
  /** Of those who came to help. */
  readonly helped: number;
  /** People who sat with somebody. */
  readonly satTogether: number;
  /** Who signed up and did not come. */
  readonly missing: number;
}

export function sumOf({ state, people }: DayView, now: number): DaySum {
  const all = [...state.attendances.values()];
  const stayOf = ({ arrivedAt, leftAt }: (typeof all)[number]): number => Math.max(0, (leftAt ?? now) - arrivedAt);
  const sum = (of: typeof all): number => of.reduce((to, one) => to + stayOf(one), 0);
  const came = { patient: 0, surgeon: 0, learner: 0 };
  for (const { part } of all) came[part] += 1;
  return {
    came,
    people: all.length,
    stayed: sum(all),
    helped: sum(all.filter(({ part }) => part === "surgeon")),
    satTogether: new Set([...state.sittings.values()].map(({ patientId }) => patientId)).size,
    missing: people.filter(({ signUp, attendance }) => signUp?.status === "coming" && attendance === undefined).length,
  };
}

/** For a spreadsheet. Times as instants, so that nothing depends on where it is opened. */
export function recordCsv(view: DayView, now: number): string {
  const names = new Map(view.people.map((person) => [person.contactId, nameOf(person)]));
  const sittings = [...view.state.sittings.values()];
  const rows = [...view.state.attendances.values()].map(({ contactId, part, cameBy, arrivedAt, leftAt }) => {
    const person = view.people.find((one) => one.contactId === contactId);
    const others = sittings.flatMap((one) =>
      one.patientId === contactId ? [one.surgeonId] : one.surgeonId === contactId ? [one.patientId] : [],
    );
    return [
      names.get(contactId) ?? "",
      person?.group ?? "",
      partWords[part],
      cameBy,
      new Date(arrivedAt).toISOString(),
      leftAt === undefined ? "" : new Date(leftAt).toISOString(),
      (((leftAt ?? now) - arrivedAt) / 3_600_000).toFixed(2),
      [...new Set(others)].map((id) => names.get(id) ?? "").join("; "),
    ];
  });
  const head = ["name", "group", "came", "how", "arrived", "left", "hours", "sat with"];
  return [head, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
}

/** What spreadsheets would take for a formula is kept text by a leading apostrophe. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
