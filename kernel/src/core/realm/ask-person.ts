/** `prompt()`, `confirm()` and `alert()` as browsers have them: the code stands still until the person has answered. */
import { Interruption } from "./interruption.js";
import type { Outputs } from "./outputs.js";
import type { RealmHost } from "./realm-host.js";

const { Error: Errors, String: Strings } = globalThis;

export interface AskPerson {
  prompt(message?: unknown, otherwise?: unknown): string | null;
  confirm(message?: unknown): boolean;
  alert(message?: unknown): void;
}

export function createAskPerson(host: RealmHost, outputs: Outputs): AskPerson {
  const ask = (text: string): string => {
    const run = host.currentRun();
    if (run === undefined || !run.allowInput || run.isEnded)
      throw new Errors("Nobody can be asked here: put the answer into a variable instead.");
    outputs.flush();
    const answer = host.askInput(run.id, text, false);
    if (answer.type === "answered") return answer.value;
    if (answer.type === "interrupted") throw new Interruption();
    throw new Errors("Nobody is there to answer.");
  };
  return {
    prompt: (message = "", otherwise = "") => {
      const answer = ask(`${Strings(message)} `);
      return answer === "" ? Strings(otherwise) : answer;
    },
    confirm: (message = "") => /^\s*(y|yes|ok|true|1)\s*$/i.test(ask(`${Strings(message)} (y/n) `)),
    alert: (message = "") => void ask(`${Strings(message)} (press Enter) `),
  };
}
