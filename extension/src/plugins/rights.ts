/**
 * The page of somebody who may not write (or not run) says so by being so: cells can't be typed in, buttons that would be refused are
 * away, keys that would change something say why they don't. The server holds the rule; this only keeps a page from showing what is
 * not so. A change that slips in all the same springs back.
 */
import { roleReaches, type RoomRole } from "@data-surgery/contract";
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import type { NotebookPanel } from "@jupyterlab/notebook";
import * as Y from "yjs";
import { report } from "../models/report.js";
import type { RoomModel } from "../models/room-model.js";
import { limitWords } from "../models/room-words.js";
import { sharedNotebook } from "../models/shared-notebook.js";
import { Announce, Rooms } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";

export const rights: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:rights",
  description: "Shows a notebook as what one may do with it.",
  autoStart: true,
  requires: [Rooms, Announce],
  activate: (_app: JupyterFrontEnd, rooms: Rooms, announcer: Announcer) => {
    rooms.each((panel, room) => {
      panel.context.ready.then(() => keepRights(panel, room, announcer)).catch(report);
    });
  },
};

function keepRights(panel: NotebookPanel, room: RoomModel, announcer: Announcer): void {
  if (panel.isDisposed) return;
  let role: RoomRole = "run";
  const say = (): void => announcer.say(limitWords(room.role ?? "run", room.view, room.self));
  const back = new SpringBack(panel, say);
  const arrange = (): void => {
    const next = room.role ?? role;
    const mayEdit = roleReaches(next, "edit");
    panel.node.dataset["roomRole"] = next;
    back.isOn = !mayEdit;
    for (const cell of panel.content.widgets) {
      // Otherwise JupyterLab would write "not editable" into the document.
      cell.syncEditable = mayEdit;
      if (!mayEdit) cell.readOnly = true;
    }
    if (next !== role && room.isKnown) say();
    role = next;
  };
  const onKey = (event: KeyboardEvent): void => {
    if (!isInNotebook(panel, event)) return;
    const isRefused =
      (isRunKey(event) && !roleReaches(role, "run")) || (isChangeKey(event) && !roleReaches(role, "edit"));
    if (!isRefused) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say();
  };
  room.changed.connect(arrange);
  panel.content.modelContentChanged.connect(arrange);
  // JupyterLab listens on the document while the event comes down; this is before it.
  window.addEventListener("keydown", onKey, true);
  panel.disposed.connect(() => {
    room.changed.disconnect(arrange);
    window.removeEventListener("keydown", onKey, true);
    back.dispose();
  });
  arrange();
}

function isInNotebook(panel: NotebookPanel, { target }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || !panel.content.node.contains(target)) return false;
  // Our own fields inside the notebook are for writing.
  return target.closest(".ds-suggest, .ds-strip, .ds-run") === null;
}

const isRunKey = ({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  key === "Enter" && (shiftKey || ctrlKey || metaKey || altKey);

/** Single keys that change cells when no editor has the focus, as JupyterLab has them. */
const changeKeys: ReadonlySet<string> = new Set("a b d m r v x y z M V Z 1 2 3 4 5 6 Delete Backspace".split(" "));

function isChangeKey({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return false;
  return changeKeys.has(key) && target instanceof Element && target.closest(".cm-editor") === null;
}

/** Undoes at once what this page changed and may not: otherwise it would show what nobody else has. */
class SpringBack {
  readonly #doc: Y.Doc;
  readonly #undo: Y.UndoManager;
  readonly #said: () => void;
  isOn = false;
  #isBack = false;

  constructor(panel: NotebookPanel, said: () => void) {
    this.#doc = sharedNotebook(panel).ydoc;
    this.#said = said;
    this.#undo = new Y.UndoManager([this.#doc.getArray("cells"), this.#doc.getMap("meta")], {
      captureTransaction: (transaction) => this.isOn && transaction.local,
      trackedOrigins: new Set<unknown>([null]),
      captureTimeout: 0,
    });
    this.#doc.on("beforeTransaction", this.#before);
    this.#doc.on("afterTransaction", this.#after);
  }

  dispose(): void {
    this.#doc.off("beforeTransaction", this.#before);
    this.#doc.off("afterTransaction", this.#after);
    this.#undo.destroy();
  }

  readonly #before = (transaction: Y.Transaction): void => {
    if (this.isOn && transaction.local && !this.#isBack) this.#undo.trackedOrigins.add(transaction.origin);
  };

  readonly #after = (transaction: Y.Transaction): void => {
    if (!this.isOn || !transaction.local || this.#isBack || this.#undo.undoStack.length === 0) return;
    queueMicrotask(() => {
      if (this.#undo.undoStack.length === 0) return;
      this.#isBack = true;
      while (this.#undo.undoStack.length > 0) this.#undo.undo();
      this.#undo.clear();
      this.#isBack = false;
      this.#said();
    });
  };
}
