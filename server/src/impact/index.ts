export { impactRoutes, type ImpactRoutesOptions } from "./impact-routes.js";
export { licences, type LicenceName } from "./open-data.js";
export { createPublicFigures, type ReadPublicFigures } from "./public-figures.js";
export { createReports, type Reports } from "./report.js";
