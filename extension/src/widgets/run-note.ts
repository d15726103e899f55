/** Under a cell: who runs or ran it, and the question that its code asks. */
import { Widget } from "@lumino/widgets";
import { wordsFor } from "../models/plain-error.js";
import { element, starting } from "./element.js";

export interface RunQuestion {
  readonly prompt: string;
  readonly password: boolean;
  /** @throws PlainError */
  answer(value: string): Promise<void>;
}

let questions = 0;

export class RunNote extends Widget {
  readonly #words: HTMLElement = element("p", { class: "ds-run-note-words" });
  readonly #question: HTMLElement = element("div", {});

  constructor() {
    super();
    this.addClass("ds-run-note");
    this.node.append(this.#question, this.#words);
    // The notebook's shortcuts are not for what is typed here.
    this.node.addEventListener("keydown", (event) => event.stopPropagation());
  }

  set words(words: string) {
    if (this.#words.textContent !== words) this.#words.textContent = words;
  }

  /** The one who ran the cell is asked; the focus goes there only if it was in this cell. */
  ask(question: RunQuestion, mayTakeFocus: boolean): void {
    const id = `ds-question-${++questions}`;
    const field = element("input", {
      id,
      type: question.password ? "password" : "text",
      autocomplete: "off",
      name: "answer",
    });
    const problem = element("p", { class: "ds-note", role: "alert" });
    const send = async (): Promise<void> => {
      const words = await wordsFor(question.answer(field.value));
      problem.textContent = words ?? "";
    };
    const form = element(
      "form",
      {
        class: "ds-question",
        onsubmit: (event) => {
          event.preventDefault();
          starting(send)();
        },
      },
      element("label", { for: id }, question.prompt.trim() === "" ? "The code asks for something:" : question.prompt),
      field,
      element("button", { type: "submit", class: "ds-button" }, "Answer"),
      problem,
    );
    this.#question.replaceChildren(form);
    if (mayTakeFocus) field.focus();
  }

  stopAsking(): void {
    this.#question.replaceChildren();
  }
}
