/** Questions to the person: sent to the front end that runs the cell, answered by input_reply on stdin. */
import { parentId, type JupyterMessage } from "@data-surgery/jupyter/message";
import type { InputAnswer } from "./realm.js";

export interface Inputs {
  /** @param send sends the question and gives its message id */
  ask(send: () => string): Promise<InputAnswer>;
  answer(reply: JupyterMessage): void;
  /** Whoever waits is told that the cell was stopped. */
  interrupt(): void;
}

export function createInputs(): Inputs {
  const open = new Map<string, (answer: InputAnswer) => void>();
  return {
    ask: (send) => new Promise((resolve) => open.set(send(), resolve)),
    answer: (reply) => {
      const asked = parentId(reply);
      // Some front ends answer without naming the question; there is then only one that can be meant.
      const id = asked !== undefined && open.has(asked) ? asked : [...open.keys()].at(-1);
      const resolve = id === undefined ? undefined : open.get(id);
      if (id === undefined || resolve === undefined) return;
      open.delete(id);
      const { value } = reply.content;
      resolve({ type: "answered", value: typeof value === "string" ? value : "" });
    },
    interrupt: () => {
      for (const resolve of open.values()) resolve({ type: "interrupted" });
      open.clear();
    },
  };
}
