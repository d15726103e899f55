/**
 * Whoever presses a button and finds another one in its place when they let go has pressed nothing. So on a page that is live, what is new
 * waits until the press is over.
 */

/** Not for ever, whatever a browser keeps to itself. */
const longestMs = 30_000;

let isPressed = false;
let waiting: (() => void)[] = [];

function begin(): void {
  isPressed = true;
}

function end(): void {
  isPressed = false;
  const over = waiting;
  waiting = [];
  // The click itself comes after the letting go.
  setTimeout(() => {
    for (const go of over) go();
  });
}

const early = { capture: true, passive: true } as const;
addEventListener("pointerdown", begin, early);
// A list that opens keeps the letting go to itself: of that, what was chosen tells.
for (const name of ["pointerup", "pointercancel", "change"]) addEventListener(name, end, early);
// Let go outside the window: nobody is told, but afterwards the pointer moves without a button.
addEventListener("pointermove", ({ buttons }) => isPressed && buttons === 0 && end(), early);
// Of the window alone: a press takes the focus from what had it.
addEventListener("blur", ({ target }) => target === window && end());
// The space bar presses a button when it comes up.
addEventListener("keydown", ({ key }) => key === " " && begin(), early);
addEventListener("keyup", ({ key }) => key === " " && end(), early);

/** Resolves at once when nothing is pressed. */
export function pressOver(): Promise<void> {
  if (!isPressed) return Promise.resolve();
  return new Promise((resolve) => {
    waiting.push(resolve);
    setTimeout(resolve, longestMs);
  });
}
