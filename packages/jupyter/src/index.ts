export {
  channels,
  createMessage,
  MessageError,
  parentId,
  parseMessage,
  type Channel,
  type JsonObject,
  type JupyterMessage,
  type MessageHeader,
  type Sender,
} from "./message.js";
export {
  NotebookError,
  parseNotebook,
  readNotebookText,
  renderNotebook,
  splitLines,
  type Cell,
  type CodeCell,
  type Notebook,
  type Output,
  type TextCell,
} from "./nbformat.js";
export { decodeWebsocketDefault, encodeWebsocketDefault } from "./websocket-default.js";
export { decodeWebsocketV1, encodeWebsocketV1, readChannel, websocketV1 } from "./websocket-v1.js";
export { decodeFrames, encodeFrames, type Decoded } from "./zmq-frames.js";
export { isDeeperThan } from "./json-depth.js";
