/** What each figure counts, in one place: the report, the open data and its notes say the same. */

export type IndicatorId =
  | "surgeries-held"
  | "volunteers"
  | "volunteer-hours"
  | "visits"
  | "people"
  | "people-new"
  | "people-came-back"
  | "people-helped"
  | "people-learning"
  | "sittings"
  | "hours-of-help"
  | "outcome-cards"
  | "champions"
  | "stories"
  | "confidence-pairs"
  | "more-sure"
  | "asked-later"
  | "answered-later"
  | "used-later"
  | "published-later"
  | "decided-later"
  | "won-later";

export type Stage = "inputs" | "activities" | "outputs" | "outcomes" | "impact";

export const stageWords: Readonly<Record<Stage, string>> = {
  inputs: "What went in",
  activities: "What happened",
  outputs: "What came of it on the day",
  outcomes: "What changed for people",
  impact: "What it led to",
};

export interface Definition {
  readonly id: IndicatorId;
  readonly stage: Stage;
  /** Before a number: `Visits: 52`. */
  readonly title: string;
  readonly counts: string;
}

export const definitions: readonly Definition[] = [
  {
    id: "surgeries-held",
    stage: "inputs",
    title: "Surgeries held",
    counts:
      "Dates that were not called off and at which the doors were opened or somebody was recorded. Dates without any record are told apart, and not counted.",
  },
  {
    id: "volunteers",
    stage: "inputs",
    title: "Volunteers",
    counts: "Different people who came to help (surgeons).",
  },
  {
    id: "volunteer-hours",
    stage: "inputs",
    title: "Volunteer hours",
    counts: "From a surgeon’s arrival to their leaving, as recorded. Visits whose end nobody recorded are not in it.",
  },
  {
    id: "visits",
    stage: "activities",
    title: "Visits",
    counts: "Everybody who was there, once for each date. Somebody who came three times is three visits.",
  },
  {
    id: "people",
    stage: "activities",
    title: "Different people",
    counts:
      "The same, each person once. People are told apart by a made-up id; somebody who comes once with an e-mail address and once without may count twice.",
  },
  {
    id: "people-new",
    stage: "activities",
    title: "New people",
    counts: "People whose first visit anywhere in the city falls into this time and place.",
  },
  {
    id: "people-came-back",
    stage: "activities",
    title: "People who came back",
    counts:
      "People who, at one of these visits or more, had been to a surgery somewhere in the city before. Somebody can be new and come back in the same year.",
  },
  {
    id: "people-helped",
    stage: "activities",
    title: "People who came for help",
    counts: "Different people who came with something of their own (patients).",
  },
  {
    id: "people-learning",
    stage: "activities",
    title: "People who came to learn",
    counts: "Different people who came as learners.",
  },
  {
    id: "sittings",
    stage: "activities",
    title: "Times that two sat down together",
    counts: "Each time somebody who wanted help sat with a volunteer.",
  },
  {
    id: "hours-of-help",
    stage: "activities",
    title: "Hours of help",
    counts: "How long these took, where the end was recorded.",
  },
  {
    id: "outcome-cards",
    stage: "outputs",
    title: "Outcome cards",
    counts: "Cards on which a pair wrote what was done and what is next; one for each person and date.",
  },
  {
    id: "champions",
    stage: "outputs",
    title: "Champions",
    counts: "People who came for help or to learn before, and came to help now.",
  },
  {
    id: "confidence-pairs",
    stage: "outcomes",
    title: "Said how sure they feel, before and after",
    counts:
      "People who answered “How sure do you feel with data?” (1 not at all, 5 very) at the start and at the end. Each counts once: their first answer before and their last one after. The difference is the mean over people, with its 95% interval (Student’s t for pairs).",
  },
  {
    id: "more-sure",
    stage: "outcomes",
    title: "More sure afterwards",
    counts:
      "Those of them whose last answer was higher than their first. Without others to compare with, nobody can say what would have happened anyway.",
  },
  {
    id: "asked-later",
    stage: "outcomes",
    title: "Asked 90 days later",
    counts: "Questions that were sent: to those who agreed to be asked and left an e-mail address.",
  },
  {
    id: "answered-later",
    stage: "outcomes",
    title: "Answered",
    counts: "Those who answered, of those who were asked. Who answers may differ from who does not.",
  },
  {
    id: "used-later",
    stage: "outcomes",
    title: "Used what they made",
    counts: "Of those who answered the question.",
  },
  {
    id: "published-later",
    stage: "outcomes",
    title: "Published it",
    counts: "Of those who answered the question.",
  },
  {
    id: "decided-later",
    stage: "outcomes",
    title: "Decided something with it",
    counts: "Of those who answered the question.",
  },
  {
    id: "won-later",
    stage: "impact",
    title: "Won something with it",
    counts: "Of those who answered the question: a grant, a place, a change. It was one reason among others.",
  },
  {
    id: "stories",
    stage: "impact",
    title: "Stories told",
    counts: "Stories that people gave their permission to tell, and have not taken back.",
  },
];

export const intervalWords =
  "The range behind a share (95% interval, Wilson 1927) says how far it could be off by chance alone, had other people of the same kind come or answered. It says nothing about those who did not answer.";
