/** What a helper sends: shown beside the notebook, read and put aside, or put into it below the cell one is at. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { pushedCellId, roleReaches, type PushedItem } from "@data-surgery/contract";
import { PageConfig } from "@jupyterlab/coreutils";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { MimeModel } from "@jupyterlab/rendermime";
import { UUID } from "@lumino/coreutils";
import { PlainError } from "../models/plain-error.js";
import { PushModel } from "../models/push-model.js";
import { report } from "../models/report.js";
import { sharedNotebook } from "../models/shared-notebook.js";
import type { SurgeryApi } from "../models/surgery-api.js";
import { Announce, Api, PageFrame, Progress, Rooms } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import { element } from "../widgets/element.js";
import { PushCard, type PushCardContent } from "../widgets/push-card.js";
import { cellWidget } from "./cells-of.js";
import { goToCell } from "./go-to-cell.js";

const keyOf = (isMac: boolean): string => `${isMac ? "Option" : "Alt"}+Shift+M`;
const kindNames = { hint: "a hint", markdown: "a text cell", code: "a code cell" } as const;

export const pushes: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:pushes",
  description: "Shows hints and cells that a helper sends.",
  autoStart: true,
  requires: [Api, Progress, INotebookTracker, Rooms, Announce],
  optional: [PageFrame],
  activate: (
    app: JupyterFrontEnd,
    api: SurgeryApi,
    { watch, news }: Progress,
    tracker: INotebookTracker,
    rooms: Rooms,
    announcer: Announcer,
    frame: PageFrame | null,
  ) => {
    if (frame === null || PageConfig.getOption("surgeryRole") !== "learner") return;
    const desk = new PushDesk(api, tracker, rooms, announcer);
    const command = "data-surgery:go-to-push";
    app.commands.addCommand(command, { label: "Go to What a Helper Sent", execute: () => desk.focus() });
    app.commands.addKeyBinding({ command, keys: ["Alt Shift M"], selector: "body" });
    news.connect((_sender, kind) => kind === "push" && desk.refresh());
    void app.started.then(watch);
  },
};

class PushDesk {
  readonly #tracker: INotebookTracker;
  readonly #rooms: Rooms;
  readonly #announcer: Announcer;
  readonly #model: PushModel;
  readonly #card = new PushCard();
  #shown: string | undefined;

  constructor(api: SurgeryApi, tracker: INotebookTracker, rooms: Rooms, announcer: Announcer) {
    this.#tracker = tracker;
    this.#rooms = rooms;
    this.#announcer = announcer;
    this.#model = new PushModel({
      page: UUID.uuid4(),
      read: () => api.pushes(),
      answer: (id, answer) => api.answerPush(id, answer),
    });
    this.#model.changed.connect(() => void this.#show().catch(report));
    // A card in a page that nobody looks at has not been seen.
    document.addEventListener("visibilitychange", () => this.#see());
  }

  refresh(): void {
    this.#model.refresh().catch((error: unknown) => {
      // Without a line there is nothing to show; the stream opens again by itself and then it is asked for.
      if (!(error instanceof PlainError)) report(error);
    });
  }

  focus(): void {
    if (!this.#card.focus()) this.#announcer.say("No helper has sent you anything.");
  }

  async #show(): Promise<void> {
    const item = this.#model.current;
    if (item === undefined) {
      this.#shown = undefined;
      this.#card.close();
      return;
    }
    const isNew = this.#shown !== item.id;
    this.#shown = item.id;
    const panel = this.#tracker.currentWidget;
    const body = await bodyOf(item, panel);
    if (this.#model.current !== item) return;
    const key = keyOf(/^(?:Mac|iP)/.test(navigator.platform));
    const content = { head: `${item.from} sent you ${kindNames[item.kind]}`, body, more: this.#model.more };
    this.#card.show({ ...content, buttons: this.#buttons(item) }, `${key} goes here, Escape goes back.`);
    if (isNew) this.#announcer.say(`${content.head}. ${key} goes to it.`);
    this.#see();
  }

  #see(): void {
    const item = this.#model.current;
    if (item === undefined || document.visibilityState !== "visible") return;
    this.#model.see(item).catch((error: unknown) => {
      // Told again with the next one that is shown.
      if (!(error instanceof PlainError)) report(error);
    });
  }

  #buttons(item: PushedItem): PushCardContent["buttons"] {
    const aside = (): Promise<void> => this.#model.dismiss(item);
    if (item.kind === "hint") return [{ label: "Got it", main: true, act: aside }];
    return [
      { label: "Put it into my notebook", main: true, act: () => this.#take(item) },
      { label: "Not now, thanks", act: aside },
    ];
  }

  async #take(item: PushedItem): Promise<void> {
    const panel = this.#tracker.currentWidget;
    if (panel === null) throw new PlainError("No notebook is open. Open one, then put it in.");
    const role = this.#rooms.of(panel)?.role;
    if (role !== undefined && !roleReaches(role, "edit"))
      throw new PlainError("You can look at this notebook but not write in it. Open your own, then put it in.");
    await this.#model.take(item, () => putIn(panel, item));
    goToCell(panel, pushedCellId(item.id));
    this.#announcer.say("It is in your notebook now, below the cell you were at. Undo takes it out again.");
  }
}

/** Below the cell that one is at. By the notebook's own model, so that undo takes it out and everybody in the notebook has it. */
function putIn(panel: NotebookPanel, item: PushedItem): void {
  const id = pushedCellId(item.id);
  if (cellWidget(panel, id) !== undefined) return;
  const cell_type = item.kind === "code" ? "code" : "markdown";
  sharedNotebook(panel).insertCell(panel.content.activeCellIndex + 1, {
    id,
    cell_type,
    source: item.text,
    metadata: {},
  });
}

/** Text stays text; Markdown is rendered as JupyterLab does for what it does not trust. */
async function bodyOf({ kind, text }: PushedItem, panel: NotebookPanel | null): Promise<Node> {
  if (kind === "code") return element("pre", { class: "ds-push-text", tabindex: 0, "aria-label": "The code" }, text);
  if (kind === "hint" || panel === null) return element("p", { class: "ds-push-text" }, text);
  const renderer = panel.content.rendermime.createRenderer("text/markdown");
  await renderer.renderModel(new MimeModel({ data: { "text/markdown": text }, trusted: false }));
  return renderer.node;
}
