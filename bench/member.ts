/** A person of the workshop as a script sees them: a cookie, requests, and lines into rooms. Loopback only. */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import { readSyncMessage, writeSyncStep1, writeUpdate } from "y-protocols/sync";
import * as Y from "yjs";
import type { RunningServer } from "../test/support/running-server.ts";

export interface Member {
  readonly home: string;
  /** Who somebody is, for requests and sockets of one's own. */
  readonly headers: Readonly<Record<string, string>>;
  get(path: string): Promise<Response>;
  put(path: string, body: unknown): Promise<Response>;
  openRoom(path: string): Promise<RoomClient>;
}

export async function joinAs(server: RunningServer, name: string): Promise<Member> {
  const form = new URLSearchParams({ code: server.joinCode, name });
  const joined = await fetch(`${server.url}/join`, {
    method: "POST",
    body: form,
    redirect: "manual",
    headers: { origin: server.url },
  });
  const cookie = joined.headers.get("set-cookie")?.split(";")[0];
  if (cookie === undefined) throw new Error(`Joining answered ${joined.status}.`);
  const headers = { cookie, origin: server.url, "content-type": "application/json" };
  const get = (path: string): Promise<Response> => fetch(server.url + path, { headers });
  const put = (path: string, body: unknown): Promise<Response> =>
    fetch(server.url + path, { method: "PUT", headers, body: JSON.stringify(body) });
  const people = (await (await get("/api/contents/people")).json()) as { content: { name: string }[] };
  return {
    home: people.content[0]?.name ?? "",
    headers,
    get,
    put,
    openRoom: async (path) => {
      const session = (await (
        await put(`/api/collaboration/session/${path}`, { format: "json", type: "notebook" })
      ).json()) as { fileId: string; sessionId: string };
      const url = `${server.url.replace("http", "ws")}/api/collaboration/room/json:notebook:${session.fileId}?sessionId=${session.sessionId}`;
      return openRoomClient(url, headers);
    },
  };
}

export interface RoomClient {
  readonly doc: Y.Doc;
  close(): void;
}

function openRoomClient(url: string, headers: Record<string, string>): Promise<RoomClient> {
  const doc = new Y.Doc();
  const socket = new WebSocket(url, { headers, perMessageDeflate: false });
  socket.binaryType = "nodebuffer";
  doc.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin === socket) return;
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, 0);
    writeUpdate(encoder, update);
    socket.send(encoding.toUint8Array(encoder));
  });
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.on("open", () => {
      const encoder = encoding.createEncoder();
      encoding.writeVarUint(encoder, 0);
      writeSyncStep1(encoder, doc);
      socket.send(encoding.toUint8Array(encoder));
    });
    socket.on("message", (data: Buffer) => {
      const decoder = decoding.createDecoder(new Uint8Array(data));
      if (decoding.readVarUint(decoder) !== 0) return;
      const encoder = encoding.createEncoder();
      encoding.writeVarUint(encoder, 0);
      const step2 = 1;
      if (readSyncMessage(decoder, encoder, doc, socket) === step2) resolve({ doc, close: () => socket.close() });
      if (encoding.length(encoder) > 1) socket.send(encoding.toUint8Array(encoder));
    });
  });
}
