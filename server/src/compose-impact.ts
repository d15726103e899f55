/** What surgeries led to: reports, figures for everybody, open data. Part of `compose.ts`. */
import type { SurgeryParts } from "./compose-surgeries.js";
import type { AnyRoute, RenderPage } from "./http/index.js";
import { createReports, impactRoutes } from "./impact/index.js";
import type { Store } from "./store/index.js";
import { createSurgeryRecords } from "./surgeries/index.js";

export interface ImpactDoors {
  readonly store: Store;
  readonly renderPage: RenderPage;
}

export function impactDoors({ surgeries }: SurgeryParts, { store, renderPage }: ImpactDoors): AnyRoute[] {
  const records = createSurgeryRecords(store);
  return impactRoutes({
    surgeries,
    records,
    reports: createReports(records, Date.now),
    renderPage,
    clock: Date.now,
  });
}
