/** The sockets that must answer whatever the learner's code does: control, stdin, heartbeat, and iopub for what is published. */
import { decodeFrames, encodeFrames } from "@data-surgery/jupyter/zmq-frames";
import { MessageError, type Channel, type JupyterMessage } from "@data-surgery/jupyter/message";
import { Reply, Router, XPublisher, type Socket } from "zeromq";
import type { Route } from "../../core/session/kernel-host.js";
import { endpoint, type Connection } from "../connection.js";

export interface SocketsOptions {
  readonly connection: Connection;
  receive(message: JupyterMessage, route: Route): void;
  /** Sends on the shell socket, which stands elsewhere. */
  sendShell(frames: readonly Uint8Array[]): void;
  /** Somebody has begun to listen to iopub. */
  onAudience(topic: string): void;
  readonly log: (text: string) => void;
}

export interface Sockets {
  send(message: JupyterMessage, route: Route): void;
  /** Frames that came on the shell socket. */
  receiveShell(frames: readonly Uint8Array[]): void;
  close(): Promise<void>;
}

const unlimited = { sendHighWaterMark: 0, receiveHighWaterMark: 0, linger: 500 };

export async function openSockets(options: SocketsOptions): Promise<Sockets> {
  const { connection, log } = options;
  const iopub = new XPublisher({ ...unlimited, verbosity: "allSubs" });
  const control = new Router(unlimited);
  const stdin = new Router(unlimited);
  const heartbeat = new Reply({ linger: 0 });
  await Promise.all([
    iopub.bind(endpoint(connection, "iopub_port")),
    control.bind(endpoint(connection, "control_port")),
    stdin.bind(endpoint(connection, "stdin_port")),
    heartbeat.bind(endpoint(connection, "hb_port")),
  ]);
  const lines = new Map<Socket, Promise<void>>();
  let refused = 0;

  const send = (socket: Router | XPublisher, frames: readonly Uint8Array[]): void => {
    const before = lines.get(socket) ?? Promise.resolve();
    const sent = before.then(() => socket.send(frames as Uint8Array[]));
    lines.set(
      socket,
      // A socket that was closed under a late message.
      sent.catch(() => undefined),
    );
  };

  const take = (channel: Channel, frames: readonly Uint8Array[]): void => {
    try {
      const { identities, message } = decodeFrames(channel, frames, connection.key);
      options.receive(message, identities);
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      refused++;
      // Whoever floods us with these must not fill the log.
      if (refused <= 20 || refused % 1000 === 0) log(`${channel}: message ${refused} refused. ${error.message}`);
    }
  };

  const listen = async (channel: Channel, socket: Router): Promise<void> => {
    for await (const frames of socket) take(channel, frames);
  };
  const echo = async (): Promise<void> => {
    for await (const frames of heartbeat) await heartbeat.send(frames);
  };
  const welcome = async (): Promise<void> => {
    for await (const [frame] of iopub) if (frame?.[0] === 1) options.onAudience(frame.subarray(1).toString("utf8"));
  };
  for (const work of [listen("control", control), listen("stdin", stdin), echo(), welcome()])
    work.catch((error: unknown) => log(`A socket failed: ${String(error)}`));

  return {
    send: (message, route) => {
      const frames = encodeFrames(message, connection.key);
      const { channel } = message;
      if (channel === "iopub") send(iopub, frames);
      else {
        const addressed = [...(route as readonly Uint8Array[]), ...frames];
        if (channel === "shell") options.sendShell(addressed);
        else send(channel === "control" ? control : stdin, addressed);
      }
    },
    receiveShell: (frames) => take("shell", frames),
    close: async () => {
      await Promise.all(lines.values());
      for (const socket of [iopub, control, stdin, heartbeat]) socket.close();
    },
  };
}
