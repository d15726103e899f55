export { sqlRegradeStore, type RegradeStore } from "./regrade-store.js";
export { createRegrades, type OpenRegrade, type Regrades } from "./regrades.js";
export { regradeRoutes } from "./regrade-routes.js";
