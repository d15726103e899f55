export type { Isolation } from "./board-page.js";
export { HelpQueue, type HelpQueueOptions } from "./help-queue/help-queue.js";
export { sqlHelpStore, type HelpStore, type PersonHelp } from "./help-queue/help-store.js";
export { workshopMigrations } from "./tables.js";
export { createWorkshopRoutes, type WorkshopRoutesOptions } from "./workshop-routes.js";
export { createWorkshops, type Workshop, type Workshops } from "./workshops.js";
