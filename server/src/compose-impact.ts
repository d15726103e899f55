/** What surgeries led to: the question of 90 days later, reports, figures for everybody, open data. Part of `compose.ts`. */
import type { Ground } from "./compose.js";
import type { SurgeryParts } from "./compose-surgeries.js";
import type { AnyRoute, RenderPage } from "./http/index.js";
import {
  createPublicFigures,
  createReports,
  impactRoutes,
  licences,
  type LicenceName,
  type ReadPublicFigures,
} from "./impact/index.js";
import { isInvented } from "./invented-data.js";
import { openRepeating } from "./repeating.js";
import {
  createFollowUps,
  createSurgeryRecords,
  followUpRoutes,
  type FollowUps,
  type SurgeryRecords,
} from "./surgeries/index.js";

const hour = 60 * 60 * 1000;

export interface ImpactParts {
  readonly records: SurgeryRecords;
  readonly followUps: FollowUps;
  readonly publicFigures: ReadPublicFigures;
  readonly licence: LicenceName;
  readonly invented: boolean;
}

/** @param address of this server as others reach it, for links in e-mails */
export function openImpact(
  { config, store, log, opening }: Ground,
  { surgeries, outbox, mailer }: SurgeryParts,
  address: () => string,
): ImpactParts {
  const followUps = createFollowUps({
    store,
    surgeries,
    outbox,
    sendsMail: mailer !== undefined,
    linkOf: (token) => `${address()}/later/${token}`,
    clock: Date.now,
  });
  const asking = opening.use(
    openRepeating({
      every: hour,
      run: () => followUps.sweep(),
      onError: (error) => log.error({ err: error }, "asking 90 days later"),
    }),
  );
  void asking.now();
  const records = createSurgeryRecords(store);
  const publicFigures = createPublicFigures(records, Date.now);
  // Counted before anybody asks; the first to come need not wait.
  const counted = publicFigures().catch((error: unknown) => log.error({ err: error }, "public figures"));
  opening.defer(async () => void (await counted));
  return {
    records,
    followUps,
    publicFigures,
    licence: config.openDataLicence,
    invented: isInvented(config.dataDir),
  };
}

export interface ImpactDoors {
  readonly renderPage: RenderPage;
  readonly shareOrigin: (origin: string) => string;
}

export function impactDoors(
  { records, followUps, publicFigures, licence, invented }: ImpactParts,
  { surgeries }: SurgeryParts,
  { renderPage, shareOrigin }: ImpactDoors,
): AnyRoute[] {
  const reports = createReports(records, Date.now);
  return [
    ...followUpRoutes({ followUps, renderPage }),
    ...impactRoutes({
      surgeries,
      records,
      reports,
      publicFigures,
      renderPage,
      shareOrigin,
      licence: licences[licence],
      invented,
      clock: Date.now,
    }),
  ];
}
