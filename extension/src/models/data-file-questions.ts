/** Questions to a worker and its answers: one message each way, matched by number. */
import type { DataFileTool } from "./data-file-view.js";
import { PlainError } from "./plain-error.js";

export type Verb = keyof DataFileTool;

export interface Question {
  readonly number: number;
  readonly verb: Verb;
  readonly given: readonly unknown[];
}

export type Answer =
  | { readonly number: number; readonly type: "done"; readonly value: unknown }
  /** Words for the person. */
  | { readonly number: number; readonly type: "refused"; readonly words: string }
  /** A bug, with its stack. */
  | { readonly number: number; readonly type: "broken"; readonly stack: string };

const partMissing =
  "The part that reads this kind of file could not be fetched. The network may be away: try again when it is back.";

/** Never rejects: a bug is an answer too. */
export async function answerQuestion(tool: DataFileTool, { number, verb, given }: Question): Promise<Answer> {
  try {
    const work = tool[verb] as (...given: readonly unknown[]) => Promise<unknown>;
    return { number, type: "done", value: await work.apply(tool, [...given]) };
  } catch (error) {
    if (error instanceof PlainError) return { number, type: "refused", words: error.message };
    // The bundler's name for a part of the program that could not be fetched.
    if (error instanceof Error && error.name === "ChunkLoadError")
      return { number, type: "refused", words: partMissing };
    return { number, type: "broken", stack: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** What the page needs of a worker. */
export interface QuestionLine {
  post(question: Question, handedOver: readonly ArrayBuffer[]): void;
  onAnswer(listener: (answer: Answer) => void): void;
  /** The worker is gone: it could not be loaded, or there was not enough memory. */
  onEnd(listener: (error: Error) => void): void;
  close(): void;
}

/** A tool that lives until it is let go, or breaks. */
export interface OpenTool extends DataFileTool, Disposable {
  /** No answers will come any more. */
  readonly isOver: boolean;
}

/** The same tool at the other end of a line. */
export class DistantDataFile implements OpenTool {
  readonly #line: QuestionLine;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #count = 0;
  #ended: Error | undefined;

  constructor(line: QuestionLine) {
    this.#line = line;
    line.onAnswer((answer) => this.#take(answer));
    line.onEnd((error) => this.#end(error));
  }

  readonly prepare: DataFileTool["prepare"] = this.#asks("prepare");
  readonly open: DataFileTool["open"] = this.#asks("open");
  readonly reread: DataFileTool["reread"] = this.#asks("reread");
  readonly preview: DataFileTool["preview"] = this.#asks("preview");
  readonly apply: DataFileTool["apply"] = this.#asks("apply");
  readonly undo: DataFileTool["undo"] = this.#asks("undo");
  readonly redo: DataFileTool["redo"] = this.#asks("redo");
  readonly code: DataFileTool["code"] = this.#asks("code");
  readonly csv: DataFileTool["csv"] = this.#asks("csv");
  readonly notebook: DataFileTool["notebook"] = this.#asks("notebook");

  get isOver(): boolean {
    return this.#ended !== undefined;
  }

  [Symbol.dispose](): void {
    this.#line.close();
    this.#end(new PlainError("Reading was stopped."));
  }

  #asks<Name extends Verb>(verb: Name): DataFileTool[Name] {
    const ask = (...given: readonly unknown[]): Promise<unknown> => {
      if (this.#ended !== undefined) return Promise.reject(this.#ended);
      const number = ++this.#count;
      const waiting = Promise.withResolvers<unknown>();
      this.#waiting.set(number, waiting);
      // The bytes of a file are handed over and not copied.
      const handedOver = given.flatMap((value) =>
        value instanceof Uint8Array && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
      );
      this.#line.post({ number, verb, given }, handedOver);
      return waiting.promise;
    };
    return ask as unknown as DataFileTool[Name];
  }

  #take(answer: Answer): void {
    const waiting = this.#waiting.get(answer.number);
    this.#waiting.delete(answer.number);
    if (waiting === undefined) return;
    if (answer.type === "done") waiting.resolve(answer.value);
    else waiting.reject(answer.type === "refused" ? new PlainError(answer.words) : new Error(answer.stack));
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}
