/** What people can agree to, each on its own, and the words they agreed to. Changed words are a new version; the old ones stay here. */
export const consentPurposes = ["story", "photo", "follow-up", "directory"] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

export interface ConsentWords {
  readonly title: string;
  /** What happens when it is taken back. */
  readonly takenBack: string;
}

export const consentWords: Readonly<Record<ConsentPurpose, ConsentWords>> = {
  story: {
    title: "My story may be told in public",
    takenBack: "The story is taken off the public pages and reports made from now on.",
  },
  photo: { title: "Photos with me in them may be shown", takenBack: "No photo of you is shown from now on." },
  "follow-up": {
    title: "You may write to me afterwards and ask what came of it",
    takenBack: "We don’t ask you any more.",
  },
  directory: {
    title: "What I ask for or offer may stand in the public list",
    takenBack: "It is taken off the list.",
  },
};

export function isConsentPurpose(text: string): text is ConsentPurpose {
  return consentPurposes.some((one) => one === text);
}
