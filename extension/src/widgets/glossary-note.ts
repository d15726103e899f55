/** What a word means, beside the word: on hover, focus and tap. One note for all words; it stays while the pointer is on it. */
import { element } from "./element.js";

const linger = 150;

export class GlossaryNote {
  readonly #node: HTMLElement = element("div", {
    class: "ds-meaning",
    role: "tooltip",
    id: "ds-meaning",
    hidden: true,
  });
  #word: HTMLElement | undefined;
  #leaving: number | undefined;

  constructor() {
    this.#node.addEventListener("mouseenter", () => clearTimeout(this.#leaving));
    this.#node.addEventListener("mouseleave", () => this.#leaveSoon());
    document.addEventListener("keydown", (event) => this.#escape(event), { capture: true });
    document.addEventListener("pointerdown", (event) => this.#pressed(event), { capture: true });
    document.addEventListener("scroll", () => this.hide(), { capture: true, passive: true });
  }

  /** A word in a text, with its meaning. */
  mark(text: string, meaning: string): HTMLElement {
    const word: HTMLElement = element(
      "span",
      { class: "ds-term", role: "button", tabindex: 0, "aria-expanded": "false" },
      text,
    );
    const show = (): void => this.#show(word, meaning);
    word.addEventListener("mouseenter", show);
    word.addEventListener("focus", show);
    word.addEventListener("click", show);
    word.addEventListener("mouseleave", () => this.#leaveSoon());
    word.addEventListener("blur", () => this.hide());
    word.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      // In a notebook these would open the cell.
      event.preventDefault();
      event.stopPropagation();
      show();
    });
    return word;
  }

  hide(): void {
    clearTimeout(this.#leaving);
    this.#word?.setAttribute("aria-expanded", "false");
    this.#word?.removeAttribute("aria-describedby");
    this.#word = undefined;
    this.#node.hidden = true;
  }

  #show(word: HTMLElement, meaning: string): void {
    clearTimeout(this.#leaving);
    if (this.#word === word) return;
    this.hide();
    this.#word = word;
    this.#node.textContent = meaning;
    this.#node.hidden = false;
    if (!this.#node.isConnected) document.body.append(this.#node);
    word.setAttribute("aria-describedby", this.#node.id);
    word.setAttribute("aria-expanded", "true");
    this.#place(word);
  }

  #place(word: HTMLElement): void {
    const [first] = word.getClientRects();
    if (first === undefined) return;
    const { offsetWidth: width, offsetHeight: height } = this.#node;
    const left = Math.max(8, Math.min(first.left, window.innerWidth - width - 8));
    const isRoomBelow = first.bottom + height + 8 < window.innerHeight;
    this.#node.style.left = `${left}px`;
    this.#node.style.top = `${isRoomBelow ? first.bottom + 4 : first.top - height - 4}px`;
  }

  #leaveSoon(): void {
    clearTimeout(this.#leaving);
    if (document.activeElement === this.#word) return;
    this.#leaving = window.setTimeout(() => this.hide(), linger);
  }

  #escape(event: KeyboardEvent): void {
    if (event.key !== "Escape" || this.#word === undefined) return;
    event.stopPropagation();
    this.hide();
  }

  #pressed({ target }: Event): void {
    const isOurs = target instanceof Node && (this.#node.contains(target) || this.#word?.contains(target) === true);
    if (!isOurs && this.#word !== undefined) this.hide();
  }
}
