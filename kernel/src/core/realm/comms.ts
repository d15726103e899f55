/**
 * Comms: lines between code in cells and something in the front end (a widget, a map), both ways. Cells find them as
 * `jupyter.comms`: `open(target, data)` from here, `onOpen(target, handler)` for those that the front end opens.
 */
import type { CommMessage } from "../session/realm.js";

const { Map, Object: Objects } = globalThis;

type Data = Readonly<Record<string, unknown>>;
type MessageHandler = (data: Data, buffers: readonly Uint8Array[]) => void;

export interface Comm {
  readonly id: string;
  readonly target: string;
  send(data: Data, buffers?: readonly Uint8Array[]): void;
  close(data?: Data): void;
  onMessage(handler: MessageHandler): void;
  onClose(handler: () => void): void;
}

export interface Comms {
  /** For cells. */
  readonly face: {
    open(target: string, data?: Data, buffers?: readonly Uint8Array[]): Comm;
    /** One handler a target; a later one takes its place. */
    onOpen(target: string, handler: (comm: Comm, data: Data, buffers: readonly Uint8Array[]) => void): void;
  };
  /** From the front end. False when nobody listens. */
  receive(message: CommMessage): boolean;
}

export type EmitComm = (
  type: "comm_open" | "comm_msg" | "comm_close",
  content: Data,
  buffers: readonly Uint8Array[],
) => void;

interface Open {
  readonly comm: Comm;
  message: MessageHandler | undefined;
  closed: (() => void) | undefined;
}

export function createComms(emit: EmitComm, createId: () => string): Comms {
  const open = new Map<string, Open>();
  const targets = new Map<string, (comm: Comm, data: Data, buffers: readonly Uint8Array[]) => void>();

  const add = (id: string, target: string): Comm => {
    const comm: Comm = Objects.freeze({
      id,
      target,
      send: (data: Data, buffers: readonly Uint8Array[] = []) => {
        if (!open.has(id)) throw new Error("This comm is closed.");
        emit("comm_msg", { comm_id: id, data }, buffers);
      },
      close: (data: Data = {}) => {
        if (open.delete(id)) emit("comm_close", { comm_id: id, data }, []);
      },
      onMessage: (handler: MessageHandler) => {
        const state = open.get(id);
        if (state !== undefined) state.message = handler;
      },
      onClose: (handler: () => void) => {
        const state = open.get(id);
        if (state !== undefined) state.closed = handler;
      },
    });
    open.set(id, { comm, message: undefined, closed: undefined });
    return comm;
  };

  const face: Comms["face"] = {
    open: (target, data = {}, buffers = []) => {
      const comm = add(createId(), target);
      emit("comm_open", { comm_id: comm.id, target_name: target, data }, buffers);
      return comm;
    },
    onOpen: (target, handler) => {
      targets.set(target, handler);
    },
  };

  return {
    face: Objects.freeze(face),
    receive: ({ type, commId, targetName = "", data, buffers }) => {
      if (type === "comm_open") {
        const handler = targets.get(targetName);
        if (handler === undefined) return false;
        handler(add(commId, targetName), data, buffers);
        return true;
      }
      const state = open.get(commId);
      if (state === undefined) return false;
      if (type === "comm_msg") state.message?.(data, buffers);
      else {
        open.delete(commId);
        state.closed?.();
      }
      return true;
    },
  };
}
