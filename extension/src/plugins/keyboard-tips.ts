/** In a cell Tab writes, so those who go by keyboard are told how to leave, and how to write in a cell. Nobody who points sees it. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { exerciseTip } from "../models/exercise-keys.js";
import { keyWords, type KeyPlace } from "../models/key-words.js";
import { PageFrame } from "../tokens.js";
import { element } from "../widgets/element.js";

export const keyboardTips: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:keyboard-tips",
  description: "Says what the keys do in a cell.",
  autoStart: true,
  optional: [PageFrame],
  activate: (_app: JupyterFrontEnd, frame: PageFrame | null) => {
    if (frame === null) return;
    const tip = element("p", { class: "ds-keys", role: "status" });
    document.body.append(tip);
    let byKeyboard = false;
    const show = (): void => {
      const words = byKeyboard ? wordsAt(document.activeElement) : "";
      if (tip.textContent !== words) tip.textContent = words;
    };
    const listen = (type: string, keyboard: boolean): void => {
      const note = (event: Event): void => {
        if (event instanceof KeyboardEvent && event.key !== "Tab" && event.key !== "Escape") return;
        byKeyboard = keyboard;
        show();
      };
      document.addEventListener(type, note, { capture: true });
    };
    listen("keydown", true);
    listen("pointerdown", false);
    document.addEventListener("focusin", show);
    // Between two places nothing has the focus; a sentence that goes and comes would be read twice.
    document.addEventListener("focusout", () => requestAnimationFrame(show));
  },
};

function wordsAt(focused: Element | null): string {
  const words = keyWords[placeOf(focused)];
  const isAtExercise = words !== "" && focused?.closest(".jp-Cell")?.querySelector(".ds-strip") != null;
  return isAtExercise ? `${words} ${exerciseTip(/^(?:Mac|iP)/.test(navigator.platform))}` : words;
}

function placeOf(focused: Element | null): KeyPlace {
  if (focused === null) return "elsewhere";
  if (focused.closest(".jp-Notebook .cm-content") !== null) return "editor";
  return focused.matches(".jp-Notebook .jp-Cell") ? "cell" : "elsewhere";
}
