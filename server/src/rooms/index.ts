export type { CellKernel, CellReply } from "./cell-kernel.js";
export type { DocumentFiles, FileChange, FileStat, FileVersion } from "./document-files.js";
export { storeDocumentLog, type DocumentLog } from "./document-log.js";
export type { HandChange } from "./people-keeper.js";
export { sqlPeopleStore, type PeopleStore, type PersonInRooms } from "./people-store.js";
export { roomMigrations } from "./migrations.js";
export type { RoomEvent } from "./room-event.js";
export { roomRoutes, roomSockets } from "./room-routes.js";
export { defaultSettings, Rooms, type RoomsDeps, type RoomsSettings } from "./rooms.js";
