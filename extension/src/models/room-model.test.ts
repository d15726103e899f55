import type { PeopleCommand, RoomPeople } from "@data-surgery/contract";
import { expect, test } from "vitest";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { FollowModel } from "./follow-model.js";
import { RoomModel, type RoomNews } from "./room-model.js";

const nobody: RoomPeople = {
  owner: { personId: "ada", name: "Ada" },
  openAs: null,
  people: [],
  keyboard: null,
  keyboardAsked: null,
  attention: null,
};

/** Two pages that hear each other, as over a server. */
class Pages {
  readonly #pages: Awareness[] = [];

  open(personId: string): Awareness {
    const awareness = new Awareness(new Y.Doc());
    const name = personId.charAt(0).toUpperCase() + personId.slice(1);
    awareness.setLocalStateField("user", { username: personId, display_name: name, color: "#0f766e" });
    awareness.on("update", (_change: unknown, origin: unknown) => {
      if (origin === "line") return;
      for (const other of this.#pages) this.#tell(awareness, other);
    });
    for (const other of this.#pages) {
      this.#tell(other, awareness);
      this.#tell(awareness, other);
    }
    this.#pages.push(awareness);
    return awareness;
  }

  #tell(from: Awareness, to: Awareness): void {
    if (from !== to) applyAwarenessUpdate(to, encodeAwarenessUpdate(from, [from.clientID]), "line");
  }

  close(): void {
    for (const page of this.#pages) page.destroy();
  }
}

function openModel(states: Awareness, self: string): { room: RoomModel; asked: PeopleCommand[]; news: RoomNews[] } {
  const asked: PeopleCommand[] = [];
  const room = new RoomModel({
    states,
    self,
    ask: (command) => {
      asked.push(command);
      return Promise.resolve({ type: "done" });
    },
  });
  const news: RoomNews[] = [];
  room.changed.connect((_room, what) => news.push(what));
  return { room, asked, news };
}

const say = (room: RoomModel, change: Partial<RoomPeople>): void =>
  room.receive({ type: "people", ...nobody, ...change });

test("a page knows who else is here, where they are, and what the server lets each do", () => {
  const pages = new Pages();
  const ada = openModel(pages.open("ada"), "ada");
  const tomStates = pages.open("tom");
  const tom = openModel(tomStates, "tom");
  const given = { personId: "tom", name: "Tom", color: "#111111", asking: false, lookingIn: false, hand: null };
  say(ada.room, { people: [{ ...given, role: "suggest" }] });
  say(tom.room, { people: [{ ...given, role: "suggest" }] });
  tom.room.setPlace({ cell: "c4" });
  expect(ada.room.here).toMatchObject([{ key: "tom", name: "Tom", role: "suggest", cell: "c4" }]);
  expect(tom.room.here).toMatchObject([{ key: "ada", role: "owner", cell: null }]);
  say(ada.room, { people: [{ ...given, role: "suggest" }], keyboard: { personId: "tom", name: "Tom" } });
  expect(ada.room.here).toMatchObject([{ key: "tom", role: "edit" }]);
  pages.close();
});

test("a cursor that moves inside a cell is no news; going to another cell is", () => {
  const pages = new Pages();
  const ada = openModel(pages.open("ada"), "ada");
  const tomStates = pages.open("tom");
  const tom = openModel(tomStates, "tom");
  tom.room.setPlace({ cell: "c1" });
  const before = ada.news.length;
  for (let at = 0; at < 20; at++) tomStates.setLocalStateField("cursors", [{ head: at }]);
  tom.room.setPlace({ cell: "c1" });
  expect(ada.news.length).toBe(before);
  tom.room.setPlace({ cell: "c2" });
  expect(ada.news.length).toBe(before + 1);
  pages.close();
});

test("waiting means no role; being let in, all that was told is there; suggestions are kept up to date, messages go when erased", () => {
  const pages = new Pages();
  const { room, news } = openModel(pages.open("tom"), "tom");
  room.receive({ type: "waiting", state: "asking", owner: "Ada" });
  expect([room.isKnown, room.waiting?.state]).toEqual([false, "asking"]);
  room.receive({ type: "role", role: "suggest", manages: false });
  expect([room.isKnown, room.waiting]).toEqual([true, undefined]);
  const author = { personId: "tom", name: "Tom" };
  const suggestion = {
    id: "s",
    cellId: "c",
    author,
    base: "a",
    text: "b",
    at: 1,
    state: "open",
    decidedBy: null,
  } as const;
  room.receive({ type: "suggestions", suggestions: [suggestion] });
  room.receive({ type: "suggestion", suggestion: { ...suggestion, state: "accepted" } });
  expect([...room.suggestions.values()].map((one) => one.state)).toEqual(["accepted"]);
  const message = { id: "m", author, color: "#000000", text: "hi", cellId: null, at: 1 };
  room.receive({ type: "messages", messages: [message] });
  room.receive({ type: "message", message: { ...message, id: "n" } });
  room.receive({ type: "message-erased", id: "m" });
  expect(room.messages.map(({ id }) => id)).toEqual(["n"]);
  expect(new Set(news)).toEqual(new Set(["people", "suggestions", "messages"]));
  pages.close();
});

test("following: chosen until one stops or the leader leaves; the leader's page can see it", () => {
  const pages = new Pages();
  const adaStates = pages.open("ada");
  const ada = openModel(adaStates, "ada");
  const tom = openModel(pages.open("tom"), "tom");
  say(ada.room, {});
  say(tom.room, {});
  const follow = new FollowModel(tom.room);
  ada.room.setPlace({ cell: "c1" });
  follow.follow("ada");
  expect(follow.now).toMatchObject({ because: "chosen", leader: { name: "Ada", cell: "c1" } });
  expect(ada.room.here).toMatchObject([{ key: "tom", following: "ada" }]);
  ada.room.setPlace({ cell: "c2" });
  expect(follow.now?.leader.cell).toBe("c2");
  follow.stop();
  expect(follow.now).toBeUndefined();
  follow.follow("ada");
  adaStates.setLocalState(null);
  expect(follow.now).toBeUndefined();
  expect(tom.room.place.following).toBeNull();
  pages.close();
});

test("attention is followed at once, and not again after one has left it, until it is called anew", () => {
  const pages = new Pages();
  pages.open("ada");
  const tom = openModel(pages.open("tom"), "tom");
  const follow = new FollowModel(tom.room);
  const attention = { personId: "ada", name: "Ada" };
  say(tom.room, { attention });
  expect(follow.now?.because).toBe("attention");
  follow.stop();
  say(tom.room, { attention });
  expect(follow.now).toBeUndefined();
  say(tom.room, { attention: null });
  say(tom.room, { attention });
  expect(follow.now?.because).toBe("attention");
  say(tom.room, { attention: null });
  expect(follow.now).toBeUndefined();
  say(tom.room, { attention: { personId: "tom", name: "Tom" } });
  expect(follow.now).toBeUndefined();
  pages.close();
});
