export type { Isolation } from "./board-page.js";
export { workshopMigrations } from "./tables.js";
export { createWorkshopRoutes, type WorkshopRoutesOptions } from "./workshop-routes.js";
export { createWorkshops, type Workshop, type Workshops } from "./workshops.js";
