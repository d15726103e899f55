/** Surgeries: announced, signed up for, told of by e-mail. Part of `compose.ts`. */
import type { Ground } from "./compose.js";
import type { Assets, AnyRoute, RenderPage } from "./http/index.js";
import { openMailer, sqlOutbox, type Mailer, type Outbox } from "./mail/index.js";
import type { Store } from "./store/index.js";
import {
  createConnections,
  createConsents,
  createPairings,
  createPictures,
  createSignUps,
  createSurgeries,
  createVenuePeople,
  keptFor,
  surgeryRoutes,
  sweep,
  type Connections,
  type Consents,
  type Pairings,
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
  readonly venuePeople: VenuePeople;
  readonly connections: Connections;
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
  const connections = createConnections({
    store,
    outbox,
    sendsMail: mailer !== undefined,
    linkOf: (token) => `${address()}/signed-up/${token}`,
  });
  const late = await signUps.tellWhatIsLeft();
  if (late > 0) log.info({ dates: late }, "told of changes that a server which stopped had not told of");
  const tidying = keepTidy(ground, signUps, outbox, connections);
  opening.defer(() => tidying.close());
  await tidying.now();
  return {
    store,
    surgeries,
    signUps,
    pairings: createPairings(store, signUps),
    consents: createConsents(store),
    venuePeople: createVenuePeople(store),
    connections,
    outbox,
    mailer,
  };
}

/** What was kept long enough goes: at the start, and every few hours of a server that runs for months. */
function keepTidy(
  { store, log }: Ground,
  signUps: SignUps,
  outbox: Outbox,
  connections: Connections,
): { now(): Promise<void>; close(): Promise<void> } {
  let running = Promise.resolve();
  const now = (): Promise<void> => {
    running = running.then(async () => {
      try {
        await outbox.forget(Date.now() - keptFor.lettersInDays * day);
        await connections.sweep();
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
  readonly nameOf: SurgeryRoutesOptions["nameOf"];
  readonly welcome: SurgeryRoutesOptions["welcome"];
}

export function surgeryDoors(
  { store, surgeries, signUps, pairings, consents, venuePeople, connections, outbox, mailer }: SurgeryParts,
  doors: SurgeryDoors,
): AnyRoute[] {
  return surgeryRoutes({
    store,
    surgeries,
    signUps,
    pairings,
    consents,
    venuePeople,
    connections,
    pictures: createPictures(),
    nameOf: doors.nameOf,
    welcome: doors.welcome,
    outbox,
    sendsMail: mailer !== undefined,
    renderPage: doors.renderPage,
    assetUrl: doors.assets.url,
    curricula: doors.curricula,
    shareOrigin: doors.shareOrigin,
    clock: Date.now,
  });
}
