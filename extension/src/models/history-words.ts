/** What happened, in words. Pure; times are of this device. */
import type { CellChange, CellDifference, ChangeKind, HistoryVersion } from "@data-surgery/contract";
import { clockTime } from "./clock-time.js";

export function versionWords(
  version: HistoryVersion,
  now: number,
): { readonly when: string; readonly who: string; readonly what: string } {
  return { when: whenWords(version.since, version.at, now), who: whoWords(version.people), what: whatWords(version) };
}

/** "Today, 21:04 to 21:12"; one time when both are in the same minute. */
export function whenWords(since: number, at: number, now: number): string {
  const [first, last] = [clockTime(since), clockTime(at)];
  const isSameDay = day(since) === day(at);
  const from = isSameDay ? first : `${first} on ${day(since)}`;
  return `${dayWords(at, now)}, ${isSameDay && first === last ? last : `${from} to ${last}`}`;
}

function dayWords(at: number, now: number): string {
  if (day(at) === day(now)) return "Today";
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  return day(at) === day(yesterday.getTime()) ? "Yesterday" : day(at);
}

const day = (at: number): string =>
  new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });

/** "Ada, Tom and Cem" */
export function whoWords(people: readonly string[]): string {
  const [last, ...others] = people.toReversed();
  if (last === undefined) return "";
  return others.length === 0 ? last : `${others.toReversed().join(", ")} and ${last}`;
}

const kindWords: Readonly<Record<HistoryVersion["kind"], string>> = {
  start: "How it began",
  edit: "",
  restore: "Brought an earlier version back",
  file: "The file was changed by another program",
  merge: "Put in what was written on another device",
  lesson: "Brought in the newer version of the lesson",
};

const verbs: Readonly<Record<ChangeKind, string>> = {
  added: "Added",
  removed: "Removed",
  changed: "Changed",
  moved: "Moved",
  outputs: "Ran",
};
const order: readonly ChangeKind[] = ["changed", "added", "removed", "moved", "outputs"];
const mostNamed = 4;

function whatWords({ kind, changes }: HistoryVersion): string {
  const told = order.flatMap((change) => {
    const places = changes.filter((each) => each.change === change).map(placeOf);
    return places.length === 0 ? [] : [`${verbs[change]} ${cellsWords(places)}`];
  });
  return [kindWords[kind], ...told, suggestedWords(changes)].filter((words) => words !== "").join(". ");
}

/** "Tom suggested what changed in cell 3" */
function suggestedWords(changes: readonly CellChange[]): string {
  const suggested = changes.filter((change) => (change.suggestedBy ?? []).length > 0);
  if (suggested.length === 0) return "";
  const people = [...new Set(suggested.flatMap((change) => change.suggestedBy ?? []))];
  return `${whoWords(people)} suggested what changed in ${cellsWords(suggested.map(placeOf))}`;
}

const placeOf = (change: CellChange): number => change.place;

function cellsWords(places: readonly number[]): string {
  if (places.length > mostNamed) return `${places.length} cells`;
  return `${places.length === 1 ? "cell" : "cells"} ${whoWords(places.toSorted((a, b) => a - b).map(String))}`;
}

const changeWords: Readonly<Record<ChangeKind, string>> = {
  added: "new since then",
  removed: "not there any more",
  changed: "changed since then",
  moved: "stands in another place now",
  outputs: "has other results now",
};

/** The head of one cell of a difference: "Cell 3, changed since then". */
export function differenceHead({ cellType, place, change }: CellDifference): string {
  return `${cellType === "text" ? "The text" : `Cell ${place}`}, ${changeWords[change]}`;
}
