/** A plain relay as y-websocket's server is one: a document in memory, each update applied and sent on at once, nothing kept. `node relay.ts` says its port. */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { AddressInfo } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";
import { readSyncMessage, writeSyncStep1, writeUpdate } from "y-protocols/sync";
import * as Y from "yjs";

interface Room {
  readonly doc: Y.Doc;
  readonly lines: Set<WebSocket>;
}

const rooms = new Map<string, Room>();

function openRoom(name: string): Room {
  const known = rooms.get(name);
  if (known !== undefined) return known;
  const room: Room = { doc: new Y.Doc(), lines: new Set() };
  room.doc.on("update", (update: Uint8Array) => {
    const frame = framed((encoder) => writeUpdate(encoder, update));
    for (const line of room.lines) line.send(frame);
  });
  rooms.set(name, room);
  return room;
}

function framed(write: (encoder: encoding.Encoder) => void): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 0);
    write(encoder);
  });
}

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
server.on("connection", (line, request) => {
  const room = openRoom(request.url ?? "/");
  room.lines.add(line);
  line.on("close", () => room.lines.delete(line));
  line.on("message", (data: Buffer) => {
    const decoder = decoding.createDecoder(new Uint8Array(data));
    if (decoding.readVarUint(decoder) !== 0) return;
    const answer = encoding.createEncoder();
    encoding.writeVarUint(answer, 0);
    readSyncMessage(decoder, answer, room.doc, line);
    if (encoding.length(answer) > 1) line.send(encoding.toUint8Array(answer));
  });
  line.send(framed((encoder) => writeSyncStep1(encoder, room.doc)));
});
server.on("listening", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
