/** One check (or publication) of the lesson in front: how far it is, and what was found. No DOM. */
import type { AuthorFault, AuthorNews } from "@data-surgery/contract";
import { Signal, type ISignal } from "@lumino/signaling";
import { wordsFor } from "./plain-error.js";

/** Asks the server; news come as they happen. Rejects with a PlainError. */
export type AskAuthor = (tell: (news: AuthorNews) => void) => Promise<void>;

export class AuthorCheck {
  /** What is done at the moment, in words; empty when nothing is. */
  busy = "";
  /** How it ended, in words; empty before the first. */
  result = "";
  faults: readonly AuthorFault[] = [];
  readonly #changed = new Signal<this, void>(this);

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  /** Faults of one cell, or of the lesson as a whole (undefined). */
  of(cellId: string | undefined): readonly AuthorFault[] {
    return this.faults.filter(({ cell }) => cell === cellId);
  }

  /** One at a time: a second press while one is under way does nothing. */
  async run(begin: string, ask: AskAuthor): Promise<void> {
    if (this.busy !== "") return;
    this.#set(begin, "");
    const problem = await wordsFor(ask((news) => this.#hear(news)));
    this.#set("", problem ?? (this.result === "" ? "The check did not come to its end. Try again." : this.result));
  }

  #hear(news: AuthorNews): void {
    if (news.type === "progress") {
      return this.#set(`Checking, ${news.done} of ${news.of} done: ${news.what}`, "");
    }
    if (news.type === "failed") return this.#set("", news.message);
    this.faults = news.faults;
    this.#set("", news.type === "published" ? publishedWords(news.version) : checkedWords(news.ok, news.faults));
  }

  #set(busy: string, result: string): void {
    this.busy = busy;
    this.result = result;
    this.#changed.emit();
  }
}

function publishedWords(version: number): string {
  return `Published as version ${version}. Learners who open the lesson from now on get this one.`;
}

function checkedWords(ok: boolean, faults: readonly AuthorFault[]): string {
  const errors = faults.filter(({ level }) => level === "error").length;
  const advice = faults.length - errors;
  const more = advice === 0 ? "" : ` ${advice} ${advice === 1 ? "thing" : "things"} could be better.`;
  if (ok) return `The lesson holds.${more}`;
  return `${errors} ${errors === 1 ? "mistake" : "mistakes"} to mend.${more}`;
}
