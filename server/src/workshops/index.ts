export { workshopMigrations } from "./tables.js";
export { createWorkshops, type Workshop, type Workshops } from "./workshops.js";
