import { countOf, listed } from "../say.js";
import { originsOf, type Provenance } from "../table/provenance.js";

export interface NeedFacts {
  readonly of: string;
  readonly whole: string;
  readonly below: number;
  readonly places: number;
  readonly hidden: number;
  readonly withoutCount: readonly string[];
  readonly withoutPeople: readonly string[];
  /** With fewer than 20 behind their rate. */
  readonly few: readonly string[];
  readonly about: Provenance;
  readonly date: string | undefined;
}

/** Years after which a figure is called old: places change, and so do services. */
const oldAfter = 2;

/** What the data can't say, as far as the data itself tells. */
export function needLimits(facts: NeedFacts): string[] {
  const { of, whole, below, hidden, withoutCount, withoutPeople, few } = facts;
  const years = yearsOf(facts);
  return [
    `These are ${of} that somebody recorded. Who needed something and never came, or was not written down, is not in them.`,
    ...(hidden === 0
      ? []
      : [
          `${countOf(hidden, "place is", "places are")} not shown, so that no number below ${below} can be seen or worked out. ${hidden === 1 ? "It is" : "They are"} in the figure for all of ${whole}.`,
        ]),
    ...(withoutCount.length === 0
      ? []
      : [
          `Nothing is known about ${of} in ${listed(withoutCount, 8)}. That does not mean that there were none; they are in no figure here.`,
        ]),
    ...(withoutPeople.length === 0
      ? []
      : [`How many people live in ${listed(withoutPeople, 8)} is not known, so there is no rate.`]),
    ...(few.length === 0
      ? []
      : [`Fewer than 20 ${of} stand behind ${listed(few, 8)}: another year may look quite different there.`]),
    ...years,
    "A rate of a place says nothing about each person who lives there.",
  ];
}

function yearsOf({ about, date, of }: NeedFacts): string[] {
  const [own, ...brought] = originsOf(about);
  const said = date ?? own?.published;
  const year = yearIn(said);
  const read = yearIn(own?.readAt?.slice(0, 4));
  const people = brought.find(({ published }) => yearIn(published) !== undefined);
  const peopleYear = yearIn(people?.published);
  return [
    ...(year === undefined
      ? ["From when these figures are is not said. Ask before you rely on them."]
      : read !== undefined && read - year >= oldAfter
        ? [`The ${of} are from ${said ?? ""}. That was ${read - year} years before this was worked out.`]
        : []),
    ...(year !== undefined && peopleYear !== undefined && year !== peopleYear
      ? [
          `The ${of} are from ${year}, the number of people (${people?.name ?? ""}) from ${peopleYear}: if many moved meanwhile, the rates are out.`,
        ]
      : []),
  ];
}

/** The last year that a date names: "2023-24" is counted until 2024. */
function yearIn(text: string | undefined): number | undefined {
  const [, first, second] = /\b((?:19|20)\d{2})(?:[-/](\d{2})(?![\d-]))?/.exec(text ?? "") ?? [];
  if (first === undefined) return undefined;
  const next = Number(first.slice(0, 2) + (second ?? "00"));
  return second !== undefined && next === Number(first) + 1 ? next : Number(first);
}
