/** Surgeries: announced, signed up for, told of by e-mail. Part of `compose.ts`. */
import type { Ground } from "./compose.js";
import type { Assets, AnyRoute, RenderPage } from "./http/index.js";
import { openMailer, sqlOutbox, type Mailer, type Outbox } from "./mail/index.js";
import {
  createDayParts,
  createPairings,
  createSignUps,
  createSurgeries,
  surgeryRoutes,
  type DayParts,
  type Pairings,
  type SignUps,
  type Surgeries,
} from "./surgeries/index.js";

export interface SurgeryParts {
  readonly surgeries: Surgeries;
  readonly signUps: SignUps;
  readonly pairings: Pairings;
  readonly outbox: Outbox;
  readonly mailer: Mailer | undefined;
  readonly dayParts: DayParts;
}

const minute = 60 * 1000;
const day = 24 * 60 * minute;

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
  const dayParts = createDayParts({ store, surgeries, signUps });
  const sweep = (): void => {
    dayParts.day
      .closeOverdue()
      .catch((error: unknown) => log.error({ err: error }, "closing doors that nobody closed"));
  };
  sweep();
  const sweeping = setInterval(sweep, 10 * minute);
  opening.defer(() => clearInterval(sweeping));
  return { surgeries, signUps, pairings: createPairings(store, signUps), outbox, mailer, dayParts };
}

export interface SurgeryDoors {
  readonly renderPage: RenderPage;
  readonly assets: Assets;
  readonly curricula: () => readonly { readonly id: string; readonly title: string }[];
  readonly shareOrigin: (origin: string) => string;
}

export function surgeryDoors(
  { surgeries, signUps, pairings, outbox, mailer, dayParts }: SurgeryParts,
  doors: SurgeryDoors,
): AnyRoute[] {
  return surgeryRoutes({
    surgeries,
    signUps,
    pairings,
    outbox,
    dayParts,
    sendsMail: mailer !== undefined,
    renderPage: doors.renderPage,
    assetUrl: doors.assets.url,
    curricula: doors.curricula,
    shareOrigin: doors.shareOrigin,
    clock: Date.now,
  });
}
