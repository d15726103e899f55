/** What surgeries led to: the question of 90 days later, reports, figures for everybody, open data. Part of `compose.ts`. */
import type { Ground } from "./compose.js";
import type { SurgeryParts } from "./compose-surgeries.js";
import type { AnyRoute, RenderPage } from "./http/index.js";
import { createReports, impactRoutes } from "./impact/index.js";
import {
  createFollowUps,
  createSurgeryRecords,
  followUpRoutes,
  openFollowUpSweep,
  type FollowUps,
  type SurgeryRecords,
} from "./surgeries/index.js";

export interface ImpactParts {
  readonly records: SurgeryRecords;
  readonly followUps: FollowUps;
}

/** @param address of this server as others reach it, for links in e-mails */
export function openImpact(
  { store, log, opening }: Ground,
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
  opening.use(openFollowUpSweep(followUps, (error) => log.error({ err: error }, "asking 90 days later")));
  return { records: createSurgeryRecords(store), followUps };
}

export function impactDoors(
  { records, followUps }: ImpactParts,
  { surgeries }: SurgeryParts,
  renderPage: RenderPage,
): AnyRoute[] {
  const reports = createReports(records, Date.now);
  return [
    ...followUpRoutes({ followUps, renderPage }),
    ...impactRoutes({ surgeries, records, reports, renderPage, clock: Date.now }),
  ];
}
