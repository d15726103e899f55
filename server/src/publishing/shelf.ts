/**
 * The published folder and the drafts beside it. A draft has a folder of its own with a copy of the data file, so that what was looked
 * at is what is published, whatever happens to the file meanwhile; the copy goes when it is published. What is published stands in a
 * folder that is a whole site by itself: it can be copied to any web server or a USB stick, and `surgery publish` writes to it as well.
 */
import { AppError } from "@data-surgery/contract";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DataSet, DataSets } from "./data-sets.js";
import { recordOf } from "./draft.js";
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
  readonly siteTitle: string;
  readonly clock: () => number;
  /** How long a page waits before it says what is being done, in milliseconds. */
  readonly patience?: number;
}

export interface Shelf {
  readonly site: string;
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
  publish(set: DataSet): Promise<Patience<PublishedNow>>;
  /** Whether it is being published, or was, and the end was not shown yet. */
  isPublishing(set: DataSet): boolean;
  /** Takes it out of the catalogue; its address says why. */
  retire(set: DataSet, why: string, keepFiles: boolean): Promise<void>;
  forget(id: string): Promise<void>;
  /** A server that was stopped between publishing and noting it: the folder is right. */
  catchUp(): Promise<void>;
}

export function createShelf(options: ShelfOptions): Shelf {
  const { dataSets, work, site, drafts, siteTitle, clock } = options;
  const patient = new PatientWork(clock, options.patience);
  const prepared = (set: DataSet): Prepared => {
    if (set.file === "") throw new AppError("publishing.source-gone", { path: set.sourcePath });
    return { folder: join(drafts, set.id), record: recordOf(set.draft, set.slug, set.file), site, siteTitle };
  };
  const lookOf =
    (set: DataSet) =>
    (tell: (step: string) => void): Promise<Looked> =>
      work.run({ type: "look", prepared: prepared(set), file: set.file }, tell);
  const checkOf =
    (set: DataSet) =>
    (tell: (step: string) => void): Promise<Checked> =>
      work.run({ type: "check", prepared: prepared(set), now: clock() }, tell);
  return {
    site,
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
      const patience = await patient.ask(key, async (tell) => {
        const done = await work.run({ type: "publish", prepared: prepared(set), now: clock() }, tell);
        if (done.ready) {
          await dataSets.published(set.id, done.version, done.publishedAt);
          await rm(join(drafts, set.id), { recursive: true, force: true });
        }
        return done;
      });
      // Told once: what stood in the way may be settled before the next try.
      if (patience.type === "done") patient.forget(key);
      return patience;
    },
    isPublishing: (set) => patient.has(publishKey(set)),
    retire: async (set, why, keepFiles) => {
      const { title, version, slug } = set;
      const retirement = { title, why, version, keepFiles };
      await work.run({ type: "retire", site, id: slug, retirement, now: clock() }, () => undefined);
      await dataSets.retire(set.id, why);
      await rm(join(drafts, set.id), { recursive: true, force: true });
    },
    forget: (id) => rm(join(drafts, id), { recursive: true, force: true }),
    catchUp: async () => {
      for (const set of await dataSets.all()) {
        if (set.status === "retired") continue;
        const latest = await readLatest(site, set.slug);
        if (latest === undefined || latest.version === set.version) continue;
        await dataSets.published(set.id, latest.version, latest.publishedAt);
        await rm(join(drafts, set.id), { recursive: true, force: true });
      }
    },
  };
}

/** As the toolkit calls what lies beside a file that a notebook wrote. */
export const madeEnding = ".lineage";

const lookKey = (set: DataSet): string => `look ${set.id} ${set.revision}`;
const checkKey = (set: DataSet): string => `check ${set.id} ${set.revision}`;

/** One for each version: two windows that publish the same wait for the same. */
const publishKey = (set: DataSet): string => `publish ${set.id} ${set.version}`;

/** What the folder says is published; undefined where it says nothing. */
async function readLatest(
  site: string,
  slug: string,
): Promise<{ readonly version: string; readonly publishedAt: number } | undefined> {
  let text: string;
  try {
    text = await readFile(join(site, slug, "latest.json"), "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
  const { version, versions } = JSON.parse(text) as {
    readonly version: string;
    readonly versions: readonly { readonly published: string }[];
  };
  return { version, publishedAt: Date.parse(versions[0]?.published ?? "") };
}

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);
const isFull = (error: unknown): boolean => ["ENOSPC", "EDQUOT"].includes(String(codeOf(error)));
