/** Starts the worker in which data files are read. */
import { DistantDataFile, type Answer, type QuestionLine } from "./data-file-questions.js";
import { PlainError } from "./plain-error.js";

export function openDataFileWorker(): DistantDataFile {
  const worker = new Worker(new URL("./data-file-worker.js", import.meta.url), { type: "module" });
  const line: QuestionLine = {
    post: (question, handedOver) => worker.postMessage(question, [...handedOver]),
    onAnswer: (listener) =>
      worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
        listener(data);
      }),
    onEnd: (listener) =>
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        listener(
          new PlainError(
            "This page could not read the file: the part that reads files did not come, or the file needs more memory than there is. Load the page again, or read the file in a cell with read(…).",
            { cause: event.error ?? event.message },
          ),
        );
      }),
    close: () => worker.terminate(),
  };
  return new DistantDataFile(line);
}
