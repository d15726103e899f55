/**
 * Whether a person's typing is safe, and where. Three answers and no more: on the server, on this device, or not yet.
 * A pure function of a few facts, so that it can be tried for every order in which they change. No DOM.
 */
export interface SavedFacts {
  /** The line to the server is open and both sides have compared notes. */
  readonly connected: boolean;
  /** Changes made here that the server has not yet confirmed to be on its disk. */
  readonly unconfirmed: boolean;
  /** The browser keeps a copy of its own (IndexedDB is there and works). */
  readonly keptHere: boolean;
  /** When the line went down, in milliseconds since 1970; absent while it is open. */
  readonly downSince?: number | undefined;
}

export interface SavedWords {
  readonly state: "server" | "saving" | "device" | "nowhere";
  readonly label: string;
  /** The longer sentence for those who ask, and for screen readers. */
  readonly detail: string;
}

export function savedWords(facts: SavedFacts): SavedWords {
  if (facts.connected && !facts.unconfirmed) return { state: "server", label: "Saved", detail: "Everything is saved on the server." };
  if (facts.connected) return { state: "saving", label: "Saving…", detail: "Your last change is on its way to the server." };
  if (facts.keptHere) {
    const detail = "The network dropped. Keep typing: your work is on this device and will be sent when it is back.";
    return { state: "device", label: "Saved on this device", detail };
  }
  return { state: "nowhere", label: "Not saved — reconnecting", detail: "The network dropped. Leave this page open: your work will be sent when it is back." };
}
