/** What a kernel's client gets for one request, and what a test may ask of any kernel, wherever it lives. */
import type { JsonObject, JupyterMessage } from "@data-surgery/jupyter";

export interface Answer {
  readonly reply: JsonObject;
  /** iopub messages of this request, without status. */
  readonly published: readonly JupyterMessage[];
  /** All streams together, or one. */
  readonly text: (name?: "stdout" | "stderr") => string;
  readonly result: string | undefined;
  readonly errors: readonly JsonObject[];
}

export interface KernelClient {
  /** Sends and gives the id. */
  send(channel: "shell" | "control" | "stdin", type: string, content: JsonObject): Promise<string>;
  /** Resolves when reply and idle have come. */
  answerTo(id: string): Promise<Answer>;
  run(code: string, content?: JsonObject): Promise<Answer>;
  ask(type: string, content: JsonObject, channel?: "shell" | "control"): Promise<JsonObject>;
  interrupt(): Promise<void>;
  /** What was published for a request so far, also after its idle. */
  publishedFor(id: string): readonly JupyterMessage[];
}

export function createAnswer(reply: JsonObject, all: readonly JupyterMessage[]): Answer {
  const published = all.filter((one) => one.header.msg_type !== "status");
  const result = published.find((one) => one.header.msg_type === "execute_result")?.content["data"] as
    | Record<string, string>
    | undefined;
  return {
    reply,
    published,
    text: (name) =>
      published
        .filter((one) => one.header.msg_type === "stream" && (name === undefined || one.content["name"] === name))
        .map((one) => String(one.content["text"]))
        .join(""),
    result: result?.["text/plain"],
    errors: published.filter((one) => one.header.msg_type === "error").map((one) => one.content),
  };
}
