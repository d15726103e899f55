/**
 * "How sure do you feel working with data?", as a quiet card: once at the start of a surgery and once at its end. It waits until the page
 * has nothing else to do, takes no focus, and stays away where somebody said so.
 */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import type { ConfidenceQuestion } from "@data-surgery/contract";
import { INotebookTracker } from "@jupyterlab/notebook";
import { report } from "../models/report.js";
import { PlainError } from "../models/plain-error.js";
import type { SurgeryApi } from "../models/surgery-api.js";
import { Announce, Api, PageFrame } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import { eachNotebook } from "./each-notebook.js";

export const confidence: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:confidence",
  description: "Asks how sure somebody feels, before and after a surgery.",
  autoStart: true,
  requires: [INotebookTracker, Api, Announce],
  optional: [PageFrame],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    api: SurgeryApi,
    announcer: Announcer,
    frame: PageFrame | null,
  ) => {
    if (frame === null) return;
    const { user } = app.serviceManager;
    const ask = async (): Promise<void> => {
      const person = user.identity?.username ?? "";
      if (isQuiet(person, Date.now())) return;
      const { ask: question, again } = await api.confidence();
      // A timer counts up to 2^31 milliseconds; nobody keeps a page open that long.
      if (again !== null && again < 24 * 3_600_000) setTimeout(start, again + 1000);
      if (question !== null) await show(question, person);
    };
    const show = async (question: NonNullable<ConfidenceQuestion["ask"]>, person: string): Promise<void> => {
      const { showConfidenceCard } = await import("../widgets/confidence-card.js");
      showConfidenceCard(question.moment, {
        say: (score) => api.sayConfidence({ date: question.date, moment: question.moment, score }),
        notNow: () => beQuiet(person, Date.now() + notNowLasts),
        never: () => beQuiet(person, Number.MAX_SAFE_INTEGER),
      });
      announcer.say("There is a question for you at the end of the page. You need not answer.");
    };
    // Without the network it is not asked; it is no question that anybody waits for.
    const start = (): void => void ask().catch((error: unknown) => error instanceof PlainError || report(error));
    let isBegun = false;
    eachNotebook(tracker, (panel) => {
      // Not before the notebook is there: on a slow network that takes its time, and comes first.
      Promise.all([app.restored, user.ready, panel.context.ready, panel.revealed])
        .then(() => {
          if (!isBegun) setTimeout(start, afterStart);
          isBegun = true;
        })
        .catch(report);
    });
  },
};

/** After what the page is opened for. */
const afterStart = 8000;
const notNowLasts = 3_600_000;
const keyOf = (person: string): string => `data-surgery-confidence ${person}`;

function isQuiet(person: string, now: number): boolean {
  try {
    return Number(localStorage.getItem(keyOf(person)) ?? "0") > now;
  } catch {
    return false;
  }
}

function beQuiet(person: string, until: number): void {
  try {
    localStorage.setItem(keyOf(person), String(until));
  } catch {
    // A browser that keeps nothing: it is asked again with the next page.
  }
}
