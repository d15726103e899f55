/** What people are asked to agree to, in the words they read. Changed words are a new version: what was agreed to stays known. */
export type Purpose = "story" | "photo" | "follow-up";

export interface ConsentWords {
  readonly version: string;
  /** Beside the box. It is never ticked beforehand. */
  readonly words: string;
  readonly tip: string;
}

export const outcomePurposes: readonly Purpose[] = ["story", "photo", "follow-up"];

export const consentWords: Readonly<Record<Purpose, ConsentWords>> = {
  story: {
    version: "story-1",
    words: "You may tell this story to the public.",
    tip: "On the page about this surgery and in its report, as it stands above, with the licence that the report has. Nobody is named unless the story names them.",
  },
  photo: {
    version: "photo-1",
    words: "You may show photos of me from this surgery.",
    tip: "On the page about this surgery and in its report.",
  },
  "follow-up": {
    version: "follow-up-1",
    words: "You may ask me once, in 90 days, what came of it.",
    tip: "One short e-mail with a link. Nothing else is sent to you because of this.",
  },
};
