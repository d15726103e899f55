/** Somebody else's notebook stays closed until they have let one in; meanwhile there is a card that says so. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { RoomModel } from "../models/room-model.js";
import { Announce, Rooms } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import { WaitingCard } from "../widgets/waiting-card.js";

export const waiting: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:waiting",
  description: "Waits at the door of somebody else's notebook.",
  autoStart: true,
  requires: [Rooms, Announce],
  activate: (_app: JupyterFrontEnd, rooms: Rooms, announcer: Announcer) => {
    rooms.each((panel, room) => waitAt(panel, room, announcer));
  },
};

function waitAt(panel: NotebookPanel, room: RoomModel, announcer: Announcer): void {
  const card = new WaitingCard((command) => room.ask(command));
  const follow = (): void => {
    if (room.waiting !== undefined) {
      if (!card.node.isConnected) panel.node.append(card.node);
      card.show(room.waiting);
      panel.content.node.inert = true;
      return;
    }
    if (!card.node.isConnected) return;
    card.node.remove();
    panel.content.node.inert = false;
    announcer.say("You were let in.");
  };
  room.changed.connect(follow);
  panel.disposed.connect(() => room.changed.disconnect(follow));
  follow();
}
