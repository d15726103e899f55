export { impactRoutes, type ImpactRoutesOptions } from "./impact-routes.js";
export { createReports, type Reports } from "./report.js";
