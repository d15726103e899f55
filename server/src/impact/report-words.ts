/** The figures as sentences. Each says how many were asked and answered, and none says more than is known. */
import type { Confidence, Figures, Later, Share } from "./indicators.js";

/** Below this many answers nothing is said of a share or a mean: a single person would decide it. */
export const tooFew = 5;

export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
}

export const percent = (part: number): string => `${Math.round(100 * part)}%`;

/** Hours without a false exactness. */
export function hoursWords(hours: number): string {
  const rounded = hours >= 10 ? Math.round(hours) : Math.round(hours * 10) / 10;
  return `${rounded.toLocaleString("en-GB")} ${rounded === 1 ? "hour" : "hours"}`;
}

/** `9 of 14 (64%; 39% to 84%)` */
export function shareWords({ yes, of, low, high }: Share): string {
  if (of === 0) return "nobody yet";
  if (of < tooFew) return `${yes} of ${of}`;
  return `${yes} of ${of} (${percent(yes / of)}; ${percent(low)} to ${percent(high)})`;
}

export interface ReportWords {
  readonly inputs: string;
  readonly activities: string;
  readonly outputs: string;
  readonly confidence: string;
  readonly later: string;
  readonly impact: string;
  /** What is not known, to be told before anybody asks. */
  readonly gaps: readonly string[];
}

export function reportWords(figures: Figures): ReportWords {
  const { outcomes } = figures;
  return {
    inputs: inputsWords(figures),
    activities: activitiesWords(figures),
    outputs: outputsWords(figures),
    confidence: confidenceWords(outcomes.confidence),
    later: laterWords(outcomes.later),
    impact: impactWords(figures),
    gaps: gapsOf(figures),
  };
}

function inputsWords({ inputs }: Figures): string {
  if (inputs.held === 0) return "No surgery is on record for this time and place yet.";
  const where = inputs.venues > 1 ? ` at ${inputs.venues} places` : "";
  const gave =
    inputs.surgeons === 0
      ? "No volunteer was recorded."
      : `${counted(inputs.surgeons, "volunteer", "volunteers")} gave ${hoursWords(inputs.volunteerHours)}.`;
  return `${counted(inputs.held, "surgery was", "surgeries were")} held${where}. ${gave}`;
}

function activitiesWords({ activities }: Figures): string {
  if (activities.visits === 0) return "Nobody’s visit was recorded.";
  const { people, visits, newPeople, cameBack, sittings, hoursOfHelp } = activities;
  const often = visits > people ? `, ${counted(visits, "visit", "visits")} in all` : "";
  const known = `${newPeople.toLocaleString("en-GB")} for the first time; ${cameBack.toLocaleString("en-GB")} came back.`;
  const sat =
    sittings === 0
      ? ""
      : ` ${counted(sittings, "time", "times")} somebody sat down with a volunteer, together ${hoursWords(hoursOfHelp)}.`;
  return `${counted(people, "person", "people")} came${often}: ${known}${sat}`;
}

function outputsWords({ outputs }: Figures): string {
  const { cards, topics, champions } = outputs;
  const first = topics.filter(({ topic }) => topic !== "").slice(0, 3);
  const most = first.length === 0 ? "" : ` Most were about ${listWords(first.map(({ words }) => words))}.`;
  const said =
    cards === 0
      ? "No pair has written down what came of it yet."
      : `${counted(cards, "pair", "pairs")} wrote down what was done and what is next.${most}`;
  const helpers =
    champions === 0 ? "" : ` ${counted(champions, "person", "people")} who once came for help came to help others.`;
  return said + helpers;
}

function confidenceWords({ could, pairs, before, after, difference, surer }: Confidence): string {
  if (pairs === 0) return "Nobody has said yet how sure they feel with data both before and after.";
  const who = `${pairs} of the ${counted(could, "person", "people")} who came for help or to learn said how sure they feel with data before and after`;
  if (pairs < tooFew || difference === undefined) return `${who}: too few to say more.`;
  const mean = `On a scale from 1 to 5 they went from ${before.toFixed(1)} to ${after.toFixed(1)} on average`;
  const change = `(a change of ${signed(difference.mean)}; 95% interval ${signed(difference.low)} to ${signed(difference.high)})`;
  const chance = difference.low <= 0 && difference.high >= 0 ? " That may be chance." : "";
  return `${who}. ${mean} ${change}.${chance} ${surer.yes} of them felt surer than before.`;
}

function laterWords({ asked, answered, used, published, decided }: Later): string {
  if (asked === 0) return "Nobody has been asked yet what came of it 90 days later.";
  const first = `90 days later ${counted(asked, "person was", "people were")} asked, and ${answered.yes === 0 ? "nobody" : answered.yes} answered${answered.yes === 0 ? "" : ` (${percent(answered.yes / asked)})`}.`;
  if (answered.yes === 0) return first;
  if (answered.yes < tooFew) return `${first} That is too few to say more.`;
  const told = [
    `${used.yes} of the ${used.of} who answered used what they had made`,
    `${decided.yes} of ${decided.of} decided something with it`,
    `${published.yes} of ${published.of} published it`,
  ];
  const silent = answered.yes * 2 < asked ? " Fewer than half answered, so the others may be different." : "";
  return `${first} ${listWords(told)}.${silent}`;
}

function impactWords({ impact }: Figures): string {
  const { storiesTold, won } = impact;
  const stories =
    storiesTold === 0
      ? "No story may be told yet."
      : `${counted(storiesTold, "story is", "stories are")} told with permission.`;
  if (won.of < tooFew) return stories;
  return `${won.yes === 0 ? "Nobody" : won.yes} of the ${won.of} who answered 90 days later won something with it. ${stories}`;
}

function gapsOf({ inputs, activities, outcomes }: Figures): string[] {
  const { unrecorded, openVisits, calledOff } = inputs;
  const open = activities.sittings - activities.endedSittings;
  const { confidence } = outcomes;
  return [
    unrecorded > 0 &&
      `${counted(unrecorded, "date is", "dates are")} over without any record; nothing of them is counted here.`,
    calledOff > 0 && `${counted(calledOff, "date was", "dates were")} called off.`,
    openVisits > 0 &&
      `Of ${counted(openVisits, "visit", "visits")} of volunteers nobody recorded the end; their hours are missing.`,
    open > 0 && `Of ${counted(open, "sitting", "sittings")} nobody recorded the end; their time is missing.`,
    confidence.could > 0 &&
      confidence.pairs < confidence.could / 2 &&
      "Fewer than half said how sure they feel both before and after; the others may feel differently.",
  ].filter((one) => one !== false);
}

export function listWords(all: readonly string[]): string {
  return all.length < 2 ? (all[0] ?? "") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return text === "0.0" ? "0.0" : `${value < 0 ? "−" : "+"}${text}`;
}
