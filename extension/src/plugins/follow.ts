/** Moves the page to where the followed person is, and stops as soon as one does something oneself. */
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { FollowModel } from "../models/follow-model.js";
import type { Announcer } from "../widgets/announcer.js";
import { FollowFrame } from "../widgets/follow-frame.js";
import { cellWidget } from "./cells-of.js";

/** @returns ends it */
export function followIn(panel: NotebookPanel, follow: FollowModel, announcer: Announcer): () => void {
  const frame = new FollowFrame(() => follow.stop());
  panel.node.append(frame.node);
  let [leader, shown] = ["", ""];
  const update = (): void => {
    const { now } = follow;
    frame.show(now);
    const name = now?.leader.name ?? "";
    if (name !== leader) {
      announcer.say(name === "" ? `You stopped following ${leader}.` : `You follow ${name}.`);
      leader = name;
      shown = "";
    }
    const cell = now?.leader.cell ?? null;
    if (cell === null || cell === shown) return;
    shown = cell;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    cellWidget(panel, cell)?.node.scrollIntoView({ block: "center", behavior: isCalm ? "instant" : "smooth" });
  };
  // Being carried away while one writes would be worse than losing the leader.
  const onOwn = (event: Event): void => {
    const isInCell = event.target instanceof Element && event.target.closest(".cm-editor, .ds-suggest-editor") !== null;
    if (isInCell && follow.now !== undefined) follow.stop();
  };
  follow.changed.connect(update);
  panel.content.node.addEventListener("keydown", onOwn, true);
  panel.content.node.addEventListener("pointerdown", onOwn, true);
  return () => {
    follow.changed.disconnect(update);
    panel.content.node.removeEventListener("keydown", onOwn, true);
    panel.content.node.removeEventListener("pointerdown", onOwn, true);
    frame.node.remove();
  };
}
