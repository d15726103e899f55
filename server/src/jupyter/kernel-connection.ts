/** The four ZeroMQ sockets to one kernel. Sends are queued per socket, because ZeroMQ takes one at a time; bad messages are dropped and counted. */
import { decodeFrames, encodeFrames, MessageError, type Channel, type JupyterMessage } from "@data-surgery/jupyter";
import { randomBytes } from "node:crypto";
import { Dealer, Subscriber } from "zeromq";
import { endpointOf, type ConnectionInfo } from "./connection-info.js";

export interface KernelConnection {
  /** Messages from the kernel, in the order of each channel. */
  onMessage: (message: JupyterMessage) => void;
  /** Called for a message that is not one, or is not signed by this kernel. */
  onFault: (error: MessageError) => void;
  send(message: JupyterMessage): void;
  close(): void;
}

type Outgoing = Exclude<Channel, "iopub">;

export function openKernelConnection(info: ConnectionInfo): KernelConnection {
  // One identity for all three, so that the kernel's stdin request finds the front end that asked.
  const routingId = randomBytes(12).toString("hex");
  // The kernel binds after we connect; waiting the usual 100 ms for another try, or ever longer, would double a quick start.
  const patience = { linger: 0, receiveHighWaterMark: 0, reconnectInterval: 5 };
  const options = { ...patience, routingId, sendHighWaterMark: 0 };
  const dealers: Record<Outgoing, Dealer> = {
    shell: new Dealer(options),
    control: new Dealer(options),
    stdin: new Dealer(options),
  };
  const iopub = new Subscriber(patience);
  dealers.shell.connect(endpointOf(info, info.shell_port));
  dealers.control.connect(endpointOf(info, info.control_port));
  dealers.stdin.connect(endpointOf(info, info.stdin_port));
  iopub.connect(endpointOf(info, info.iopub_port));
  iopub.subscribe();

  let open = true;
  const isOpen = (): boolean => open;
  const lines: Record<Outgoing, Promise<void>> = {
    shell: Promise.resolve(),
    control: Promise.resolve(),
    stdin: Promise.resolve(),
  };
  const sendAfter = async (before: Promise<void>, dealer: Dealer, message: JupyterMessage): Promise<void> => {
    await before;
    if (!isOpen()) return;
    try {
      await dealer.send(encodeFrames(message, info.key).map((frame) => Buffer.from(frame)));
    } catch (error) {
      // A send fails only when the socket was closed under it.
      if (isOpen()) connection.onFault(new MessageError("A message could not be sent.", { cause: error }));
    }
  };
  const connection: KernelConnection = {
    onMessage: () => undefined,
    onFault: () => undefined,
    send: (message) => {
      if (message.channel === "iopub") throw new MessageError("Nothing is sent to iopub.");
      lines[message.channel] = sendAfter(lines[message.channel], dealers[message.channel], message);
    },
    close: () => {
      open = false;
      for (const dealer of Object.values(dealers)) dealer.close();
      iopub.close();
    },
  };
  const listen = async (channel: Channel, socket: Dealer | Subscriber): Promise<void> => {
    for await (const frames of socket) {
      try {
        connection.onMessage(decodeFrames(channel, frames, info.key).message);
      } catch (error) {
        if (!(error instanceof MessageError)) throw error;
        connection.onFault(error);
      }
    }
  };
  for (const [channel, socket] of [...Object.entries(dealers), ["iopub", iopub]] as [Channel, Dealer | Subscriber][]) {
    listen(channel, socket).catch((error: unknown) => {
      if (open) connection.onFault(new MessageError(`The ${channel} socket failed.`, { cause: error }));
    });
  }
  return connection;
}
