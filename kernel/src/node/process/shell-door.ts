/**
 * The shell socket. It stands on the main thread because a worker needs half as long again to start as Node itself, and whoever
 * launched us is waiting for kernel_info: that is answered here until the worker has come. From then on frames only pass
 * through. Shell requests wait for the learner's code anyway, so nothing is lost when that keeps this thread busy.
 */
import { decodeFrames, encodeFrames } from "@data-surgery/jupyter/zmq-frames";
import { MessageError, type JupyterMessage } from "@data-surgery/jupyter/message";
import { randomUUID } from "node:crypto";
import { Router } from "zeromq";
import { kernelInfo, protocolVersion } from "../../core/session/kernel-info.js";
import { ConnectionError, endpoint, type Connection } from "../connection.js";

export interface ShellDoor {
  /** Resolves when kernel_info was answered, or nobody has asked for a moment. Loading more before would delay the answer. */
  readonly firstAnswer: Promise<void>;
  /** From now on everything goes there, in the order in which it came. */
  handOver(to: (frames: readonly Uint8Array[]) => void): void;
  send(frames: readonly Uint8Array[]): void;
  /** Resolves when nothing has come for so long, in milliseconds. */
  quiet(gap: number): Promise<void>;
  close(): Promise<void>;
}

const firstPatience = 25;
const quietAtMost = 2000;
const { setTimeout: later, performance: clock } = globalThis;

export async function openShellDoor(
  connection: Connection,
  about: { readonly version: string; readonly platform: string },
  /** A request was answered here; iopub, which stands elsewhere, has still to say so. */
  onAnswered: (request: JupyterMessage) => void,
): Promise<ShellDoor> {
  const socket = new Router({ sendHighWaterMark: 0, receiveHighWaterMark: 0, linger: 500 });
  try {
    await socket.bind(endpoint(connection, "shell_port"));
  } catch (error) {
    throw new ConnectionError(`The kernel can't listen at ${endpoint(connection, "shell_port")}.`, { cause: error });
  }
  let early: Uint8Array[][] | undefined = [];
  let deliver: (frames: readonly Uint8Array[]) => void = (frames) => {
    if (!answerInfo(frames)) early?.push([...frames]);
  };
  let line: Promise<void> = Promise.resolve();
  let lastCame = 0;
  const { promise: firstAnswer, resolve: answered } = Promise.withResolvers<void>();
  later(answered, firstPatience);

  const send = (frames: readonly Uint8Array[]): void => {
    // A send fails only on a socket that was closed under a late message.
    line = line.then(() => socket.send(frames as Uint8Array[])).catch(() => undefined);
  };

  const answerInfo = (frames: readonly Uint8Array[]): boolean => {
    try {
      const { identities, message } = decodeFrames("shell", frames, connection.key);
      if (message.header.msg_type !== "kernel_info_request") return false;
      const content = kernelInfo(about.version, about.platform);
      send([...identities, ...encodeFrames(answer(message, content), connection.key)]);
      onAnswered(message);
      answered();
      return true;
    } catch (error) {
      // The worker counts and names the bad ones.
      if (error instanceof MessageError) return false;
      throw error;
    }
  };

  const listen = async (): Promise<void> => {
    for await (const frames of socket) {
      lastCame = clock.now();
      deliver(frames);
    }
  };
  void listen();

  return {
    firstAnswer,
    send,
    handOver: (to) => {
      deliver = to;
      for (const frames of early ?? []) to(frames);
      early = undefined;
    },
    quiet: async (gap) => {
      const from = clock.now();
      lastCame = Math.max(lastCame, from);
      for (;;) {
        await new Promise((resolve) => later(resolve, gap));
        const now = clock.now();
        if (now - lastCame >= gap || now - from >= quietAtMost) return;
      }
    },
    close: async () => {
      await line;
      socket.close();
    },
  };
}

function answer(parent: JupyterMessage, content: JupyterMessage["content"]): JupyterMessage {
  return {
    channel: "shell",
    header: {
      msg_id: randomUUID(),
      msg_type: "kernel_info_reply",
      session: randomUUID(),
      username: "kernel",
      date: new Date().toISOString(),
      version: protocolVersion,
    },
    parent_header: parent.header,
    metadata: {},
    content,
    buffers: [],
  };
}
