/**
 * The published folder and the drafts beside it. A draft has a folder of its own with a copy of the data file, so that what was looked
 * at is what is published, whatever happens to the file meanwhile; the copy goes when it is published. What is published stands in a
 * folder that is a whole site by itself: it can be copied to any web server or a USB stick, and `surgery publish` writes to it as well.
 */
import { AppError } from "@data-surgery/contract";
import type { CatalogueWords } from "@data-surgery/opendata/publish/browser";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DataSet, DataSets } from "./data-sets.js";
import { recordOf } from "./draft.js";
import { isUnfinished, readIntent, readPublishedThere, writeIntent } from "./intent.js";
import { PatientWork, type Patience } from "./patient-work.js";
import type { ReleaseWork } from "./release-work.js";
import type { Checked, Looked, Prepared, PublishedNow } from "./release-tasks.js";

export interface ShelfOptions {
  readonly dataSets: DataSets;
  readonly work: ReleaseWork;
  /** The site: everything in it is public. */
  readonly site: string;
  /** Copies of data files that are being prepared: nothing in it is public. */
  readonly drafts: string;
  /** What the catalogue is called, where it has no name yet. */
  readonly siteWords: CatalogueWords;
  readonly clock: () => number;
  /** How long a page waits before it says what is being done, in milliseconds. */
  readonly patience?: number;
}

export interface Shelf {
  readonly site: string;
  readonly siteWords: CatalogueWords;
  isTaken(slug: string): boolean;
  /**
   * Copies a data file to where it is prepared, with what a notebook noted of how it was made.
   * @throws AppError `contents.disk-full`
   */
  bring(id: string, file: string, bytes: Uint8Array, made?: Uint8Array): Promise<void>;
  look(set: DataSet): Promise<Patience<Looked>>;
  /** The same, waited for to the end. */
  looked(set: DataSet): Promise<Looked>;
  check(set: DataSet): Promise<Patience<Checked>>;
  /** The same, waited for to the end. */
  checked(set: DataSet): Promise<Checked>;
  publish(set: DataSet): Promise<Patience<PublishedHere>>;
  /** Whether it is being published, or was, and the end was not shown yet. */
  isPublishing(set: DataSet): boolean;
  /** Takes it out of the catalogue; its address says why. */
  retire(set: DataSet, why: string, keepFiles: boolean): Promise<void>;
  forget(id: string): Promise<void>;
  /** One set, as it is after what a stopped server left undone was noted. @throws AppError `publishing.not-noted` */
  caughtUp(set: DataSet): Promise<DataSet>;
  /** A server that was stopped between publishing and noting it: the folder is right. Pages that lag behind follow. */
  catchUp(): Promise<void>;
}

export interface PublishedHere extends PublishedNow {
  /** It is published; pages and feeds could not follow yet, and will by themselves. */
  readonly behind: boolean;
}

export function createShelf(options: ShelfOptions): Shelf {
  const { dataSets, work, site, drafts, siteWords, clock } = options;
  const patient = new PatientWork(clock, options.patience);
  const prepared = (set: DataSet): Prepared => {
    if (set.file === "") throw new AppError("publishing.source-gone", { path: set.sourcePath });
    const { draft, slug, file } = set;
    const { reading, mends } = draft;
    return { folder: join(drafts, set.id), record: recordOf(draft, slug, file), reading, mends, site, siteWords };
  };
  const lookOf =
    (set: DataSet) =>
    (tell: (step: string) => void): Promise<Looked> =>
      work.run({ type: "look", prepared: prepared(set) }, tell);
  const checkOf =
    (set: DataSet) =>
    (tell: (step: string) => void): Promise<Checked> =>
      work.run({ type: "check", prepared: prepared(set), now: clock() }, tell);
  const underWay = new Set<string>();
  const forgetDraft = (id: string): Promise<void> => rm(join(drafts, id), { recursive: true, force: true });
  const alone = async <Result>({ id }: DataSet, run: () => Promise<Result>): Promise<Result> => {
    underWay.add(id);
    try {
      return await run();
    } catch (error) {
      throw isFull(error) ? new AppError("publishing.disk-full", {}, { cause: error }) : error;
    } finally {
      underWay.delete(id);
    }
  };
  const note = async (id: string, version: string, at: number, isOurs: boolean): Promise<void> => {
    try {
      await dataSets.published(id, version, at, isOurs);
      if (isOurs) await forgetDraft(id);
    } catch (error) {
      throw isFull(error) ? new AppError("publishing.not-noted", {}, { cause: error }) : error;
    }
  };
  /** False where they can't yet: the disk is full, or somebody else is publishing and will bring them along. */
  const pagesFollow = async (): Promise<boolean> => {
    try {
      if (await isUnfinished(site)) await work.run({ type: "finish", site }, () => undefined);
      return true;
    } catch (error) {
      if (error instanceof AppError) return false;
      throw error;
    }
  };
  const publishing = (set: DataSet, tell: (step: string) => void): Promise<PublishedHere> =>
    alone(set, async () => {
      const at = clock();
      const task = { type: "publish", prepared: prepared(set), now: at } as const;
      await writeIntent(drafts, set.id, { type: "publish", at });
      const done = await work.run(task, tell).then(
        (result) => ({ ...result, behind: false }),
        async (error: unknown): Promise<PublishedHere> => {
          const there = await readPublishedThere(site, set.slug);
          if (there?.publishedAt !== at) throw error;
          // It broke after the switch: readers have the new version, and saying that nothing was published would be wrong.
          return { ready: true, ...there, behind: !(await pagesFollow()) };
        },
      );
      if (done.ready) await note(set.id, done.version, done.publishedAt, true);
      return done;
    });
  const retiring = async (set: DataSet, why: string, keepFiles: boolean): Promise<void> => {
    const { title, version, slug } = set;
    const retirement = { title, why, version, keepFiles };
    await writeIntent(drafts, set.id, { type: "retire", why, keepFiles });
    await work.run({ type: "retire", site, id: slug, retirement, now: clock() }, () => undefined);
    await dataSets.retire(set.id, why);
    await forgetDraft(set.id);
  };
  /** Gives whether there was something to note. */
  const noteFromFolder = async (set: DataSet): Promise<boolean> => {
    const intent = await readIntent(drafts, set.id);
    const there = await readPublishedThere(site, set.slug);
    if (intent?.type === "retire" && there === undefined) {
      // The switch is gone already: what follows it is done again, to the end.
      await retiring(set, intent.why, intent.keepFiles);
      return true;
    }
    if (there === undefined || there.version === set.version) return false;
    await note(set.id, there.version, there.publishedAt, intent?.type === "publish" && intent.at === there.publishedAt);
    return true;
  };
  return {
    site,
    siteWords,
    isTaken: (slug) => existsSync(join(site, slug)),
    bring: async (id, file, bytes, made) => {
      const folder = join(drafts, id);
      try {
        await rm(folder, { recursive: true, force: true });
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, file), bytes);
        if (made !== undefined) await writeFile(join(folder, `${file}${madeEnding}`), made);
      } catch (error) {
        await rm(folder, { recursive: true, force: true });
        if (isFull(error)) throw new AppError("contents.disk-full", {}, { cause: error });
        throw error;
      }
    },
    look: (set) => patient.ask(lookKey(set), lookOf(set)),
    looked: (set) => patient.wait(lookKey(set), lookOf(set)),
    check: (set) => patient.ask(checkKey(set), checkOf(set)),
    checked: (set) => patient.wait(checkKey(set), checkOf(set)),
    publish: async (set) => {
      const key = publishKey(set);
      const patience = await patient.ask(key, (tell) => publishing(set, tell));
      // Told once: what stood in the way may be settled before the next try.
      if (patience.type === "done") patient.forget(key);
      return patience;
    },
    isPublishing: (set) => patient.has(publishKey(set)),
    retire: (set, why, keepFiles) => alone(set, () => retiring(set, why, keepFiles)),
    forget: forgetDraft,
    caughtUp: async (set) => {
      if (underWay.has(set.id) || (await readIntent(drafts, set.id)) === undefined) return set;
      return (await noteFromFolder(set)) ? dataSets.get(set.id) : set;
    },
    catchUp: async () => {
      const failures: unknown[] = [];
      for (const set of await dataSets.all()) {
        if (set.status === "retired" || underWay.has(set.id)) continue;
        // A set that somebody broke by hand keeps the others from nothing.
        await noteFromFolder(set).catch((error: unknown) => failures.push(error));
      }
      await pagesFollow();
      if (failures.length > 0)
        throw new AggregateError(failures, "Some data sets could not be compared with the folder.");
    },
  };
}

/** As the toolkit calls what lies beside a file that a notebook wrote. */
export const madeEnding = ".lineage";

/** A way of reading is tried before it is kept: it is another look. */
const lookKey = ({ id, revision, draft }: DataSet): string =>
  `look ${id} ${revision} ${JSON.stringify(draft.reading?.wish ?? {})}`;
const checkKey = (set: DataSet): string => `check ${set.id} ${set.revision}`;

/** One for each version: two windows that publish the same wait for the same. */
const publishKey = (set: DataSet): string => `publish ${set.id} ${set.version}`;

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);
/** The disk of the folder, or that of the store. */
export const isFull = (error: unknown): boolean =>
  ["ENOSPC", "EDQUOT", "SQLITE_FULL", "53100"].includes(String(codeOf(error)));
