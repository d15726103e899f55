/**
 * Whoever presses a button and finds another one in its place when they let go has pressed nothing. So what is drawn anew by what others
 * do waits until a press on it is over.
 */

/** Not for ever, whatever a browser keeps to itself. */
const longestMs = 30_000;

export class PressGuard {
  readonly #redraw: () => void;
  #press: AbortController | undefined;
  #isDue = false;

  constructor(node: HTMLElement, redraw: () => void) {
    this.#redraw = redraw;
    node.addEventListener("pointerdown", this.#begin, { capture: true });
    // The space bar presses a button when it comes up.
    node.addEventListener("keydown", ({ key }) => key === " " && this.#begin(), { capture: true });
  }

  /** Whether a press is under way; if so, it is drawn when that is over. */
  holds(): boolean {
    if (this.#press === undefined) return false;
    this.#isDue = true;
    return true;
  }

  readonly #begin = (): void => {
    if (this.#press !== undefined) return;
    const press = new AbortController();
    this.#press = press;
    const patience = setTimeout(this.#end, longestMs);
    press.signal.addEventListener("abort", () => clearTimeout(patience));
    const early = { capture: true, signal: press.signal };
    // A list that opens keeps the letting go to itself: of that, what was chosen tells.
    for (const name of ["pointerup", "pointercancel", "keyup", "change"]) addEventListener(name, this.#end, early);
    // Let go outside the window: nobody is told, but afterwards the pointer moves without a button.
    addEventListener(
      "pointermove",
      ({ buttons, pointerType }) => pointerType === "mouse" && buttons === 0 && this.#end(),
      early,
    );
    // Of the window alone: a press takes the focus from what had it.
    addEventListener("blur", ({ target }) => target === window && this.#end(), { signal: press.signal });
  };

  readonly #end = (): void => {
    this.#press?.abort();
    this.#press = undefined;
    if (!this.#isDue) return;
    this.#isDue = false;
    // The click itself comes after the letting go.
    setTimeout(this.#redraw);
  };
}
