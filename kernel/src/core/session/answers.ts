/** The requests that ask something: completion, inspection, completeness, history, comms. Unknown ones are refused by name. */
import type { JsonObject, JupyterMessage } from "@data-surgery/jupyter/message";
import { mergeCompletions, mergeInspections } from "../assist/merge-completions.js";
import { placeCompletions } from "../assist/place-completions.js";
import { renderInspection } from "../assist/render-inspection.js";
import type { TypeChecker } from "../assist/type-checker.js";
import { toPoints, toUnits } from "./code-points.js";
import type { History } from "./history.js";
import type { Messages } from "./messages.js";
import type { CommMessage, Realm } from "./realm.js";

export interface AnswersOptions {
  readonly realm: Realm;
  readonly checker: TypeChecker | undefined;
  readonly messages: Messages;
  readonly history: History;
  /** Open comms: id → target. */
  readonly comms: Map<string, string>;
  readonly begin: (parent: JupyterMessage) => number;
}

export interface Answers {
  /** Content of the reply; undefined for what asks for none. */
  answer(message: JupyterMessage): Promise<JsonObject | undefined>;
}

export function createAnswers({ realm, checker, messages, history, comms, begin }: AnswersOptions): Answers {
  const complete = async (content: JsonObject): Promise<JsonObject> => {
    const { code, offset } = readCursor(content);
    const [typed, inMemory] = await Promise.all([checker?.complete(code, offset), realm.complete(code, offset)]);
    const { start, items } = placeCompletions(code, offset, mergeCompletions(typed ?? [], inMemory));
    const [cursor_start, cursor_end] = [toPoints(code, start), toPoints(code, offset)];
    return {
      status: "ok",
      matches: items.map(({ text }) => text),
      cursor_start,
      cursor_end,
      metadata: {
        // JupyterLab shows kinds beside the words when it finds this.
        _jupyter_types_experimental: items.map(({ text, kind, detail, documentation }) => ({
          text,
          type: kind,
          signature: detail ?? "",
          ...(documentation === undefined ? {} : { documentation }),
          start: cursor_start,
          end: cursor_end,
        })),
      },
    };
  };

  const inspect = async (content: JsonObject): Promise<JsonObject> => {
    const { code, offset } = readCursor(content);
    const [typed, inMemory] = await Promise.all([checker?.inspect(code, offset), realm.inspect(code, offset)]);
    const found = mergeInspections(typed, inMemory);
    return found === undefined
      ? { status: "ok", found: false, data: {}, metadata: {} }
      : { status: "ok", found: true, ...renderInspection(found) };
  };

  const comm = async (message: JupyterMessage, type: CommMessage["type"]): Promise<undefined> => {
    const { comm_id: id, target_name: target, data } = message.content;
    if (typeof id !== "string") return;
    const isTaken = await realm.comm(begin(message), {
      type,
      commId: id,
      ...(typeof target === "string" ? { targetName: target } : {}),
      data: asObject(data),
      metadata: message.metadata,
      buffers: message.buffers,
    });
    if (type === "comm_close") comms.delete(id);
    else if (type === "comm_open" && isTaken) comms.set(id, String(target));
    // The protocol's answer to a target that nobody knows.
    else if (type === "comm_open") messages.publish(message, "comm_close", { comm_id: id, data: {} });
  };

  const commInfo = (content: JsonObject): JsonObject => {
    const target = content["target_name"];
    const wanted = [...comms].filter(([, name]) => typeof target !== "string" || target === "" || name === target);
    return { status: "ok", comms: Object.fromEntries(wanted.map(([id, name]) => [id, { target_name: name }])) };
  };

  const isCompleteReply = async (content: JsonObject): Promise<JsonObject> => {
    const { isComplete } = await import("../compile/is-complete.js");
    return { ...isComplete(textIn(content["code"])) };
  };

  return {
    answer: async (message) => {
      const { content } = message;
      const { msg_type: type } = message.header;
      switch (type) {
        case "complete_request":
          return complete(content);
        case "inspect_request":
          return inspect(content);
        case "is_complete_request":
          return isCompleteReply(content);
        case "history_request":
          return { status: "ok", history: history.find(content) };
        case "comm_info_request":
          return commInfo(content);
        case "comm_open":
        case "comm_msg":
        case "comm_close":
          return comm(message, type);
        default:
          return type.endsWith("_request") ? refusal(type) : undefined;
      }
    },
  };
}

function refusal(type: string): JsonObject {
  const evalue = `This kernel does not know ${type}.`;
  return { status: "error", ename: "UnknownRequest", evalue, traceback: [evalue] };
}

function readCursor(content: JsonObject): { readonly code: string; readonly offset: number } {
  const code = textIn(content["code"]);
  const at = content["cursor_pos"];
  return { code, offset: typeof at === "number" ? toUnits(code, at) : code.length };
}

const textIn = (value: unknown): string => (typeof value === "string" ? value : "");

const asObject = (value: unknown): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
