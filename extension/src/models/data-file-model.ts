/**
 * One person's data file, from the moment it is dropped to the code in the notebook: what is known of it, what is being done, and
 * where it is kept. The page only shows this. No DOM.
 */
import type { Fix, FixPreview, KeptReading } from "@data-surgery/opendata/browser";
import { Signal, type ISignal } from "@lumino/signaling";
import type { DataFileEntry, DataFolder, GivenFile, KeepingNews } from "./data-folder.js";
import { megabytes, nameWith, refusal } from "./data-file-name.js";
import type { OpenTool } from "./data-file-questions.js";
import type { DataFileTool, DataFileView, ReadingWish } from "./data-file-view.js";
import { doneWords, previewWords } from "./data-file-words.js";
import { PlainError } from "./plain-error.js";
import { report } from "./report.js";

/** Where the file is. */
export type Keeping =
  | { readonly type: "nowhere" }
  /** `share` from 0 to 1; shown when it takes more than a moment. */
  | { readonly type: "sending"; readonly share: number; readonly isSlow: boolean }
  | { readonly type: "waiting"; readonly words: string }
  | { readonly type: "kept"; readonly name: string; readonly words: string }
  | { readonly type: "refused"; readonly words: string };

export interface DataFileState {
  /** The data files beside the notebook; undefined until they are known, or when they can't be. */
  readonly files: readonly DataFileEntry[] | undefined;
  readonly name: string | undefined;
  readonly view: DataFileView | undefined;
  readonly keeping: Keeping;
  /** What is being done, in words; undefined while nothing is. */
  readonly busy: string | undefined;
  /** The latest that went wrong, or that is worth knowing. */
  readonly problem: string | undefined;
  readonly preview: { readonly fix: Fix; readonly seen: FixPreview } | undefined;
  /** The same as code, once somebody asked for it. */
  readonly code: string | undefined;
}

export interface DataFileParts {
  readonly folder: DataFolder;
  readonly openTool: () => OpenTool;
  /** Puts code into a new cell of the notebook. @throws PlainError */
  readonly writeCode: (code: string) => void;
  /** Makes a folder of the file, what was mended and the notebook about it, and opens the way to share that. @throws PlainError */
  readonly share: (work: SharedFile) => Promise<void>;
  /** Shows a notebook of the folder; undefined where there is no notebook to write into either. */
  readonly openNotebook: (name: string) => Promise<void>;
  /** Goes to where a file is published as open data; not given where no server of ours does that. */
  readonly openPublishing?: (file: FileToPublish) => void;
}

export interface FileToPublish {
  /** As it is called beside the notebook. */
  readonly name: string;
  /** How it was read, so that next month's is read the same way; undefined for a mended copy. */
  readonly reading: KeptReading | undefined;
  /** What is to be done to it, so that the same is done to next month's. */
  readonly mends: readonly { readonly fix: Fix; readonly code: string | undefined }[];
}

export interface SharedFile {
  /** As it is called beside the notebook. */
  readonly name: string;
  readonly notebook: object;
  /** As CSV; undefined when nothing was mended, or when it is too large to go along. */
  readonly mended: string | undefined;
}

/** What is sent with the notebook, in characters; the notebook mends by its code all the same. */
const largestMended = 8 * 1024 * 1024;

/** What takes longer than this is worth a word, in milliseconds. */
const worthAWord = 1000;

/** Of steps that go along to where a file is published, in characters of JSON; one with more has thousands of spellings. */
const largestMends = 300_000;

/** From here on people should know that it takes a while, in bytes. */
const large = 5 * 1024 * 1024;

const nothing: Omit<DataFileState, "files"> = {
  name: undefined,
  view: undefined,
  keeping: { type: "nowhere" },
  busy: undefined,
  problem: undefined,
  preview: undefined,
  code: undefined,
};

export class DataFileModel {
  readonly #parts: DataFileParts;
  readonly #changed = new Signal<this, void>(this);
  readonly #said = new Signal<this, string>(this);
  #state: DataFileState = { files: undefined, ...nothing };
  #tool: OpenTool | undefined;
  /** What is to be said of the file before: it was not kept. */
  #lost: string | undefined;
  /** Ends with the file that is looked at. */
  #file = new AbortController();

  constructor(parts: DataFileParts) {
    this.#parts = parts;
  }

  get state(): DataFileState {
    return this.#state;
  }

  /** Where files are kept, from the contents root. */
  get folder(): string {
    return this.#parts.folder.path;
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  /** Sentences for people who can't see what changed. */
  get said(): ISignal<this, string> {
    return this.#said;
  }

  /** Looks again which data files are here. Without the network there is no list, and that is no fault. */
  async refreshFiles(): Promise<void> {
    try {
      this.#set({ files: await this.#parts.folder.files() });
    } catch (error) {
      if (!isExpected(error)) report(error);
    }
  }

  /** Back to the question which file. */
  async leaveFile(): Promise<void> {
    this.#begin();
    if (this.#lost !== undefined) this.#tell(this.#lost);
    this.#lost = undefined;
    await this.refreshFiles();
  }

  /** A file from this person's computer: it is read at once, and then kept beside the notebook. */
  async take(file: GivenFile): Promise<void> {
    const refused = refusal(file.name, file.size);
    if (refused !== undefined) return this.#tell(refused);
    const { signal } = this.#begin();
    const view = await this.#read(
      file.name,
      file.size,
      async () => new Uint8Array(await file.slice(0, file.size).arrayBuffer()),
    );
    if (view && !signal.aborted) await this.#keep(file, signal);
  }

  /** A word beside what is being done. */
  note(words: string): void {
    this.#tell(words);
  }

  /** A file that is beside the notebook already. */
  async look({ name, size }: DataFileEntry): Promise<void> {
    const refused = refusal(name, size);
    if (refused !== undefined) return this.#tell(refused);
    const { signal } = this.#begin();
    const view = await this.#read(name, size, () => this.#parts.folder.read(name));
    if (view && !signal.aborted) this.#set({ keeping: { type: "kept", name, words: "" } });
  }

  /** Stops reading: what takes too long need not be waited for. */
  stop(): void {
    this.#begin();
    this.#say("Stopped.");
  }

  async reread(wish: ReadingWish): Promise<void> {
    const before = this.#state.view?.undone.length ?? 0;
    await this.#change("Reading it again", (tool) => tool.reread(wish), "Read again.");
    const aside = (this.#state.view?.undone.length ?? 0) - before;
    if (aside > 0)
      this.#tell(
        `Read this way, ${aside === 1 ? "one step no longer fits. It stands" : `${aside} steps no longer fit. They stand`} under “Taken back”.`,
      );
  }

  /** Shows what a step would do, or hides it again. */
  async preview(fix: Fix): Promise<void> {
    if (this.isPreviewed(fix)) return this.#set({ preview: undefined });
    await this.#work(
      "Looking",
      (tool) => tool.preview(fix),
      (seen) => {
        this.#set({ preview: { fix, seen } });
        this.#say(previewWords(seen));
      },
    );
  }

  isPreviewed(fix: Fix): boolean {
    const { preview } = this.#state;
    return preview !== undefined && JSON.stringify(preview.fix) === JSON.stringify(fix);
  }

  apply(fix: Fix): Promise<void> {
    return this.#change("Mending", (tool) => tool.apply(fix));
  }

  undo(at: number): Promise<void> {
    return this.#change("Taking it back", (tool) => tool.undo(at), "Taken back. It stands under “Taken back” now.");
  }

  redo(at: number): Promise<void> {
    return this.#change("Doing it again", (tool) => tool.redo(at));
  }

  /** Shows the same as code, or hides it again. */
  async showCode(): Promise<void> {
    const name = this.#state.code === undefined ? this.#keptName() : undefined;
    if (name === undefined) this.#set({ code: undefined });
    else
      await this.#work(
        "Writing",
        (tool) => tool.code({ path: name }),
        (code) => this.#set({ code }),
      );
  }

  /** Code that reads and mends goes into the notebook. @returns whether it is there */
  async writeCode(): Promise<boolean> {
    return this.#withKept(
      "Writing",
      (tool, path) => tool.code({ path }),
      (code) => {
        this.#parts.writeCode(code);
        this.#say("The code is in a new cell of your notebook. Run it to have the table.");
      },
    );
  }

  /** The mended table becomes a file of its own; the original stays. */
  async saveMended(): Promise<void> {
    await this.#withKept(
      "Saving",
      (tool) => tool.csv(),
      async (csv, name) => {
        const saved = await this.#parts.folder.saveText(nameWith(name, " (mended)", ".csv"), csv);
        this.#tell(`Saved as “${saved}”, beside your notebook. “${name}” stays as it was.`);
        await this.refreshFiles();
      },
    );
  }

  async makeNotebook(): Promise<void> {
    await this.#withKept(
      "Making a notebook",
      (tool, path) => tool.notebook({ path }),
      async (made, name) => {
        const saved = await this.#parts.folder.saveNotebook(nameWith(name, "", ".ipynb"), made);
        this.#tell(`The notebook “${saved}” is made. It opens now.`);
        await this.#parts.openNotebook(saved);
      },
    );
  }

  /** The file with its notebook in a folder of their own, for two. */
  async workTogether(): Promise<void> {
    await this.#withKept(
      "Making a folder for the two of you",
      async (tool, path) => ({
        notebook: await tool.notebook({ path }),
        csv: this.#state.view?.done.length === 0 ? undefined : await tool.csv(),
      }),
      async ({ notebook, csv }, name) => {
        const mended = csv !== undefined && csv.length <= largestMended ? csv : undefined;
        await this.#parts.share({ name, notebook, mended });
      },
    );
  }

  get canPublish(): boolean {
    return this.#parts.openPublishing !== undefined;
  }

  /**
   * What goes out is the file as it is, with how it is read and the steps to mend it: they are done again to the next one. With more steps
   * than can go along, the mended table goes out as a file of its own.
   */
  async publish(): Promise<void> {
    const { done = [], kept } = this.#state.view ?? {};
    const mends = done.map(({ fix, code }) => ({ fix, code }));
    const goAlong = mends.length <= 200 && JSON.stringify(mends).length <= largestMends;
    await this.#withKept(
      "Saving",
      (tool) => (goAlong ? Promise.resolve("") : tool.csv()),
      async (csv, name) => {
        if (goAlong) return this.#parts.openPublishing?.({ name, reading: kept, mends });
        const saved = await this.#parts.folder.saveText(nameWith(name, " (mended)", ".csv"), csv);
        this.#parts.openPublishing?.({ name: saved, reading: undefined, mends: [] });
      },
    );
  }

  /** Leaving the page now would lose it. */
  get isOnItsWay(): boolean {
    return this.#state.keeping.type === "sending" || this.#state.keeping.type === "waiting";
  }

  /** Why code and notebooks have to wait; undefined when they needn't. */
  get whyNotYet(): string | undefined {
    const { keeping } = this.#state;
    if (keeping.type === "kept") return undefined;
    return keeping.type === "refused"
      ? "The file is not beside your notebook, so code could not find it."
      : "This waits until the file is beside your notebook.";
  }

  #keptName(): string | undefined {
    const { keeping } = this.#state;
    return keeping.type === "kept" ? keeping.name : this.#state.name;
  }

  async #withKept<Result>(
    busy: string,
    ask: (tool: DataFileTool, name: string) => Promise<Result>,
    then: (result: Result, name: string) => Promise<void> | void,
  ): Promise<boolean> {
    const { keeping } = this.#state;
    if (keeping.type !== "kept") {
      this.#tell(this.whyNotYet ?? "");
      return false;
    }
    const { name } = keeping;
    return this.#work(
      busy,
      (tool) => ask(tool, name),
      (result) => then(result, name),
    );
  }

  async #read(name: string, size: number, bytes: () => Promise<Uint8Array<ArrayBuffer>>): Promise<boolean> {
    this.#set({ name });
    this.#say(`Reading ${name}.`);
    if (this.#tool?.isOver !== false) this.#tool = this.#parts.openTool();
    const { signal } = this.#file;
    const isRead = await this.#work(
      size < large ? `Reading ${name}` : `Reading ${name}, which has ${megabytes(size)} and takes a while`,
      async (tool) => tool.open(await bytes(), name),
      (view) => {
        this.#set({ view });
        this.#say(`${doneWords(view)} What is known about it stands here now.`);
      },
    );
    if (!isRead && !signal.aborted) this.#set({ name: undefined });
    return isRead;
  }

  async #keep(file: GivenFile, signal: AbortSignal): Promise<void> {
    this.#set({ keeping: { type: "sending", share: 0, isSlow: false } });
    const slow = setTimeout(() => {
      if (this.#state.keeping.type !== "sending" || signal.aborted) return;
      this.#set({ keeping: { ...this.#state.keeping, isSlow: true } });
    }, worthAWord);
    const tell = (news: KeepingNews): void => {
      if (signal.aborted) return;
      if (news.type === "waiting") {
        if (this.#state.keeping.type !== "waiting") this.#say(news.words);
        this.#set({ keeping: news });
      } else {
        const isSlow = this.#state.keeping.type === "sending" ? this.#state.keeping.isSlow : true;
        this.#set({ keeping: { type: "sending", share: news.share, isSlow } });
      }
    };
    try {
      const { name, wasHere } = await this.#parts.folder.keep(file, { tell, signal });
      if (signal.aborted) return;
      const words = keptWords(file.name, name, wasHere);
      this.#set({ keeping: { type: "kept", name, words } });
      this.#say(words);
      await this.refreshFiles();
    } catch (error) {
      if (signal.aborted) return;
      if (!isExpected(error)) report(error);
      const words = isExpected(error) ? error.message : "It could not be put beside your notebook. Try again.";
      this.#set({ keeping: { type: "refused", words } });
      this.#say(words);
    } finally {
      clearTimeout(slow);
    }
  }

  /** Something that changes the view. Without words of its own, the step that is new is told. */
  async #change(busy: string, work: (tool: DataFileTool) => Promise<DataFileView>, words?: string): Promise<void> {
    await this.#work(busy, work, (view) => {
      this.#set({ view, preview: undefined, code: undefined });
      this.#say(words ?? `${view.done.at(-1)?.words ?? "Done."} ${doneWords(view)}`);
    });
  }

  /** Asks the tool, and goes on with the answer unless another file is looked at by then. @returns whether all went well */
  async #work<Result>(
    busy: string,
    ask: (tool: DataFileTool) => Promise<Result>,
    then: (result: Result) => Promise<void> | void,
  ): Promise<boolean> {
    const { signal } = this.#file;
    const tool = this.#tool;
    if (tool === undefined || this.#state.busy !== undefined) return false;
    this.#set({ busy, problem: this.#lost });
    this.#lost = undefined;
    try {
      const result = await ask(tool);
      if (signal.aborted) return false;
      await then(result);
      return !signal.aborted;
    } catch (error) {
      if (signal.aborted) return false;
      if (!isExpected(error)) report(error);
      this.#tell(
        isExpected(error)
          ? error.message
          : "Something went wrong in this page, and nothing was changed. Load the page again, and tell the trainer if it comes back.",
      );
      return false;
    } finally {
      if (!signal.aborted) this.#set({ busy: undefined });
    }
  }

  /** Lets go of the file that was looked at. */
  #begin(): { readonly signal: AbortSignal } {
    this.#lost = this.isOnItsWay
      ? `“${this.#state.name ?? ""}” was not put beside your notebook: another file was chosen before it was sent.`
      : undefined;
    this.#file.abort();
    this.#file = new AbortController();
    // What still works on the old file would keep the new one waiting.
    if (this.#state.busy !== undefined) this.#tool?.[Symbol.dispose]();
    this.#set(nothing);
    return this.#file;
  }

  #tell(words: string): void {
    this.#set({ problem: words });
    this.#say(words);
  }

  #say(words: string): void {
    if (words !== "") this.#said.emit(words);
  }

  #set(part: Partial<DataFileState>): void {
    this.#state = { ...this.#state, ...part };
    this.#changed.emit();
  }
}

const isExpected = (error: unknown): error is PlainError => error instanceof PlainError;

function keptWords(given: string, name: string, wasHere: boolean): string {
  if (wasHere) return `This very file is beside your notebook already, as “${name}”. It was not added again.`;
  return name.toLowerCase() === given.toLowerCase()
    ? `“${name}” is beside your notebook now.`
    : `It is beside your notebook now, as “${name}”: the name “${given}” was taken, or can't be used here.`;
}
