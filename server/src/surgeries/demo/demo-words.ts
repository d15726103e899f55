/** Everything said in the invented city. It says of itself that it is invented, so that no screenshot can pass for a record. */
export const kindsOfPlace = [
  "Library",
  "Community Hall",
  "Neighbourhood Centre",
  "Church Room",
  "College Foyer",
  "Café",
] as const;

export const quarters = [
  "North",
  "South",
  "East",
  "West",
  "Canalside",
  "Hilltop",
  "Old Market",
  "Station",
  "Riverside",
  "Parkside",
  "Mill Lane",
  "Garden",
] as const;

export interface InventedNeed {
  /** Of `topics.ts`. */
  readonly topic: string;
  readonly need: string;
  readonly done: string;
  readonly next: string;
  readonly story: string;
}

export const needs: readonly [InventedNeed, ...InventedNeed[]] = [
  {
    topic: "mend",
    need: "Our list of members is in three spreadsheets that don’t agree",
    done: "Joined three lists into one and took out 41 doubles.",
    next: "Send one newsletter from the new list.",
    story:
      "Invented story: a lunch club found that a third of its letters went to addresses that nobody lived at any more. Now they go to one list.",
  },
  {
    topic: "map",
    need: "A map of where our members live",
    done: "Looked up the ward of each postcode and made a map without anybody’s address on it.",
    next: "Show the map to the committee.",
    story:
      "Invented story: a walking group saw on its map that nobody came from the estate across the road, and moved its meeting point there.",
  },
  {
    topic: "chart",
    need: "A chart of who comes to us and when",
    done: "A chart of visits by month, with the school holidays marked.",
    next: "Put the chart on the noticeboard.",
    story:
      "Invented story: a toy library saw that Saturdays were twice as busy as it had thought, and asked for a second volunteer.",
  },
  {
    topic: "bid",
    need: "Figures for a grant application",
    done: "Found the figures for our ward and wrote two sentences with their source.",
    next: "Send the bid in by the end of the month.",
    story:
      "Invented story: a youth project put one figure with its source into a bid, and the panel asked where it had found it.",
  },
  {
    topic: "find",
    need: "I want to find out how many children here get free school meals",
    done: "Found the table, read the notes beside it and kept the source.",
    next: "Compare it with the city.",
    story:
      "Invented story: a breakfast club found a public table that answered in ten minutes what it had asked about for a year.",
  },
  {
    topic: "survey",
    need: "We asked 60 people and don’t know how to count the answers",
    done: "Counted 60 answers and said how many did not answer each question.",
    next: "Ask the two questions again that nobody understood.",
    story: "Invented story: a garden group counted its survey fairly, and said openly that only a third had answered.",
  },
  {
    topic: "publish",
    need: "We want to publish our list of warm spaces as open data",
    done: "Checked the list for personal data, chose a licence and made a data package.",
    next: "Publish it and tell the council.",
    story: "Invented story: a network of warm spaces published its list, and a bus company put it on its map.",
  },
];

export const skills = [
  "I make maps and charts",
  "Spreadsheets, cleaning lists",
  "I have written bids and know where figures are",
  "Surveys and counting",
  "Programming, and patience",
] as const;

export const languages = ["English", "Urdu", "Polish", "Somali", "Welsh", "Arabic"] as const;

export const afterwards = [
  "Invented answer: we still use the sheet every week.",
  "Invented answer: the committee liked the map.",
  "Invented answer: no time yet, but we mean to.",
  "Invented answer: it went into our report.",
] as const;

export const callingOff = ["The heating has broken down.", "The hall is needed for a vote.", "Too much snow."] as const;
