/** Files that are dropped onto the page. The list of files takes those dropped onto it itself. */
import { isDataFile } from "../models/data-file-name.js";

export interface Drops {
  /** Nothing else on this page takes files: whatever is dropped is answered. */
  readonly isOnlyHere: boolean;
  /** Something is being dragged over the page. */
  readonly comes: () => void;
  readonly take: (files: readonly File[]) => void;
}

export function listenForDrops({ isOnlyHere, comes, take }: Drops): void {
  const show = (isOver: boolean): void => void document.body.classList.toggle("ds-data-dropping", isOver);
  const isOurs = (event: DragEvent): boolean =>
    event.dataTransfer?.types.includes("Files") === true &&
    !(event.target instanceof Element && event.target.closest(".jp-FileBrowser") !== null);
  const capture = { capture: true } as const;
  window.addEventListener(
    "dragover",
    (event) => {
      if (!isOurs(event)) return show(false);
      // Otherwise the browser would leave the page and show the file.
      event.preventDefault();
      comes();
      show(true);
    },
    capture,
  );
  window.addEventListener("dragleave", (event) => event.relatedTarget === null && show(false), capture);
  window.addEventListener("dragend", () => show(false), capture);
  window.addEventListener(
    "drop",
    (event) => {
      show(false);
      if (!isOurs(event)) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      const [first] = files;
      // Pictures and the like belong to whatever cell they are dropped onto.
      if (first === undefined || !(isOnlyHere || isDataFile(first.name))) return;
      event.stopPropagation();
      take(files);
    },
    capture,
  );
}
