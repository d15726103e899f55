/** What people can agree to, each on its own, and the words they agreed to. Changed words are a new version; the old ones stay here. */
export const consentPurposes = ["story", "photo", "follow-up", "directory"] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

export interface ConsentWords {
  readonly version: string;
  /** Beside the box. It is never ticked beforehand. */
  readonly words: string;
  readonly tip: string;
  /** Names it on somebody's own page. */
  readonly title: string;
  /** What happens when it is taken back. */
  readonly takenBack: string;
}

export const consentWords: Readonly<Record<ConsentPurpose, ConsentWords>> = {
  story: {
    version: "story-1",
    words: "You may tell this story to the public.",
    tip: "On the page about this surgery and in its report, as it stands above, with the licence that the report has. Nobody is named unless the story names them.",
    title: "My story may be told in public",
    takenBack: "The story is taken off the public pages and reports made from now on.",
  },
  photo: {
    version: "photo-1",
    words: "You may show photos of me from this surgery.",
    tip: "On the page about this surgery and in its report.",
    title: "Photos with me in them may be shown",
    takenBack: "No photo of you is shown from now on.",
  },
  "follow-up": {
    version: "follow-up-1",
    words: "You may ask me once, in 90 days, what came of it.",
    tip: "One short e-mail with a link. Nothing else is sent to you because of this.",
    title: "You may write to me afterwards and ask what came of it",
    takenBack: "We don’t ask you any more.",
  },
  directory: {
    version: "directory-1",
    words: "What I write here may stand in the public list.",
    tip: "Without your name and address. Whoever answers is brought together with you only when you both say yes.",
    title: "What I ask for or offer may stand in the public list",
    takenBack: "It is taken off the list.",
  },
};

export function isConsentPurpose(text: string): text is ConsentPurpose {
  return consentPurposes.some((one) => one === text);
}

/** Asked when a sitting ends. */
export type OutcomePurpose = Exclude<ConsentPurpose, "directory">;
export const outcomePurposes: readonly OutcomePurpose[] = ["story", "photo", "follow-up"];
