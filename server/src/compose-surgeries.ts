/** Surgeries: announced, signed up for, told of by e-mail. Part of `compose.ts`. */
import type { Ground, Notebooks as OpenNotebooks } from "./compose.js";
import type { Assets, AnyRoute, RenderPage } from "./http/index.js";
import { openMailer, sqlOutbox, type Mailer, type Outbox } from "./mail/index.js";
import {
  confidenceRoutes,
  createConfidence,
  createOutcomes,
  createPairings,
  createSignUps,
  createSurgeries,
  openSharedWorks,
  outcomeRoutes,
  pairRoutes,
  surgeryRoutes,
  takeAwayRoutes,
  type Notebooks,
  type Confidence,
  type Outcomes,
  type Pairings,
  type SharedWorks,
  type SignUps,
  type Surgeries,
} from "./surgeries/index.js";

export interface SurgeryParts {
  readonly surgeries: Surgeries;
  readonly signUps: SignUps;
  readonly pairings: Pairings;
  readonly outcomes: Outcomes;
  readonly works: SharedWorks;
  readonly confidence: Confidence;
  readonly outbox: Outbox;
  readonly mailer: Mailer | undefined;
}

const day = 24 * 60 * 60 * 1000;

/** @param address of this server as others reach it, for links in e-mails */
export async function openSurgeries(
  { config, store, log, opening }: Ground,
  address: () => string,
): Promise<SurgeryParts> {
  const surgeries = createSurgeries(store);
  const outbox = sqlOutbox(store, Date.now);
  // What was told a month ago is nobody's business any more.
  await outbox.forget(Date.now() - 30 * day);
  const mailer =
    config.mail === undefined
      ? undefined
      : opening.use(
          openMailer({
            config: config.mail,
            outbox,
            clock: Date.now,
            onError: (error) => log.warn({ err: error }, "an e-mail that was not taken"),
          }),
        );
  const signUps = createSignUps({
    store,
    surgeries,
    outbox,
    sendsMail: mailer !== undefined,
    linkOf: (token) => `${address()}/signed-up/${token}`,
    pageOf: (slug) => `${address()}/surgeries/${slug}`,
  });
  const outcomes = createOutcomes(store, surgeries);
  const works = await openSharedWorks(store);
  const confidence = createConfidence(store);
  return { surgeries, signUps, pairings: createPairings(store, signUps), outcomes, works, confidence, outbox, mailer };
}

export interface SurgeryDoors {
  readonly renderPage: RenderPage;
  readonly assets: Assets;
  readonly curricula: () => readonly { readonly id: string; readonly title: string }[];
  readonly shareOrigin: (origin: string) => string;
  readonly notebooks: Pick<OpenNotebooks, "rooms" | "contents">;
  readonly nameOf: (personId: string) => Promise<string | undefined>;
}

export function surgeryDoors(
  { surgeries, signUps, pairings, outcomes, works, confidence, outbox, mailer }: SurgeryParts,
  doors: SurgeryDoors,
): AnyRoute[] {
  const { renderPage, shareOrigin, nameOf } = doors;
  const { rooms, contents } = doors.notebooks;
  const notebooks = notebooksOf(doors.notebooks);
  const pages = { renderPage, shareOrigin, clock: Date.now };
  return [
    ...surgeryRoutes({
      surgeries,
      signUps,
      pairings,
      outbox,
      sendsMail: mailer !== undefined,
      renderPage,
      assetUrl: doors.assets.url,
      curricula: doors.curricula,
      shareOrigin: doors.shareOrigin,
      clock: Date.now,
    }),
    ...outcomeRoutes({ surgeries, outcomes, notebooks, confidence, nameOf, renderPage }),
    ...confidenceRoutes({ outcomes, confidence, ...pages }),
    ...takeAwayRoutes({
      surgeries,
      outcomes,
      notebooks,
      ...pages,
      sharedBy: async (personId) => {
        const paths = await Promise.all((await works.documentsOf(personId)).map((id) => notebooks.pathOf(id)));
        return paths.filter((path) => path !== undefined);
      },
    }),
    ...pairRoutes({
      works,
      notebooks,
      files: contents,
      nameOf,
      ...pages,
      admit: ({ documentId, role, madeAt }, guest) => rooms.admit(documentId, guest, role, madeAt),
      showOut: ({ documentId }, owner, personId) => rooms.showOut(documentId, owner, personId),
    }),
  ];
}

/** Live where somebody works on them, otherwise from their files. */
function notebooksOf({ rooms, contents }: SurgeryDoors["notebooks"]): Notebooks {
  return {
    documentOf: async (path) => (await rooms.session(path, "notebook")).record.id,
    pathOf: async (documentId) => (await rooms.find(documentId))?.path ?? undefined,
    read: (path) => rooms.readNotebook(path),
    list: (folder) => contents.list(folder),
    readFile: async (path) => (await contents.readFile(path)).bytes,
  };
}
