/** Surgeries: announced, signed up for, told of by e-mail. Part of `compose.ts`. */
import type { Ground, Notebooks as OpenNotebooks } from "./compose.js";
import type { Assets, AnyRoute, RenderPage } from "./http/index.js";
import { openMailer, sqlOutbox, type Mailer, type Outbox } from "./mail/index.js";
import { openRepeating } from "./repeating.js";
import type { Store } from "./store/index.js";
import {
  createConnections,
  createConsents,
  confidenceRoutes,
  createConfidence,
  createOutcomes,
  createDayParts,
  createPairings,
  createPictures,
  createSignUps,
  createSurgeries,
  createVenuePeople,
  keptFor,
  openSharedWorks,
  outcomeRoutes,
  pairRoutes,
  surgeryRoutes,
  sweep,
  type Connections,
  type Consents,
  takeAwayRoutes,
  type Notebooks,
  type Confidence,
  type Outcomes,
  type DayParts,
  type Pairings,
  type SharedWorks,
  type SignUps,
  type Surgeries,
  type SurgeryRoutesOptions,
  type VenuePeople,
} from "./surgeries/index.js";

export interface SurgeryParts {
  readonly store: Store;
  readonly surgeries: Surgeries;
  readonly signUps: SignUps;
  readonly pairings: Pairings;
  readonly consents: Consents;
  readonly outcomes: Outcomes;
  readonly venuePeople: VenuePeople;
  readonly works: SharedWorks;
  readonly confidence: Confidence;
  readonly connections: Connections;
  readonly outbox: Outbox;
  readonly mailer: Mailer | undefined;
  readonly dayParts: DayParts;
}

const minute = 60 * 1000;
const day = 24 * 60 * minute;

/** @param address of this server as others reach it, for links in e-mails */
export async function openSurgeries(ground: Ground, address: () => string): Promise<SurgeryParts> {
  const { config, store, log, opening } = ground;
  const surgeries = createSurgeries(store);
  const outbox = sqlOutbox(store, Date.now);
  const mailer =
    config.mail === undefined
      ? undefined
      : opening.use(
          await openMailer({
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
  const connections = createConnections({
    store,
    outbox,
    sendsMail: mailer !== undefined,
    linkOf: (token) => `${address()}/signed-up/${token}`,
  });
  const late = await signUps.tellWhatIsLeft();
  if (late > 0) log.info({ dates: late }, "told of changes that a server which stopped had not told of");
  const dayParts = createDayParts({ store, surgeries, signUps });
  const tidying = opening.use(
    openRepeating({
      every: 6 * 60 * minute,
      run: async () => {
        await outbox.forget(Date.now() - keptFor.lettersInDays * day);
        await connections.sweep();
        const swept = await sweep(store, signUps, Date.now());
        if (Object.values(swept).some((count) => count > 0)) log.info(swept, "kept long enough, and gone");
      },
      onError: (error) => log.error({ err: error }, "tidying away what was kept long enough"),
    }),
  );
  await tidying.now();
  const closing = opening.use(
    openRepeating({
      every: 10 * minute,
      run: () => dayParts.day.closeOverdue(),
      onError: (error) => log.error({ err: error }, "closing doors that nobody closed"),
    }),
  );
  void closing.now();
  return {
    store,
    surgeries,
    signUps,
    pairings: createPairings(store, signUps),
    consents: createConsents(store),
    outcomes: createOutcomes(store, surgeries),
    works: await openSharedWorks(store),
    confidence: createConfidence(store),
    venuePeople: createVenuePeople(store),
    connections,
    outbox,
    mailer,
    dayParts,
  };
}

export interface SurgeryDoors {
  readonly renderPage: RenderPage;
  readonly assets: Assets;
  readonly curricula: () => readonly { readonly id: string; readonly title: string }[];
  readonly shareOrigin: (origin: string) => string;
  readonly notebooks: Pick<OpenNotebooks, "rooms" | "contents">;
  readonly nameOf: SurgeryRoutesOptions["nameOf"];
  readonly welcome: SurgeryRoutesOptions["welcome"];
}

export function surgeryDoors(parts: SurgeryParts, doors: SurgeryDoors): AnyRoute[] {
  const { surgeries, outcomes, works, confidence, mailer } = parts;
  const { renderPage, assets, curricula, shareOrigin, nameOf, welcome } = doors;
  const { rooms, contents } = doors.notebooks;
  const notebooks = notebooksOf(doors.notebooks);
  const pages = { renderPage, shareOrigin, clock: Date.now };
  return [
    ...surgeryRoutes({
      ...parts,
      pictures: createPictures(),
      sendsMail: mailer !== undefined,
      renderPage,
      assetUrl: assets.url,
      curricula,
      shareOrigin,
      nameOf,
      welcome,
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
