/** The worker in which data files are read: a large one must not hold up typing. Each question is answered in its turn. */
import { answerQuestion, type Question } from "./data-file-questions.js";
import { DataFileSession } from "./data-file-session.js";

const session = new DataFileSession();
let before: Promise<unknown> = Promise.resolve();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no other origin to speak to
const answer = (message: unknown): void => (self as unknown as Pick<Worker, "postMessage">).postMessage(message);

addEventListener("message", ({ data }: MessageEvent<Question>) => {
  before = before.then(() => answerQuestion(session, data)).then(answer);
});
