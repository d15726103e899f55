/** The doors: `@jupyter/docprovider`'s session request, the rooms' sockets, and the run of a cell by the server. */
import { AppError, mayTouchPath, PeopleCommand, type Visitor } from "@data-surgery/contract";
import { z } from "zod";
import { jsonBody, mebibyte, route, type AnyRoute, type SocketCall, type SocketRoute } from "../http/index.js";
import type { WebSocket } from "ws";
import type { CellKernel } from "./cell-kernel.js";
import { GlobalAwareness } from "./global-awareness.js";
import type { OpenRoom } from "./open-room.js";
import type { Member } from "./room.js";
import { formatOf, type Rooms } from "./rooms.js";
import { SocketLine } from "./socket-line.js";

interface SessionRequest {
  readonly format: string;
  readonly type: string;
}

const SessionRequest: z.ZodType<SessionRequest> = z.object({ format: z.string().max(20), type: z.string().max(20) });

interface ExecuteBody {
  readonly cell_id: string;
  readonly document_id: string;
}

const ExecuteBody: z.ZodType<ExecuteBody> = z.object({
  cell_id: z.string().min(1).max(64),
  document_id: z.string().min(1).max(100),
});

interface AnswerBody extends ExecuteBody {
  readonly value: string;
}

const AnswerBody: z.ZodType<AnswerBody> = z.object({
  cell_id: z.string().min(1).max(64),
  document_id: z.string().min(1).max(100),
  value: z.string().max(100_000),
});

/** `json:notebook:<id>` or `text:file:<id>`. */
const roomName = /^(json|text):(notebook|file):([0-9a-f]{32})$/;
const globalRoom = "JupyterLab:globalAwareness";
/** A pasted picture or a day's work of somebody who was away. */
const largestFrame = 8 * mebibyte;

export function roomRoutes(rooms: Rooms, kernel: CellKernel): AnyRoute[] {
  return [
    route({
      method: "PUT",
      path: "/api/collaboration/session/*path",
      access: "member",
      body: jsonBody(SessionRequest),
      handle: async ({ params, body, visitor }) => {
        const path = checkedPath(visitor, params["path"] ?? "");
        const type = body.type === "notebook" && body.format === "json" ? "notebook" : "file";
        if (type === "file" && (body.type !== "file" || body.format !== "text")) {
          throw new AppError("http.bad-request", { reason: "only notebooks and text files can be edited together" });
        }
        const { record, format, created } = await rooms.session(path, type);
        const json = { format, type, fileId: record.id, sessionId: record.epoch };
        return { status: created ? 201 : 200, json };
      },
    }),
    route({
      method: "POST",
      path: "/api/kernels/:id/execute",
      access: "member",
      body: jsonBody(ExecuteBody),
      handle: async ({ params, body, visitor }) => {
        const kernelId = params["id"] ?? "";
        const documentId = roomName.exec(body.document_id)?.[3];
        if (documentId === undefined) throw new AppError("rooms.not-found");
        await assertPath(rooms, visitor, documentId, "write");
        await kernel.assertMayUse(visitor, kernelId);
        return { json: await rooms.run(documentId, { visitor, kernelId, cellId: body.cell_id }) };
      },
    }),
    route({
      method: "GET",
      path: "/api/rooms/:room/people",
      access: "member",
      handle: async ({ params, visitor }) => {
        const opened = await openNamed(rooms, visitor, params["room"] ?? "");
        return { json: { notices: opened.people.notices(visitor) } };
      },
    }),
    route({
      method: "POST",
      path: "/api/rooms/:room/people",
      access: "member",
      body: jsonBody(PeopleCommand),
      handle: async ({ params, body, visitor }) => {
        const opened = await openNamed(rooms, visitor, params["room"] ?? "");
        return { json: await opened.hold(() => opened.people.command(visitor, body)) };
      },
    }),
    route({
      method: "POST",
      path: "/api/kernels/:id/answer",
      access: "member",
      body: jsonBody(AnswerBody),
      handle: async ({ params, body, visitor }) => {
        const documentId = roomName.exec(body.document_id)?.[3];
        if (documentId === undefined) throw new AppError("rooms.not-found");
        await assertPath(rooms, visitor, documentId, "write");
        await kernel.assertMayUse(visitor, params["id"] ?? "");
        await rooms.answer(documentId, visitor, body.cell_id, body.value);
        return {};
      },
    }),
    route({
      method: "GET",
      path: "/api/outputs/:document/:hash",
      access: "member",
      handle: async ({ params, visitor }) => {
        const documentId = params["document"] ?? "";
        await rooms.rights.documentFor(documentId, visitor, { role: "observe", wanted: "look at it" });
        const text = await rooms.readOutput(documentId, params["hash"] ?? "");
        // The same hash is the same bytes for ever; whoever may not read the notebook any more has read it already.
        const headers = {
          "Content-Type": "application/json; charset=utf-8",
          "Cache-Control": "private, max-age=86400, immutable",
        };
        return { text, headers };
      },
    }),
  ];
}

async function openNamed(rooms: Rooms, visitor: Visitor, name: string): Promise<OpenRoom> {
  const documentId = roomName.exec(name)?.[3];
  if (documentId === undefined) throw new AppError("rooms.not-found");
  await assertPath(rooms, visitor, documentId, "read");
  return rooms.open(documentId);
}

/** One spelling per file: otherwise `a//b` would begin a second history of `a/b`. */
function checkedPath(visitor: Visitor, text: string): string {
  const path = text
    .split("/")
    .filter((segment) => segment !== "")
    .join("/");
  if (path === "") throw new AppError("contents.bad-path", { path: text });
  if (!mayTouchPath(visitor, path, "read")) throw new AppError("identity.not-allowed");
  return path;
}

async function assertPath(rooms: Rooms, visitor: Visitor, documentId: string, intent: "read" | "write"): Promise<void> {
  const record = await rooms.find(documentId);
  if (record === undefined || record.path === null) throw new AppError("rooms.not-found");
  if (!mayTouchPath(visitor, record.path, intent)) throw new AppError("identity.not-allowed");
}

export function roomSockets(rooms: Rooms): SocketRoute[] {
  const lobbies = new Map<string, GlobalAwareness>();
  return [
    {
      path: "/api/collaboration/room/:room",
      access: "member",
      maxPayload: largestFrame,
      authorise: async ({ params, visitor }) => {
        const record = await rooms.find(roomName.exec(params["room"] ?? "")?.[3] ?? "");
        // Who may not read it learns nothing; a document that is gone is told by close code, which pages understand.
        if (record?.path != null && !mayTouchPath(visitor, record.path, "read")) {
          throw new AppError("identity.not-allowed");
        }
      },
      open: (socket, call) => {
        if (call.params["room"] === globalRoom) joinLobby(lobbies, socket, call);
        else joinRoom(rooms, socket, call);
      },
    },
  ];
}

function joinLobby(lobbies: Map<string, GlobalAwareness>, socket: WebSocket, { visitor }: SocketCall<"member">): void {
  const lobby = lobbies.get(visitor.workshopId) ?? new GlobalAwareness();
  lobbies.set(visitor.workshopId, lobby);
  const line = new SocketLine(socket, {
    receive: (bytes) => seat.receive(bytes),
    closed: () => {
      seat.leave();
      if (!lobby.isEmpty) return;
      lobby.close();
      lobbies.delete(visitor.workshopId);
    },
    closeReason: plainReason,
    now: Date.now,
  });
  const seat = lobby.join(visitor, line);
}

/** Frames wait in the paused socket until the room is open. */
function joinRoom(rooms: Rooms, socket: WebSocket, { params, query, visitor }: SocketCall<"member">): void {
  let seat: { readonly opened: OpenRoom; readonly member: Member } | undefined;
  let isClosed = false;
  let epoch = "";
  const line = new SocketLine(socket, {
    receive: (bytes) => seat?.opened.room.receive(seat.member, bytes),
    closed: () => {
      isClosed = true;
      seat?.opened.leave(seat.member);
    },
    closeReason: (error) => (error.code === "rooms.session-expired" ? expiredReason(epoch) : plainReason(error)),
    now: Date.now,
  });
  socket.pause();
  const enter = async (): Promise<void> => {
    const opened = await findRoom(rooms, params["room"] ?? "", query.get("sessionId"), (current) => {
      epoch = current;
    });
    if (isClosed) return;
    seat = { opened, member: opened.join(visitor, line) };
  };
  enter()
    .catch((error: unknown) => {
      if (!(error instanceof AppError)) rooms.report("opening a room", error);
      line.close(error instanceof AppError ? error : new AppError("rooms.unavailable", {}, { cause: error }));
    })
    .finally(() => socket.resume());
}

/** @throws AppError `rooms.session-expired` for another history, `rooms.not-found` */
async function findRoom(
  rooms: Rooms,
  name: string,
  sessionId: string | null,
  noteEpoch: (epoch: string) => void,
): Promise<OpenRoom> {
  const parts = roomName.exec(name);
  if (parts === null) throw new AppError("rooms.not-found");
  const record = await rooms.find(parts[3] ?? "");
  // An id we never gave, or of a store that is gone: the page's history is not ours.
  if (record === undefined) throw new AppError("rooms.session-expired");
  if (parts[2] !== record.type || parts[1] !== formatOf(record.type)) throw new AppError("rooms.not-found");
  noteEpoch(record.epoch);
  if (sessionId !== record.epoch) throw new AppError("rooms.session-expired");
  return rooms.open(record.id);
}

/** What `@jupyter/docprovider` reads from close code 1003: it offers to reload. */
const expiredReason = (epoch: string): string =>
  JSON.stringify({ reason: "unknown_session", sessionId: epoch, reloadable: true });

/** A close reason is at most 123 bytes. */
function plainReason(error: AppError): string {
  let text = error.message;
  while (Buffer.byteLength(text) > 120) text = text.slice(0, -10);
  return text;
}
