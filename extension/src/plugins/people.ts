/** Who is in this notebook: the band, following, the chat line, the names beside the cells, and what of it is said aloud. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import type { NotebookPanel } from "@jupyterlab/notebook";
import { MessageLoop } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import { FollowModel } from "../models/follow-model.js";
import { report } from "../models/report.js";
import type { RoomModel } from "../models/room-model.js";
import { Announce, Rooms } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import { ChatPanel } from "../widgets/chat-panel.js";
import { PeopleBand } from "../widgets/people-band.js";
import { cellAt, knownLabel, labelIn } from "./cells-of.js";
import { followIn } from "./follow.js";
import { goToCell } from "./go-to-cell.js";
import { showNamesAtCells } from "./names-at-cells.js";
import { tellNews } from "./people-news.js";

export const people: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:people",
  description: "Shows who is in this notebook, and lets people work on it together.",
  autoStart: true,
  requires: [Rooms, Announce],
  activate: (_app: JupyterFrontEnd, rooms: Rooms, announcer: Announcer) => {
    rooms.each((panel, room) => bringTogether(panel, room, announcer));
  },
};

function bringTogether(panel: NotebookPanel, room: RoomModel, announcer: Announcer): void {
  const label = (cellId: string): string => labelIn(panel, cellId);
  const go = (cellId: string): void => goToCell(panel, cellId);
  const follow = new FollowModel(room);
  let read = new Set<string>();
  let isFirst = true;
  const unread = (): number =>
    room.messages.filter(({ id, author }) => !read.has(id) && author.personId !== room.self).length;
  const chat = new ChatPanel({
    self: room.self,
    label,
    cell: () => cellAt(panel),
    goToCell: go,
    mayErase: (message) => room.manages || message.author.personId === room.self,
    ask: (command) => room.ask(command),
    closed: () => band.node.querySelector<HTMLElement>('[data-key="chat"]')?.focus(),
  });
  const markRead = (): void => {
    read = new Set(room.messages.map(({ id }) => id));
  };
  const openChat = (): void => {
    if (chat.isOpen) {
      chat.close();
      return;
    }
    markRead();
    chat.show(room.messages);
    chat.open();
    band.refresh();
  };
  const band = new PeopleBand({
    room,
    follow,
    label: (cellId) => knownLabel(panel, cellId),
    goToCell: go,
    openChat,
    unread,
  });
  const onRoom = (_room: RoomModel, news: string): void => {
    if (news !== "messages") return;
    // What was said before one came is there to read, not news.
    if (chat.isOpen || isFirst) markRead();
    isFirst = false;
    chat.show(room.messages);
    band.refresh();
  };
  room.changed.connect(onRoom);
  placeBand(panel, band);
  panel.node.append(chat.node);
  const onCell = (): void => {
    room.setPlace({ cell: cellAt(panel) });
    if (chat.isOpen) chat.refreshPlace();
  };
  panel.revealed
    .then(() => {
      panel.content.activeCellChanged.connect(onCell);
      panel.content.modelContentChanged.connect(band.refresh);
      onCell();
      goToAskedCell(panel);
    })
    .catch(report);
  const endings = [followIn(panel, follow, announcer), showNamesAtCells(panel, room), tellNews(panel, room, announcer)];
  panel.disposed.connect(() => {
    for (const end of endings) end();
    room.changed.disconnect(onRoom);
    follow.dispose();
    band.dispose();
    chat.node.remove();
  });
}

/** Between the toolbar and the notebook. JupyterLab's layout is told when the band grows or shrinks; the learner's page by a style. */
function placeBand(panel: NotebookPanel, band: PeopleBand): void {
  panel.contentHeader.addClass("ds-band-host");
  panel.contentHeader.addWidget(band);
  const fit = (): void => {
    const height = `${band.contentHeight}px`;
    if (panel.node.style.getPropertyValue("--ds-band-height") === height) return;
    panel.node.style.setProperty("--ds-band-height", height);
    MessageLoop.postMessage(band, Widget.Msg.FitRequest);
    panel.contentHeader.fit();
  };
  const watcher = new ResizeObserver(fit);
  for (const part of band.node.children) watcher.observe(part);
  const hiding = new MutationObserver(fit);
  hiding.observe(band.node, { attributes: true, attributeFilter: ["hidden"] });
  panel.disposed.connect(() => {
    watcher.disconnect();
    hiding.disconnect();
  });
  fit();
}

/** The board's list of raised hands leads to the cell: `#cell-id=…`. */
function goToAskedCell(panel: NotebookPanel): void {
  const asked = /^#cell-id=(.+)$/.exec(location.hash)?.[1];
  if (asked !== undefined) goToCell(panel, decodeURIComponent(asked));
}
