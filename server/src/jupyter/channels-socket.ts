/**
 * A front end's line to a kernel. Several pages share one kernel: what it publishes goes to all, an answer only to the one
 * that asked. Control messages that would end or restart the kernel go through REST, where the server knows of them.
 */
import {
  createMessage,
  decodeWebsocketDefault,
  decodeWebsocketV1,
  encodeWebsocketDefault,
  encodeWebsocketV1,
  MessageError,
  parentId,
  websocketV1,
  type JupyterMessage,
} from "@data-surgery/jupyter";
import { AppError } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import type { RawData, WebSocket } from "ws";
import { mebibyte, type SocketRoute } from "../http/index.js";
import type { Kernel } from "./kernel.js";
import type { KernelRights, KernelRightsAt } from "./kernel-rights.js";
import { usableKernel } from "./kernel-routes.js";
import type { Kernels } from "./kernels.js";

/** A page further behind than this is cut off; it comes back and asks again. */
const mostBehind = 16 * mebibyte;
/** Requests whose answers are still awaited; the oldest are forgotten first. */
const mostAwaited = 1000;

/** What only asks: whoever looks on may know what a name means. All else runs code, feeds it, speaks to its widgets, or is not known here. */
const looking: ReadonlySet<string> = new Set([
  "complete_request",
  "inspect_request",
  "is_complete_request",
  "history_request",
  "comm_info_request",
]);

/** Enough for a page to be ready for when its visitor is let in; nothing of the notebook is in it. */
const harmless: ReadonlySet<string> = new Set(["kernel_info_request", "kernel_info_reply", "status"]);

/** @param rightsAt asked for every message: rights change while a line is open */
export function channelsSocket(kernels: Kernels, rightsAt: KernelRightsAt): SocketRoute {
  return {
    path: "/api/kernels/:id/channels",
    access: "member",
    protocols: [websocketV1],
    maxPayload: 16 * mebibyte,
    authorise: ({ visitor, params }) => void usableKernel(kernels, visitor, params["id"] ?? ""),
    open: (socket, { params, visitor }) => {
      const kernel = kernels.get(params["id"] ?? "");
      connect(socket, kernel, () => rightsAt(visitor, kernel.path));
    },
  };
}

function connect(socket: WebSocket, kernel: Kernel, rights: () => KernelRights): void {
  const asked = new Set<string>();
  const listening = kernel.listen((message) => {
    if (!isForUs(message, asked)) return;
    if (!harmless.has(message.header.msg_type) && !rights().look) return;
    if (socket.bufferedAmount > mostBehind) {
      socket.close(1013, "The connection was too slow for the output.");
      return;
    }
    send(socket, message);
  });
  socket.on("message", (data, isBinary) => {
    receive({ socket, kernel, asked, rights }, data, isBinary);
  });
  socket.once("close", () => listening[Symbol.dispose]());
  socket.on("error", () => socket.terminate());
}

function send(socket: WebSocket, message: JupyterMessage): void {
  socket.send(socket.protocol === websocketV1 ? encodeWebsocketV1(message) : encodeWebsocketDefault(message));
}

function isForUs(message: JupyterMessage, asked: ReadonlySet<string>): boolean {
  if (message.channel === "iopub") return true;
  const parent = parentId(message);
  return parent !== undefined && asked.has(parent);
}

interface KernelLine {
  readonly socket: WebSocket;
  readonly kernel: Kernel;
  readonly asked: Set<string>;
  readonly rights: () => KernelRights;
}

function receive({ socket, kernel, asked, rights }: KernelLine, data: RawData, isBinary: boolean): void {
  try {
    const message = decode(socket, data, isBinary);
    if (message.channel === "iopub") throw new MessageError("Front ends do not publish.");
    const { msg_type: type } = message.header;
    if (type === "shutdown_request") throw new MessageError("Kernels are stopped through /api/kernels.");
    if (!maySend(type, rights)) {
      refuseToRun(socket, message);
      return;
    }
    if (type === "history_request" && kernel.spec.name === "tslab") {
      send(socket, noHistory(message));
      return;
    }
    remember(asked, message.header.msg_id);
    kernel.send(message).catch((error: unknown) => {
      // The status "dead" has told the page already; a bug must not pass in silence.
      if (!(error instanceof AppError)) throw error;
    });
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    socket.close(4400, error.message.slice(0, 120));
  }
}

function maySend(type: string, rights: () => KernelRights): boolean {
  if (harmless.has(type)) return true;
  const { look, run, stop } = rights();
  if (type === "interrupt_request") return stop;
  return looking.has(type) ? look : run;
}

/** Answered as a kernel would, so that the page does not wait for ever. */
function refuseToRun(socket: WebSocket, request: JupyterMessage): void {
  if (request.header.msg_type !== "execute_request") return;
  const { message: evalue } = new AppError("rooms.role-needed", { wanted: "run cells" });
  const { session, username } = request.header;
  const content = { status: "error", ename: "NotAllowed", evalue, traceback: [evalue], execution_count: 0 };
  const reply = createMessage("shell", "execute_reply", content, { session, username }, randomUUID(), Date.now());
  send(socket, { ...reply, parent_header: { ...request.header } });
}

/** Every page asks for the history at its start. tslab does not know the question, and says so in the output of the cell that runs then. */
function noHistory(request: JupyterMessage): JupyterMessage {
  const { session, username } = request.header;
  const content = { status: "ok", history: [] };
  const reply = createMessage("shell", "history_reply", content, { session, username }, randomUUID(), Date.now());
  return { ...reply, parent_header: { ...request.header } };
}

function decode(socket: WebSocket, data: RawData, isBinary: boolean): JupyterMessage {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer);
  if (socket.protocol === websocketV1) return decodeWebsocketV1(bytes);
  return decodeWebsocketDefault(isBinary ? bytes : bytes.toString("utf8"));
}

function remember(asked: Set<string>, id: string): void {
  asked.add(id);
  if (asked.size <= mostAwaited) return;
  const [oldest] = asked;
  if (oldest !== undefined) asked.delete(oldest);
}
