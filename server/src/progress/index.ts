export { createBoardFeed, type BoardFeed } from "./board-feed.js";
export type { AlsoWrite, Who } from "./event-log.js";
export type { BoardPerson } from "./project-board.js";
export { createProgress, type LessonDirectory, type Progress, type WorkshopPeople } from "./progress.js";
export { progressRoutes } from "./progress-routes.js";
export { progressMigrations } from "./tables.js";
