/** Beside each cell the names of those who are at it: a name and not only a colour. For the eye; lists say the same to screen readers. */
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { RoomModel } from "../models/room-model.js";
import { element } from "../widgets/element.js";
import { cellWidget } from "./cells-of.js";

/** @returns ends it */
export function showNamesAtCells(panel: NotebookPanel, room: RoomModel): () => void {
  let shown: HTMLElement[] = [];
  const show = (): void => {
    for (const mark of shown) mark.remove();
    shown = [];
    const byCell = new Map<string, typeof room.here>();
    for (const person of room.here) {
      const cell = person.hand?.cellId ?? person.cell;
      if (cell !== null) byCell.set(cell, [...(byCell.get(cell) ?? []), person]);
    }
    for (const [cellId, people] of byCell) {
      const marks = people.map(({ name, color, hand }) => {
        const mark = element("span", { class: "ds-at-name" }, hand?.cellId === cellId ? `▲ ${name} asks` : name);
        mark.style.borderColor = color;
        return mark;
      });
      const line = element("div", { class: "ds-at", "aria-hidden": "true" }, ...marks);
      cellWidget(panel, cellId)?.node.append(line);
      shown.push(line);
    }
  };
  room.changed.connect(show);
  panel.content.modelContentChanged.connect(show);
  return () => {
    room.changed.disconnect(show);
    panel.content.modelContentChanged.disconnect(show);
    for (const mark of shown) mark.remove();
  };
}
