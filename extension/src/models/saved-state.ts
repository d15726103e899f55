/**
 * Whether a person's typing is safe, and where. A pure function of a few facts, so that it can be tried for every order in
 * which they change. No DOM.
 */
export interface SavedFacts {
  /** The line to the server is open and both sides have compared notes. */
  readonly connected: boolean;
  /** For how long (ms) there has been something here that the server has not confirmed to be on its disk; 0 when all is confirmed. */
  readonly unconfirmedFor: number;
  /** The browser keeps a copy of its own (IndexedDB is there and works). */
  readonly keptHere: boolean;
  /** The server has said that this person may look and not change. */
  readonly readOnly: boolean;
}

export interface SavedWords {
  readonly state: "server" | "saving" | "device" | "nowhere" | "looking";
  readonly label: string;
  /** The longer sentence for those who ask, and for screen readers. */
  readonly detail: string;
}

/** Confirmation takes a moment after each key. Only what takes longer is worth a word: a label that flickers tells nothing. */
export const worthAWord = 1500;

export function savedWords(facts: SavedFacts): SavedWords {
  if (facts.readOnly)
    return words("looking", "Looking only", "You can look at this notebook. What you type here is not kept.");
  if (facts.connected) {
    if (facts.unconfirmedFor < worthAWord) return words("server", "Saved", "Everything is saved on the server.");
    return words("saving", "Saving…", "Your last change is on its way to the server.");
  }
  if (facts.keptHere) {
    return words(
      "device",
      "Saved on this device",
      "The network dropped. Keep typing: your work is on this device and will be sent when it is back.",
    );
  }
  return words(
    "nowhere",
    "Not saved — reconnecting",
    "The network dropped. Leave this page open: your work will be sent when it is back.",
  );
}

function words(state: SavedWords["state"], label: string, detail: string): SavedWords {
  return { state, label, detail };
}
