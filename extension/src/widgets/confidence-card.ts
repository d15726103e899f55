/** One question with five answers. Fetched when there is something to ask. */
import { confidenceWords, type ConfidenceMoment } from "@data-surgery/contract";
import "../../style/confidence.css";
import { element } from "./element.js";
import { OfferCard } from "./offer-card.js";

export interface ConfidenceActions {
  /** @throws PlainError */
  readonly say: (score: number) => Promise<void>;
  readonly notNow: () => void;
  readonly never: () => void;
}

export function showConfidenceCard(moment: ConfidenceMoment, { say, notNow, never }: ConfidenceActions): void {
  const card = new OfferCard("A question for you");
  card.node.classList.add("ds-confidence-card");
  const question = `How sure do you feel working with data${moment === "after" ? " now" : ""}?`;
  const answers = confidenceWords.map((words, at) =>
    element(
      "label",
      { class: "ds-confidence-answer" },
      element("input", { type: "radio", name: "ds-confidence", value: String(at + 1) }),
      element("span", {}, `${at + 1}: ${words}`),
    ),
  );
  const group = element("fieldset", { class: "ds-confidence" }, element("legend", {}, question), ...answers);
  const note = element("p", { class: "ds-note" }, "We show only what many said together. You need not answer.");
  const hint = element("p", { class: "ds-note", role: "status" });
  const thank = (): void =>
    card.show(
      "Thank you. You can change it while this surgery is open.",
      [],
      [
        { label: "Change it", act: async () => ask() },
        { label: "Close", main: true },
      ],
    );
  const ask = (): void =>
    card.show(
      moment === "after" ? "One question before you go" : "One question before you start",
      [group, note, hint],
      [
        {
          label: "Say it",
          main: true,
          act: async () => {
            const chosen = group.querySelector<HTMLInputElement>("input:checked");
            if (chosen === null) {
              hint.textContent = "Choose one of the five, or “Not now”.";
              return;
            }
            await say(Number(chosen.value));
            thank();
          },
        },
        { label: "Not now", act: async () => (notNow(), card.close()) },
        { label: "Don’t ask me", act: async () => (never(), card.close()) },
      ],
    );
  ask();
}
