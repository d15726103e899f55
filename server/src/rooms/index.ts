export type { CellKernel, CellReply } from "./cell-kernel.js";
export type { DocumentFiles, FileChange, FileStat, FileVersion } from "./document-files.js";
export { storeDocumentLog, type DocumentLog } from "./document-log.js";
export { openHeavyWork, type HeavyWork } from "./heavy-work.js";
export { roomMigrations } from "./migrations.js";
export type { RoomEvent } from "./room-event.js";
export { roomRoutes, roomSockets } from "./room-routes.js";
export { defaultSettings, Rooms, type RoomsDeps, type RoomsSettings } from "./rooms.js";
