/** Under every cell: what others propose for it, and for those who may only suggest the way to do so. */
import { roleReaches, type Suggestion } from "@data-surgery/contract";
import type { Cell } from "@jupyterlab/cells";
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { PanelLayout } from "@lumino/widgets";
import { readRole } from "../models/lesson-outline.js";
import { report } from "../models/report.js";
import type { RoomModel } from "../models/room-model.js";
import { Announce, Rooms } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import { SuggestionCards } from "../widgets/suggestion-cards.js";
import { labelIn } from "./cells-of.js";

export const suggestions: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:suggestions",
  description: "Proposes changes to cells, and accepts them.",
  autoStart: true,
  requires: [Rooms, Announce],
  activate: (_app: JupyterFrontEnd, rooms: Rooms, announcer: Announcer) => {
    rooms.each((panel, room) => {
      panel.revealed.then(() => showSuggestions(panel, room, announcer)).catch(report);
    });
  },
};

function showSuggestions(panel: NotebookPanel, room: RoomModel, announcer: Announcer): void {
  if (panel.isDisposed) return;
  const cards = new WeakMap<Cell, SuggestionCards>();
  const arrange = (): void => {
    const { role } = room;
    const maySuggest = role === "suggest";
    const mayDecide = room.manages || roleReaches(role, "edit");
    for (const cell of panel.content.widgets) {
      const cellId = cell.model.sharedModel.getId();
      const shown = shownFor(room, cellId);
      const may = maySuggest && isForChanging(cell);
      const known = cards.get(cell);
      if (known === undefined && shown.length === 0 && !may) continue;
      const made = known ?? addCards(panel, room, announcer, cell);
      cards.set(cell, made);
      made.present(shown, { maySuggest: may, mayDecide });
    }
  };
  room.changed.connect(arrange);
  panel.content.modelContentChanged.connect(arrange);
  panel.disposed.connect(() => room.changed.disconnect(arrange));
  arrange();
}

/** Those that wait, and the one that was accepted last, so that its author is named. */
function shownFor(room: RoomModel, cellId: string): Suggestion[] {
  const ofCell = [...room.suggestions.values()].filter((one) => one.cellId === cellId);
  const accepted = ofCell.filter((one) => one.state === "accepted").slice(-1);
  return [...accepted, ...ofCell.filter((one) => one.state === "open")];
}

const aboveCards = ["jp-Cell-inputWrapper", "ds-run"];

/** What belongs to the lesson and is not for its learner to change needs no proposals either. */
function isForChanging(cell: Cell): boolean {
  if (cell.model.getMetadata("editable") === false) return false;
  return readRole(cell.model.getMetadata("data_surgery")) !== "test";
}

function addCards(panel: NotebookPanel, room: RoomModel, announcer: Announcer, cell: Cell): SuggestionCards {
  const cellId = cell.model.sharedModel.getId();
  const made = new SuggestionCards({
    self: room.self,
    cellId,
    text: () => cell.model.sharedModel.getSource(),
    label: () => labelIn(panel, cellId),
    ask: (command) => room.ask(command),
    say: (sentence) => announcer.say(sentence),
  });
  const layout = cell.layout as PanelLayout;
  // Below Run, which belongs to what one wrote.
  const above = layout.widgets.findLastIndex((widget) => aboveCards.some((name) => widget.hasClass(name)));
  layout.insertWidget(above + 1, made);
  return made;
}
