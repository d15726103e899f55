/** What our plugins offer each other. */
import type { NotebookPanel } from "@jupyterlab/notebook";
import { Token } from "@lumino/coreutils";
import type { ISignal } from "@lumino/signaling";
import type { Widget } from "@lumino/widgets";
import type { ProgressModel } from "./models/progress-model.js";
import type { RoomModel } from "./models/room-model.js";
import type { Notice } from "./models/room-notice.js";
import type { SavedWords } from "./models/saved-state.js";
import type { NewsKind, SurgeryApi } from "./models/surgery-api.js";
import type { Announcer } from "./widgets/announcer.js";
import type { PersonHere } from "./models/people-here.js";

/** The learner's page around the notebook. Absent in the full lab. */
export interface PageFrame {
  setTitle(title: string): void;
  setSaved(words: SavedWords): void;
  setPeople(people: readonly PersonHere[]): void;
  setOutline(outline: Widget): void;
  /** What the notebook's process is doing, in words; empty when there is nothing to say. */
  setKernel(words: string): void;
  /** What "Start the notebook afresh" does. */
  onRestart(restart: () => Promise<void>): void;
  /** A button in the bar, for what people do often. */
  addToBar(label: string, act: () => Promise<void>): void;
  /** One more entry in the menu under one's name. */
  addToMenu(label: string, act: () => Promise<void>): void;
  /** What has to be done before somebody leaves this device. Rejects with a PlainError when it is not the moment. */
  beforeLeaving(prepare: () => Promise<void>): void;
}

export const PageFrame: Token<PageFrame | null> = new Token(
  "@data-surgery/extension:PageFrame",
  "The learner's page around the notebook.",
);

/** One person's progress in all lessons. */
export interface Progress {
  readonly model: ProgressModel;
  /** Begins to follow the server; asking again changes nothing. A lab in which nobody opens a lesson has no stream. */
  readonly watch: () => void;
  /** News for this person beside their progress, by kind, once it is followed. */
  readonly news: ISignal<unknown, NewsKind>;
}

export const Progress: Token<Progress> = new Token("@data-surgery/extension:Progress", "Which exercises are done.");

/** The documents' lines to the server. */
export interface SafeSaving {
  /** Resolves when everything typed in this document so far is on the server's disk. @throws PlainError when that takes too long */
  flush(path: string): Promise<void>;
  /** Calls back with everything that the server says of this document beside its content, from the beginning of the line. */
  onNotice(path: string, listener: (notice: Notice) => void): void;
  /** Name of this browser's own copy, and whose it is. Undefined for a notebook that is not live. */
  copyOf(path: string): Promise<{ readonly name: string; readonly person: string } | undefined>;
  /** Removes this browser's own copies. @throws PlainError while they hold what the server lacks */
  forget(): Promise<void>;
}

export const SafeSaving: Token<SafeSaving> = new Token(
  "@data-surgery/extension:SafeSaving",
  "Knows what of a document is safe, and can wait for it.",
);

/** The people of each open notebook. */
export interface Rooms {
  /** Calls back for every notebook with live documents, those that are open already included. */
  each(visit: (panel: NotebookPanel, room: RoomModel) => void): void;
  of(panel: NotebookPanel): RoomModel | undefined;
}

export const Rooms: Token<Rooms> = new Token(
  "@data-surgery/extension:Rooms",
  "Who is in a notebook and who may do what.",
);

/** Copies of notebooks whose history was replaced. */
export interface KeptCopies {
  /** Offers those again that were discarded within a day. @returns how many there are */
  offerDiscarded(panel: NotebookPanel): Promise<number>;
}

export const KeptCopies: Token<KeptCopies> = new Token(
  "@data-surgery/extension:KeptCopies",
  "What this device kept of notebooks that were replaced.",
);

export const Api: Token<SurgeryApi> = new Token("@data-surgery/extension:Api", "The server's own API.");

export const Announce: Token<Announcer> = new Token(
  "@data-surgery/extension:Announce",
  "Says short sentences to screen readers.",
);
