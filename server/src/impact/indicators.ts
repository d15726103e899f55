/**
 * What is counted of surgeries, arranged as inputs → activities → outputs → outcomes → impact. Pure: records in, figures out. No
 * figure claims more than is known: whatever only some people answered says how many were asked and how many answered.
 */
import { topicWords, type Records, type RecordedConfidence, type RecordedFollowUp } from "../surgeries/index.js";
import { meanDifference, wilson, type Interval, type MeanDifference } from "./intervals.js";

export interface Figures {
  readonly inputs: Inputs;
  readonly activities: Activities;
  readonly outputs: Outputs;
  readonly outcomes: Outcomes;
  readonly impact: { readonly storiesTold: number; readonly won: Share };
}

export interface Inputs {
  /** Dates that took place: not called off, and doors opened or somebody recorded. */
  readonly held: number;
  readonly calledOff: number;
  /** Over, not called off, and nothing was recorded. */
  readonly unrecorded: number;
  readonly venues: number;
  readonly surgeons: number;
  readonly volunteerHours: number;
  /** Visits of surgeons whose leaving was not recorded: their hours are missing above. */
  readonly openVisits: number;
}

export interface Activities {
  readonly people: number;
  readonly visits: number;
  readonly helped: number;
  readonly learners: number;
  /** Whose first visit anywhere here was in this scope. */
  readonly newPeople: number;
  /** Who had been somewhere here before at least one of their visits. */
  readonly cameBack: number;
  readonly sittings: number;
  /** Those of them whose end was recorded, which the hours are of. */
  readonly endedSittings: number;
  readonly hoursOfHelp: number;
}

export interface TopicCount {
  readonly topic: string;
  readonly words: string;
  readonly count: number;
}

export interface Outputs {
  readonly cards: number;
  readonly topics: readonly TopicCount[];
  readonly notebooks: number;
  /** Came for help or to learn before, and now came to help. */
  readonly champions: number;
}

/** `yes` of the `of` who answered. */
export interface Share extends Interval {
  readonly yes: number;
  readonly of: number;
}

export interface Confidence {
  /** Came for help or to learn. */
  readonly could: number;
  readonly answeredBefore: number;
  /** Answered before and after: what the rest is counted from. */
  readonly pairs: number;
  readonly before: number;
  readonly after: number;
  readonly difference: MeanDifference | undefined;
  readonly surer: Share;
  readonly same: number;
  readonly lessSure: number;
}

export interface Later {
  /** Questions sent. */
  readonly asked: number;
  readonly answered: Share;
  readonly used: Share;
  readonly published: Share;
  readonly decided: Share;
  readonly won: Share;
}

export interface Outcomes {
  readonly confidence: Confidence;
  readonly later: Later;
}

const hour = 60 * 60 * 1000;
/** A visit or sitting that seems longer than this was not ended by anybody: its hours are not counted. */
const longest = 14 * hour;

export function figuresOf(records: Records): Figures {
  const later = laterOf(records.followUps);
  return {
    inputs: inputsOf(records),
    activities: activitiesOf(records),
    outputs: outputsOf(records),
    outcomes: { confidence: confidenceOf(records), later },
    impact: { storiesTold: records.cards.filter(({ told }) => told).length, won: later.won },
  };
}

/** The same records by what `keyOf` says of their dates, keys in order. */
export function splitRecords(
  records: Records,
  keyOf: (date: Records["dates"][number]) => string,
): ReadonlyMap<string, Records> {
  const keys = new Map(records.dates.map((date) => [date.id, keyOf(date)]));
  const dates = Map.groupBy(records.dates, ({ id }) => keys.get(id)!);
  const split = <T extends { readonly dateId: string }>(all: readonly T[]): Map<string | undefined, T[]> =>
    Map.groupBy(all, ({ dateId }) => keys.get(dateId));
  const [visits, sittings, cards] = [split(records.visits), split(records.sittings), split(records.cards)];
  const [confidence, followUps] = [split(records.confidence), split(records.followUps)];
  return new Map(
    [...dates.keys()].toSorted().map((key) => [
      key,
      {
        dates: dates.get(key)!,
        visits: visits.get(key) ?? [],
        sittings: sittings.get(key) ?? [],
        cards: cards.get(key) ?? [],
        confidence: confidence.get(key) ?? [],
        followUps: followUps.get(key) ?? [],
        firstTimes: records.firstTimes,
      },
    ]),
  );
}

export function share(yes: number, of: number): Share {
  return { yes, of, ...wilson(yes, of) };
}

function inputsOf({ dates, visits }: Records): Inputs {
  const visited = new Set(visits.map(({ dateId }) => dateId));
  const on = dates.filter(({ calledOff }) => !calledOff);
  const held = on.filter(({ id, opened }) => opened || visited.has(id));
  const helping = visits.filter(({ part }) => part === "surgeon");
  const spans = helping.map(({ arrivedAt, leftAt }) => spanOf(arrivedAt, leftAt));
  return {
    held: held.length,
    calledOff: dates.length - on.length,
    unrecorded: on.length - held.length,
    venues: new Set(held.map(({ venueId }) => venueId)).size,
    surgeons: new Set(helping.map(({ contactId }) => contactId)).size,
    volunteerHours: hours(spans),
    openVisits: spans.filter((span) => span === undefined).length,
  };
}

function activitiesOf({ visits, sittings, firstTimes }: Records): Activities {
  const people = new Set(visits.map(({ contactId }) => contactId));
  const fresh = new Set<string>();
  const back = new Set<string>();
  for (const { contactId, arrivedAt } of visits) {
    const first = firstTimes.get(contactId)?.first ?? arrivedAt;
    (arrivedAt > first ? back : fresh).add(contactId);
  }
  const spans = sittings.map(({ beganAt, endedAt }) => spanOf(beganAt, endedAt));
  return {
    people: people.size,
    visits: visits.length,
    helped: countOf(visits, "patient"),
    learners: countOf(visits, "learner"),
    newPeople: fresh.size,
    cameBack: back.size,
    sittings: sittings.length,
    endedSittings: spans.filter((span) => span !== undefined).length,
    hoursOfHelp: hours(spans),
  };
}

function outputsOf({ visits, sittings, cards, firstTimes }: Records): Outputs {
  const counts = new Map<string, number>();
  for (const { topic } of cards) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  const topics = [...counts]
    .map(([topic, count]) => ({ topic, words: topicWords(topic) ?? "something else", count }))
    .toSorted((a, b) => b.count - a.count || (a.topic < b.topic ? -1 : 1));
  const champions = visits
    .filter(({ part, contactId, arrivedAt }) => {
      const asGuest = firstTimes.get(contactId)?.firstAsGuest;
      return part === "surgeon" && asGuest !== undefined && asGuest < arrivedAt;
    })
    .map(({ contactId }) => contactId);
  return {
    cards: cards.length,
    topics,
    notebooks: sittings.filter(({ hasNotebook }) => hasNotebook).length,
    champions: new Set(champions).size,
  };
}

/** One pair a person: the first answer before, and the last one after it. */
function confidenceOf({ visits, confidence }: Records): Confidence {
  const before = new Map<string, RecordedConfidence>();
  const after = new Map<string, RecordedConfidence>();
  for (const one of confidence.toSorted((a, b) => a.saidAt - b.saidAt)) {
    if (one.moment === "after") after.set(one.contactId, one);
    else if (!before.has(one.contactId)) before.set(one.contactId, one);
  }
  const pairs = [...before.values()].flatMap((first) => {
    const last = after.get(first.contactId);
    return last === undefined || last.saidAt < first.saidAt ? [] : [{ before: first.score, after: last.score }];
  });
  const differences = pairs.map((pair) => pair.after - pair.before);
  const surer = differences.filter((one) => one > 0).length;
  const guests = visits.filter(({ part }) => part !== "surgeon").map(({ contactId }) => contactId);
  return {
    could: new Set([...guests, ...before.keys()]).size,
    answeredBefore: before.size,
    pairs: pairs.length,
    before: meanOf(pairs.map((pair) => pair.before)),
    after: meanOf(pairs.map((pair) => pair.after)),
    difference: meanDifference(differences),
    surer: share(surer, pairs.length),
    same: differences.filter((one) => one === 0).length,
    lessSure: differences.filter((one) => one < 0).length,
  };
}

function laterOf(all: readonly RecordedFollowUp[]): Later {
  const sent = all.filter((one) => one.sent);
  const answers = sent.filter((one) => one.answered);
  const yes = (key: "used" | "published" | "decided" | "won"): Share => {
    const said = answers.map((one) => one[key]).filter((one) => one !== undefined);
    return share(said.filter(Boolean).length, said.length);
  };
  return {
    asked: sent.length,
    answered: share(answers.length, sent.length),
    used: yes("used"),
    published: yes("published"),
    decided: yes("decided"),
    won: yes("won"),
  };
}

function countOf(visits: Records["visits"], part: Records["visits"][number]["part"]): number {
  return new Set(visits.filter((visit) => visit.part === part).map(({ contactId }) => contactId)).size;
}

/** Milliseconds; undefined where the end is not known or can't be right. */
function spanOf(from: number, to: number | undefined): number | undefined {
  return to === undefined || to < from || to - from > longest ? undefined : to - from;
}

function hours(spans: readonly (number | undefined)[]): number {
  return spans.reduce((sum: number, span) => sum + (span ?? 0), 0) / hour;
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, one) => sum + one, 0) / values.length;
}
