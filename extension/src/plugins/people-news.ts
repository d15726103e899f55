/** What others do, in short sentences for those who can't see it: who comes and goes, who changed which cell, roles, hands, messages. */
import type { NotebookPanel } from "@jupyterlab/notebook";
import * as Y from "yjs";
import { ChangeNarrator } from "../models/change-narrator.js";
import { report } from "../models/report.js";
import type { RoomModel, RoomNews } from "../models/room-model.js";
import { limitWords } from "../models/room-words.js";
import { sharedNotebook } from "../models/shared-notebook.js";
import type { Announcer } from "../widgets/announcer.js";
import { labelIn } from "./cells-of.js";

const quiet = 2000;

/** @returns ends it */
export function tellNews(panel: NotebookPanel, room: RoomModel, announcer: Announcer): () => void {
  const label = (cellId: string): string => labelIn(panel, cellId);
  const narrator = new ChangeNarrator({ say: (sentence) => announcer.say(sentence), label, quiet });
  let before = snapshot(room);
  const onRoom = (_room: RoomModel, news: RoomNews): void => {
    const now = snapshot(room);
    const sentences = news === "people" ? peopleNews(before, now, room) : messageNews(before, now, room, label);
    before = now;
    if (sentences.length > 0) announcer.say(sentences.join(". "));
  };
  room.changed.connect(onRoom);
  let stop = (): void => undefined;
  panel.context.ready.then(() => (stop = narrateChanges(panel, room, narrator))).catch(report);
  return () => {
    room.changed.disconnect(onRoom);
    narrator.dispose();
    stop();
  };
}

interface Snapshot {
  readonly names: ReadonlyMap<string, string>;
  readonly hands: ReadonlyMap<string, string>;
  readonly asking: ReadonlyMap<string, string>;
  readonly messages: ReadonlySet<string> | undefined;
  readonly suggestions: ReadonlyMap<string, string> | undefined;
  readonly limit: string;
}

function snapshot(room: RoomModel): Snapshot {
  const { here, view, messages, suggestions, role, self } = room;
  return {
    names: new Map(here.map(({ key, name }) => [key, name])),
    hands: new Map(here.flatMap(({ key, hand }) => (hand === null ? [] : [[key, hand.label] as const]))),
    asking: new Map(view.people.filter((one) => one.asking).map(({ personId, name }) => [personId, name])),
    messages: room.isKnown ? new Set(messages.map(({ id }) => id)) : undefined,
    suggestions: room.isKnown ? new Map([...suggestions].map(([id, one]) => [id, one.state])) : undefined,
    limit: role === undefined ? "" : limitWords(role, view, self),
  };
}

function peopleNews(before: Snapshot, now: Snapshot, room: RoomModel): string[] {
  const came = [...now.names].filter(([key]) => !before.names.has(key)).map(([, name]) => `${name} is here`);
  const left = [...before.names].filter(([key]) => !now.names.has(key)).map(([, name]) => `${name} has left`);
  const asks = room.manages
    ? [...now.asking].filter(([key]) => !before.asking.has(key)).map(([, name]) => `${name} asks to come in`)
    : [];
  const hands = [...now.hands]
    .filter(([key, place]) => before.hands.get(key) !== place)
    .map(([key, place]) => `${now.names.get(key)} asks at ${place}`);
  return [...came, ...left, ...asks, ...hands];
}

function messageNews(before: Snapshot, now: Snapshot, room: RoomModel, label: (cellId: string) => string): string[] {
  if (before.messages === undefined || before.suggestions === undefined) return [];
  const { messages, suggestions } = before;
  const said = room.messages
    .filter(({ id, author }) => !messages.has(id) && author.personId !== room.self)
    .map(({ author, text, cellId }) => `${author.name}${cellId === null ? "" : `, about ${label(cellId)}`}: ${text}`);
  const one = room.latestSuggestion;
  if (one === undefined || suggestions.get(one.id) === one.state) return said;
  const place = label(one.cellId);
  const isOwn = one.author.personId === room.self;
  if (one.state === "open" && !isOwn) said.push(`${one.author.name} suggests a change in ${place}`);
  if (one.state === "accepted") said.push(`${one.author.name}’s suggestion in ${place} was accepted`);
  if (one.state === "declined" && isOwn) said.push(`Your suggestion in ${place} was not taken for now`);
  return said;
}

/** The text of cells only: outputs are told by the runs. */
function narrateChanges(panel: NotebookPanel, room: RoomModel, narrator: ChangeNarrator): () => void {
  const { ydoc, awareness } = sharedNotebook(panel);
  const cells = ydoc.getArray("cells");
  const onChange = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void => {
    if (transaction.local) return;
    const name = authorOf(transaction, awareness.getStates(), room.self);
    if (name === undefined) return;
    for (const { target } of events) {
      const cell: unknown = target.parent;
      if (!(target instanceof Y.Text) || !(cell instanceof Y.Map) || cell.get("source") !== target) continue;
      const id: unknown = cell.get("id");
      if (typeof id === "string") narrator.note(name, id);
    }
  };
  cells.observeDeep(onChange);
  return () => cells.unobserveDeep(onChange);
}

/** By the clocks that moved: each belongs to a page, and each page says whose it is. What the server writes belongs to nobody here. */
function authorOf(
  transaction: Y.Transaction,
  states: ReadonlyMap<number, Readonly<Record<string, unknown>>>,
  self: string,
): string | undefined {
  for (const [client, clock] of transaction.afterState) {
    if (transaction.beforeState.get(client) === clock) continue;
    const user = states.get(client)?.["user"] as { username?: unknown; display_name?: unknown } | undefined;
    if (typeof user?.display_name === "string" && user.username !== self) return user.display_name;
  }
  return undefined;
}
