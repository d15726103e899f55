/** Surgeries: announced, signed up for, told of by e-mail. Part of `compose.ts`. */
import type { Ground, Notebooks as OpenNotebooks } from "./compose.js";
import type { Assets, AnyRoute, RenderPage } from "./http/index.js";
import { openMailer, sqlOutbox, type Mailer, type Outbox } from "./mail/index.js";
import {
  createConsents,
  createOutcomes,
  createPairings,
  createSignUps,
  createSurgeries,
  keptFor,
  outcomeRoutes,
  surgeryRoutes,
  sweep,
  type Consents,
  type Notebooks,
  type Outcomes,
  type Pairings,
  type SignUps,
  type Surgeries,
} from "./surgeries/index.js";

export interface SurgeryParts {
  readonly surgeries: Surgeries;
  readonly signUps: SignUps;
  readonly pairings: Pairings;
  readonly consents: Consents;
  readonly outcomes: Outcomes;
  readonly outbox: Outbox;
  readonly mailer: Mailer | undefined;
}

const day = 24 * 60 * 60 * 1000;

/** @param address of this server as others reach it, for links in e-mails */
export async function openSurgeries(ground: Ground, address: () => string): Promise<SurgeryParts> {
  const { config, store, log, opening } = ground;
  const surgeries = createSurgeries(store);
  const outbox = sqlOutbox(store, Date.now);
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
  const tidying = keepTidy(ground, signUps, outbox);
  opening.defer(() => tidying.close());
  await tidying.now();
  return {
    surgeries,
    signUps,
    pairings: createPairings(store, signUps),
    consents: createConsents(store),
    outcomes: createOutcomes(store, surgeries),
    outbox,
    mailer,
  };
}

/** What was kept long enough goes: at the start, and every few hours of a server that runs for months. */
function keepTidy(
  { store, log }: Ground,
  signUps: SignUps,
  outbox: Outbox,
): { now(): Promise<void>; close(): Promise<void> } {
  let running = Promise.resolve();
  const now = (): Promise<void> => {
    running = running.then(async () => {
      try {
        await outbox.forget(Date.now() - keptFor.lettersInDays * day);
        const swept = await sweep(store, signUps, Date.now());
        if (Object.values(swept).some((count) => count > 0)) log.info(swept, "kept long enough, and gone");
      } catch (error) {
        log.error({ err: error }, "tidying away what was kept long enough");
      }
    });
    return running;
  };
  const timer = setInterval(() => void now(), 6 * 60 * 60 * 1000);
  timer.unref();
  return {
    now,
    close: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

export interface SurgeryDoors {
  readonly renderPage: RenderPage;
  readonly assets: Assets;
  readonly curricula: () => readonly { readonly id: string; readonly title: string }[];
  readonly shareOrigin: (origin: string) => string;
  readonly notebooks: Pick<OpenNotebooks, "rooms" | "contents">;
}

export function surgeryDoors(
  { surgeries, signUps, pairings, consents, outcomes, outbox, mailer }: SurgeryParts,
  doors: SurgeryDoors,
): AnyRoute[] {
  const { renderPage } = doors;
  const notebooks = notebooksOf(doors.notebooks);
  return [
    ...surgeryRoutes({
      surgeries,
      signUps,
      pairings,
      consents,
      outbox,
      sendsMail: mailer !== undefined,
      renderPage,
      assetUrl: doors.assets.url,
      curricula: doors.curricula,
      shareOrigin: doors.shareOrigin,
      clock: Date.now,
    }),
    ...outcomeRoutes({ surgeries, outcomes, notebooks, renderPage }),
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
