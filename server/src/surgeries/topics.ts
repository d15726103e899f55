/** What a need and a skill are about, from the words that people use for it: enough to bring two people together, no more. */
export interface Topic {
  readonly id: string;
  /** After "both": `both about maps and places`. */
  readonly words: string;
}

const topics: readonly (Topic & { readonly signs: RegExp })[] = [
  {
    id: "mend",
    words: "mending spreadsheets",
    signs: /\b(excel|spreadsheet|csv|clean|tid(y|ied)|mess|merge|duplicat|format|list)/,
  },
  {
    id: "chart",
    words: "charts and trends",
    signs: /\b(chart|graph|plot|trend|visuali[sz]|picture|dashboard|diagram)/,
  },
  { id: "map", words: "maps and places", signs: /\b(map|ward|postcode|place|neighbo|area|geograph|gis|boundar)/ },
  {
    id: "bid",
    words: "bids and evidence",
    signs: /\b(bid|fund|grant|commission|evidence|case|report|apply|application|impact)/,
  },
  {
    id: "find",
    words: "finding figures",
    signs: /\b(find|figures|statistic|ons|census|source|data\.gov|look(ing)? for|research)/,
  },
  { id: "publish", words: "publishing data", signs: /\b(publish|open data|licen[cs]e|website|share|portal)/ },
  { id: "privacy", words: "personal data", signs: /\b(privacy|personal|gdpr|anonym|consent|confidential)/ },
  {
    id: "survey",
    words: "surveys and counting",
    signs: /\b(survey|questionnaire|feedback|count|collect|monitor|attendance|register)/,
  },
  {
    id: "social",
    words: "social media and websites",
    signs: /\b(social|facebook|twitter|instagram|blog|wordpress|newsletter|mail)/,
  },
  {
    id: "code",
    words: "programming",
    signs: /\b(program|code|coding|script|python|javascript|typescript|sql|database|api)/,
  },
];

export function topicsIn(text: string): readonly Topic[] {
  const lower = text.toLowerCase();
  return topics.filter(({ signs }) => signs.test(lower)).map(({ id, words }) => ({ id, words }));
}

/** For a list to choose from. */
export const allTopics: readonly Topic[] = topics.map(({ id, words }) => ({ id, words }));
