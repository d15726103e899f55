/**
 * One Jupyter message, as the messaging protocol 5.4 defines it (https://jupyter-client.readthedocs.io/en/stable/messaging.html).
 * Content is checked only where somebody reads it: front ends and kernels add fields of their own, and those must pass through.
 * Checked by hand and not by a library: a kernel reads its first message before it has loaded anything else.
 */
import { isDeeperThan } from "./json-depth.js";

export interface MessageHeader {
  readonly msg_id: string;
  readonly session: string;
  readonly username: string;
  /** ISO 8601. */
  readonly date: string;
  readonly msg_type: string;
  readonly version: string;
  readonly [extra: string]: unknown;
}

export type Channel = "shell" | "control" | "stdin" | "iopub";

export const channels: readonly Channel[] = ["shell", "control", "stdin", "iopub"];

export type JsonObject = Readonly<Record<string, unknown>>;

export interface JupyterMessage {
  readonly channel: Channel;
  readonly header: MessageHeader;
  /** Empty for a message that answers nothing. */
  readonly parent_header: MessageHeader | Readonly<Record<string, never>>;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
  readonly buffers: readonly Uint8Array[];
}

interface MessageBody {
  readonly header: MessageHeader;
  readonly parent_header: MessageHeader | Readonly<Record<string, never>>;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
}

/** A message that cannot be read. The socket it came from may go on; the message is dropped. */
export class MessageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "MessageError";
  }
}

/** Parses the JSON parts. @throws MessageError */
export function parseMessage(
  channel: Channel,
  parts: readonly string[],
  buffers: readonly Uint8Array[],
): JupyterMessage {
  const [header, parent_header, metadata, content] = parts.map(parsePart);
  // The content is looked at below: deep data in it is taken out, not refused.
  if (isDeeperThan([header, parent_header, metadata], deepest)) throw tooDeep();
  const body = readMessageBody({ header, parent_header, metadata, content });
  return { channel, ...body, content: withoutDeepData(body.content), buffers };
}

/** The four JSON parts of a message; what else the object holds is left out. @throws MessageError naming the part that is wrong */
export function readMessageBody(value: unknown): MessageBody {
  const { header, parent_header: parent, metadata, content } = readObject("message", value);
  return {
    header: readHeader("header", readObject("header", header)),
    parent_header: readParent(readObject("parent_header", parent)),
    metadata: readObject("metadata", metadata),
    content: readObject("content", content),
  };
}

function readObject(part: string, value: unknown): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new MessageError(`Not a Jupyter message: its ${part} is not an object.`);
}

function readParent(value: JsonObject): MessageHeader | Readonly<Record<string, never>> {
  return Object.keys(value).length === 0 ? {} : readHeader("parent_header", value);
}

function readHeader(part: string, value: JsonObject): MessageHeader {
  const text = (field: string, most: number, otherwise?: string): string => {
    const found = value[field] ?? otherwise;
    if (typeof found === "string" && found.length <= most) return found;
    throw new MessageError(`Not a Jupyter message: ${part}.${field} is not a text of at most ${most} letters.`);
  };
  const header = {
    ...value,
    msg_id: text("msg_id", 256),
    session: text("session", 256),
    username: text("username", 256, ""),
    date: text("date", 64, ""),
    msg_type: text("msg_type", 128),
    version: text("version", 32, "5.3"),
  };
  if (header.msg_id === "" || header.msg_type === "")
    throw new MessageError(`Not a Jupyter message: ${part} lacks an id or a type.`);
  return header;
}

/** An output's data may be this deep, so that the notebook which keeps it can be read, written and sent again. */
const deepestData = 150;
const deepest = 1000;

const tooDeep = (): MessageError => new MessageError("The message is nested too deeply.");

/** Data that is too deep to be shown or kept is replaced by words, so that everything else of the message arrives. @throws MessageError */
function withoutDeepData(content: JsonObject): JsonObject {
  const { data } = content;
  if (typeof data === "object" && data !== null && isDeeperThan(data, deepestData)) {
    const shallow = Object.entries(data).filter(([, value]) => !isDeeperThan(value, deepestData - 1));
    const words = { "text/plain": "This output is nested too deeply to be shown." };
    return withoutDeepData({ ...content, data: { ...words, ...Object.fromEntries(shallow) } });
  }
  if (isDeeperThan(content, deepest)) throw tooDeep();
  return content;
}

function parsePart(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new MessageError("A part of the message is not JSON.", { cause: error });
  }
}

/** What a sender knows about itself. */
export interface Sender {
  readonly session: string;
  readonly username: string;
}

/** A new request or notice. `id` must be unique; `now` in milliseconds. */
export function createMessage(
  channel: Channel,
  type: string,
  content: JsonObject,
  sender: Sender,
  id: string,
  now: number,
): JupyterMessage {
  return {
    channel,
    header: {
      msg_id: id,
      msg_type: type,
      session: sender.session,
      username: sender.username,
      date: new Date(now).toISOString(),
      version: "5.4",
    },
    parent_header: {},
    metadata: {},
    content,
    buffers: [],
  };
}

/** The id of the request that a message answers, if any. */
export function parentId(message: JupyterMessage): string | undefined {
  const id = message.parent_header["msg_id"];
  return typeof id === "string" ? id : undefined;
}
