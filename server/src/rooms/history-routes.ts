/** The doors of history. Whoever may read a document may see what was; whoever may edit it may bring it back. */
import { AppError, MergeRequest, RestoreRequest, type Visitor } from "@data-surgery/contract";
import { jsonBody, mebibyte, route, type AnyRoute } from "../http/index.js";
import type { DocumentHistory } from "./history.js";
import type { Needs } from "./room-rights.js";
import type { Rooms } from "./rooms.js";

/** Two notebooks, without large outputs. */
const largestCopy = 4 * mebibyte;

const look: Needs = { role: "observe", wanted: "look at its history" };
const bringBack: Needs = { role: "edit", wanted: "bring an earlier version back" };
const putIn: Needs = { role: "edit", wanted: "put your copy in" };

export function historyRoutes(rooms: Rooms, history: DocumentHistory): AnyRoute[] {
  return [
    route({
      method: "GET",
      path: "/api/history/:document",
      access: "member",
      handle: async ({ params, visitor }) => {
        const id = (await rooms.rights.documentFor(params["document"] ?? "", visitor, look)).id;
        return { json: await history.list(id) };
      },
    }),
    route({
      method: "GET",
      path: "/api/history/:document/difference",
      access: "member",
      handle: async ({ params, query, visitor }) => {
        const id = (await rooms.rights.documentFor(params["document"] ?? "", visitor, look)).id;
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
        const id = (await rooms.rights.documentFor(params["document"] ?? "", visitor, bringBack)).id;
        return { json: await history.restore(id, body.version, visitor) };
      },
    }),
    route({
      method: "POST",
      path: "/api/history/:document/merge",
      access: "member",
      body: jsonBody(MergeRequest, largestCopy),
      handle: async ({ params, body, visitor }) => {
        const id = await notebookFor(rooms, visitor, params["document"], putIn);
        return { json: await history.merge(id, body, visitor) };
      },
    }),
  ];
}

/** @throws AppError as `Rooms.documentFor` */
async function notebookFor(rooms: Rooms, visitor: Visitor, id: string | undefined, needs: Needs): Promise<string> {
  const record = await rooms.rights.documentFor(id ?? "", visitor, needs);
  if (record.type !== "notebook") throw new AppError("rooms.not-found");
  return record.id;
}

function versionNumber(text: string | null): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new AppError("history.no-such-version");
  return number;
}
