/** What the routes of this room share: the services, who asks, and where addresses lead. */
import { AppError, errorTable, type Visitor } from "@data-surgery/contract";
import type { Notebook } from "@data-surgery/jupyter";
import type { IncomingMessage } from "node:http";
import { extname } from "node:path";
import { z } from "zod";
import { formBody, mebibyte, type BodySpec, type RenderPage, type Reply } from "../http/index.js";
import type { Outbox } from "../mail/index.js";
import type { Store } from "../store/index.js";
import type { DataSet, DataSets } from "./data-sets.js";
import type { Patience } from "./patient-work.js";
import type { Portals } from "./portals.js";
import { readUpload } from "./read-upload.js";
import type { Remarks } from "./remarks.js";
import { isFull, madeEnding, type Shelf } from "./shelf.js";
import type { SourceChecks } from "./source-checks.js";
import { workingPage } from "./wizard-frame.js";

/** The data files of the notebooks, as far as somebody may use them. */
export interface SourceFiles {
  /** Paths of the data files that are somebody's own, or everybody's; the newest first. */
  list(visitor: Visitor): Promise<readonly string[]>;
  /** @throws AppError `identity.not-allowed`, `contents.*` */
  read(visitor: Visitor, path: string): Promise<Uint8Array>;
  /** Puts a file that was sent into their own folder, under a name that is free. */
  keep(visitor: Visitor, name: string, bytes: Uint8Array): Promise<string>;
  /** The same, into a folder of their own. */
  create(visitor: Visitor, folder: string, name: string, bytes: Uint8Array): Promise<string>;
  /** The notebook beside a data file that names it, the hinted one first; "" when there is none. */
  notebookAbout(visitor: Visitor, path: string, hint: string): Promise<string>;
  /** @throws AppError `identity.not-allowed`, `contents.*` */
  readNotebook(visitor: Visitor, path: string): Promise<Notebook>;
}

export interface PublishingOptions {
  readonly store: Store;
  readonly dataSets: DataSets;
  readonly remarks: Remarks;
  readonly shelf: Shelf;
  readonly portals: Portals;
  readonly sources: SourceChecks;
  readonly files: SourceFiles;
  readonly outbox: Outbox;
  readonly sendsMail: boolean;
  readonly renderPage: RenderPage;
  /** Under which other devices reach this server, given the one that was asked. */
  readonly shareOrigin: (origin: string) => string;
  /** For links in e-mails. */
  readonly address: () => string;
  readonly clock: () => number;
}

/** What the panel mended may hold many spellings, and a survey's headings are sentences; what people type is shorter. */
const longest = (field: string): number => ({ mends: 400_000, reading: 60_000 })[field] ?? 5000;

/** What is wrong is told at the field, so the shape is checked afterwards. A table with a thousand columns still fits. */
const AnyFields: z.ZodType<Record<string, string>> = z
  .record(z.string().max(80), z.string())
  .refine((fields) => Object.entries(fields).every(([field, text]) => text.length <= longest(field)), {
    message: "too long",
  });
export const wizardForm: BodySpec<Record<string, string>> = formBody(AnyFields, mebibyte);

export const dataEndings: readonly string[] = [".csv", ".tsv", ".xlsx", ".xls", ".ods"];

/** @throws AppError `publishing.no-data-file` */
export function requireDataFile(path: string): void {
  if (!dataEndings.includes(extname(path).toLowerCase())) throw new AppError("publishing.no-data-file", { path });
}

/** What a notebook noted beside the file that it wrote, where it did. */
export async function madeBeside(files: SourceFiles, visitor: Visitor, path: string): Promise<Uint8Array | undefined> {
  try {
    return await files.read(visitor, `${path}${madeEnding}`);
  } catch (error) {
    if (error instanceof AppError && error.code === "contents.not-found") return undefined;
    throw error;
  }
}

/** A file that was sent, put where its sender finds it again. */
export async function sentFile(
  { files }: PublishingOptions,
  visitor: Visitor,
  request: IncomingMessage,
): Promise<string> {
  const { name, bytes } = await readUpload(request);
  requireDataFile(name);
  return files.keep(visitor, name, bytes);
}

/** For its keeper alone: others are told that there is nothing. @throws AppError `http.not-found` */
export async function ownSet({ dataSets }: PublishingOptions, id: string, visitor: Visitor): Promise<DataSet> {
  const set = await dataSets.get(id);
  if (set.keeperId !== visitor.personId) throw new AppError("http.not-found");
  return set;
}

/** @throws AppError `publishing.retired`, `publishing.source-gone`, `publishing.not-noted` */
export async function preparedSet(options: PublishingOptions, id: string, visitor: Visitor): Promise<DataSet> {
  const set = await ownSet(options, id, visitor);
  if (set.status === "retired") throw new AppError("publishing.retired");
  return options.shelf.caughtUp(set);
}

/** The result, or the page that waits for it. */
export async function whenDone<Result>(
  { renderPage, clock }: PublishingOptions,
  title: string,
  work: Promise<Patience<Result>>,
  page: (result: Result) => Promise<Reply> | Reply,
): Promise<Reply> {
  const patience = await work;
  if (patience.type === "done") return page(patience.result);
  const seconds = Math.round((clock() - patience.since) / 1000);
  return { html: renderPage(workingPage(title, patience.step, seconds)), headers: { "Cache-Control": "no-store" } };
}

/** What a person can mend is told on the page they were on, with what they typed; everything else goes up. */
export async function tellOrThrow(
  run: () => Promise<Reply>,
  page: (error: AppError) => Promise<string> | string,
): Promise<Reply> {
  try {
    return await run();
  } catch (thrown) {
    const error = isFull(thrown) ? new AppError("store.full", {}, { cause: thrown }) : thrown;
    if (!(error instanceof AppError) || !/^(?:publishing|contents)\.|^http\.too-|^store\.full$/.test(error.code))
      throw error;
    return { status: errorTable[error.code].status, html: await page(error) };
  }
}

export const revisionOf = (body: Readonly<Record<string, string>>): number => Number(body["revision"] ?? "-1");

/** Nothing of it is being prepared any more: another window published it, or a start of the server noted it. */
export const isOut = (set: DataSet): boolean => set.file === "" && set.version !== "";
