/** Makes the messages of one kernel: each answers a parent, and all carry the kernel's session. */
import type { Channel, JsonObject, JupyterMessage, MessageHeader } from "@data-surgery/jupyter/message";
import type { KernelHost, Route } from "./kernel-host.js";
import { protocolVersion } from "./kernel-info.js";

type Parent = JupyterMessage | undefined;

export interface Messages {
  publish(parent: Parent, type: string, content: JsonObject, extra?: MessageExtra): void;
  reply(parent: JupyterMessage, route: Route, content: JsonObject): void;
  /** On stdin, to the front end that sent `parent`. Gives the id. */
  ask(parent: JupyterMessage, route: Route, content: JsonObject): string;
}

export interface MessageExtra {
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Uint8Array[];
}

export function createMessages(host: KernelHost): Messages {
  const session = host.createId();
  const header = (type: string): MessageHeader => ({
    msg_id: host.createId(),
    msg_type: type,
    session,
    username: "kernel",
    date: new Date(host.now()).toISOString(),
    version: protocolVersion,
  });
  const message = (
    channel: Channel,
    parent: Parent,
    type: string,
    content: JsonObject,
    extra?: MessageExtra,
  ): JupyterMessage => ({
    channel,
    header: header(type),
    parent_header: parent?.header ?? {},
    metadata: extra?.metadata ?? {},
    content,
    buffers: extra?.buffers ?? [],
  });
  return {
    publish: (parent, type, content, extra) => host.send(message("iopub", parent, type, content, extra)),
    reply: (parent, route, content) => {
      const type = parent.header.msg_type.replace(/_request$/, "_reply");
      host.send(message(parent.channel, parent, type, content), route);
    },
    ask: (parent, route, content) => {
      const request = message("stdin", parent, "input_request", content);
      host.send(request, route);
      return request.header.msg_id;
    },
  };
}
