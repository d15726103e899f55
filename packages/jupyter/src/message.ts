/**
 * One Jupyter message, as the messaging protocol 5.4 defines it (https://jupyter-client.readthedocs.io/en/stable/messaging.html).
 * Content is checked only where somebody reads it: front ends and kernels add fields of their own, and those must pass through.
 */
import { z } from "zod";
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

export const MessageHeader: z.ZodType<MessageHeader> = z.looseObject({
  msg_id: z.string().min(1).max(256),
  session: z.string().max(256),
  username: z.string().max(256).default(""),
  date: z.string().max(64).default(""),
  msg_type: z.string().min(1).max(128),
  version: z.string().max(32).default("5.3"),
});

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

const JsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.unknown());

interface MessageBody {
  readonly header: MessageHeader;
  readonly parent_header: MessageHeader | Readonly<Record<string, never>>;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
}

/** The four JSON parts of a message, in the order in which they travel. */
export const MessageBody: z.ZodType<MessageBody> = z.object({
  header: MessageHeader,
  parent_header: z.union([MessageHeader, z.strictObject({})]),
  metadata: JsonObject,
  content: JsonObject,
});

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
  const parsed = MessageBody.safeParse({ header, parent_header, metadata, content });
  if (!parsed.success) throw new MessageError(`Not a Jupyter message: ${z.prettifyError(parsed.error)}`);
  return { channel, ...parsed.data, content: withoutDeepData(parsed.data.content), buffers };
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
