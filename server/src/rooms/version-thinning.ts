/** Which versions stay (SPEC RO33): the older, the fewer. Pure. What a version that goes said about who and what, the next one says too. */
import type { StoredChange, StoredVersion } from "./version-store.js";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Age → the length of time of which one version stays. The last two hours are kept whole. */
const steps: readonly { readonly olderThan: number; readonly per: number }[] = [
  { olderThan: 30 * day, per: 7 * day },
  { olderThan: 7 * day, per: day },
  { olderThan: day, per: hour },
  { olderThan: 2 * hour, per: 5 * minute },
];

/** @param versions oldest first. The first, the newest, and those that somebody asked for (a restore, a merge) always stay. */
export function thinByAge(versions: readonly StoredVersion[], now: number): StoredVersion[] {
  return foldInto(versions, (version, next) => {
    const per = steps.find((step) => now - version.at > step.olderThan)?.per;
    return per !== undefined && Math.floor(version.at / per) === Math.floor(next.at / per);
  });
}

/** One fewer: of those that may go, the one with the shortest time to the next, older ones first. The same when none may go. */
export function thinByOne(versions: readonly StoredVersion[], now: number): StoredVersion[] {
  let victim: StoredVersion | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, version] of versions.entries()) {
    const next = versions[index + 1];
    if (index === 0 || next === undefined || isAskedFor(version)) continue;
    // A gap counts for less the longer ago it was.
    const weight = (next.at - version.at + minute) / (now - version.at + minute);
    if (weight < least) [victim, least] = [version, weight];
  }
  if (victim === undefined) victim = versions.length > 2 ? versions[1] : undefined;
  return foldInto(versions, (version) => version === victim, true);
}

const isAskedFor = (version: StoredVersion): boolean => ["restore", "merge", "lesson"].includes(version.kind);

function foldInto(
  versions: readonly StoredVersion[],
  mayGo: (version: StoredVersion, next: StoredVersion) => boolean,
  evenAskedFor: boolean = false,
): StoredVersion[] {
  const kept: StoredVersion[] = [];
  let carried: StoredVersion | undefined;
  for (const [index, version] of versions.entries()) {
    const next = versions[index + 1];
    const whole = carried === undefined ? version : join(carried, version);
    carried = undefined;
    const goes = index > 0 && next !== undefined && (evenAskedFor || !isAskedFor(version)) && mayGo(version, next);
    if (goes) carried = whole;
    else kept.push(whole);
  }
  return kept;
}

/** The later one, which now stands for the time and the people of both. */
function join(earlier: StoredVersion, later: StoredVersion): StoredVersion {
  const changes = new Map<string, StoredChange>(earlier.changes.map((change) => [change.cellId, change]));
  for (const change of later.changes) {
    const before = changes.get(change.cellId);
    const people = [...new Set([...(before?.people ?? []), ...change.people])];
    const suggestedBy = [...new Set([...(before?.suggestedBy ?? []), ...(change.suggestedBy ?? [])])];
    const whole = { ...change, people, ...(suggestedBy.length === 0 ? {} : { suggestedBy }) };
    if (before?.change === "added" && change.change === "removed") changes.delete(change.cellId);
    else if (before?.change === "added") changes.set(change.cellId, { ...whole, change: "added" });
    else changes.set(change.cellId, whole);
  }
  const people = [...new Set([...earlier.people, ...later.people])];
  return { ...later, since: earlier.since, people, changes: [...changes.values()] };
}
