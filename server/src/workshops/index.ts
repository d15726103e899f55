export type { Isolation } from "./board-page.js";
export { HelpQueue, type HelpQueueOptions } from "./help-queue/help-queue.js";
export { sqlHelpStore, type HelpStore, type PersonHelp } from "./help-queue/help-store.js";
export { createPushes, type PersonPushes, type Pushes } from "./pushes/pushes.js";
export { workshopMigrations } from "./tables.js";
export { createWorkshopRoutes, type WorkshopRoutesOptions } from "./workshop-routes.js";
export { createWorkshops, type Workshop, type Workshops } from "./workshops.js";
