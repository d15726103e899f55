/** Questions to the worker that this thread waits for without going on with anything else. */
import { receiveMessageOnPort, type MessagePort } from "node:worker_threads";
import type { Question, QuestionAnswers } from "../thread-messages.js";

const { Atomics: Atomic, Int32Array: Ints } = globalThis;

export type AskWorker = <Type extends Question["type"]>(
  question: Extract<Question, { type: Type }>,
) => QuestionAnswers[Type];

export function createAskWorker(port: MessagePort, flag: SharedArrayBuffer): AskWorker {
  const answered = new Ints(flag);
  return <Type extends Question["type"]>(question: Extract<Question, { type: Type }>) => {
    const before = Atomic.load(answered, 0);
    port.postMessage(question);
    Atomic.wait(answered, 0, before);
    return receiveMessageOnPort(port)?.message as QuestionAnswers[Type];
  };
}
