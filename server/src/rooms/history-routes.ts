/** The doors of history. Whoever may read a document may see what was; whoever may write it may bring it back. */
import { AppError, mayTouchPath, MergeRequest, RestoreRequest, type Visitor } from "@data-surgery/contract";
import { jsonBody, mebibyte, route, type AnyRoute } from "../http/index.js";
import type { DocumentHistory } from "./history.js";
import type { Rooms } from "./rooms.js";

/** Two notebooks, without large outputs. */
const largestCopy = 4 * mebibyte;

export function historyRoutes(rooms: Rooms, history: DocumentHistory): AnyRoute[] {
  return [
    route({
      method: "GET",
      path: "/api/history/:document",
      access: "member",
      handle: async ({ params, visitor }) => {
        const id = await documentFor(rooms, visitor, params["document"], "read");
        return { json: await history.list(id) };
      },
    }),
    route({
      method: "GET",
      path: "/api/history/:document/difference",
      access: "member",
      handle: async ({ params, query, visitor }) => {
        const id = await documentFor(rooms, visitor, params["document"], "read");
        const to = query.get("to");
        const [from, until] = [versionNumber(query.get("from")), to === null ? undefined : versionNumber(to)];
        return { json: await history.difference(id, from, until) };
      },
    }),
    route({
      method: "POST",
      path: "/api/history/:document/restore",
      access: "member",
      body: jsonBody(RestoreRequest),
      handle: async ({ params, body, visitor }) => {
        const id = await documentFor(rooms, visitor, params["document"], "write");
        return { json: await history.restore(id, body.version, visitor) };
      },
    }),
    route({
      method: "POST",
      path: "/api/history/:document/merge",
      access: "member",
      body: jsonBody(MergeRequest, largestCopy),
      handle: async ({ params, body, visitor }) => {
        const id = await documentFor(rooms, visitor, params["document"], "write", "notebook");
        return { json: await history.merge(id, body, visitor) };
      },
    }),
  ];
}

/** @throws AppError `rooms.not-found`, `identity.not-allowed` */
async function documentFor(
  rooms: Rooms,
  visitor: Visitor,
  id: string | undefined,
  intent: "read" | "write",
  type?: "notebook",
): Promise<string> {
  const record = await rooms.find(id ?? "");
  if (record === undefined || record.path === null) throw new AppError("rooms.not-found");
  if (!mayTouchPath(visitor, record.path, intent)) throw new AppError("identity.not-allowed");
  if (type !== undefined && record.type !== type) throw new AppError("rooms.not-found");
  return record.id;
}

function versionNumber(text: string | null): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new AppError("history.no-such-version");
  return number;
}
