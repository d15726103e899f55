import { expect, test } from "vitest";
import { forEachDialect } from "../store/test-dialects.js";
import { roomMigrations } from "./migrations.js";
import { mostMessages, sqlPeopleStore } from "./people-store.js";

const timeout = 180_000;
const tom = { personId: "tom", name: "Tom" };
const ann = { personId: "ann", name: "Ann" };

forEachDialect((open) => {
  test(
    "RO29 what is kept of a room's people is read back as it was, and the latest word about each counts",
    { timeout },
    async () => {
      await using opened = await open(roomMigrations);
      const store = sqlPeopleStore(opened.store);
      expect(await store.load("d")).toEqual({
        people: { owner: null, openAs: null, keyboard: null, kept: new Map(), visits: [] },
        suggestions: [],
        messages: [],
      });
      const person = {
        ...tom,
        color: "#123456",
        role: "edit",
        decidedAt: 1_795_420_800_123,
        declined: false,
        hand: null,
      } as const;
      await store.keepPerson("d", { ...person, role: null, declined: true });
      await store.keepPerson("d", person);
      await store.keepPerson("other", { ...person, role: "run" });
      await store.keepSettings("d", { owner: null, openAs: "run", keyboard: tom });
      await store.keepSettings("d", { owner: ann, openAs: "suggest", keyboard: null });
      const visit = { ...tom, id: "v", from: 1_795_420_800_000, until: null, seen: false };
      await store.keepVisit("d", visit);
      await store.keepVisit("d", { ...visit, until: 1_795_420_900_000, seen: true });
      const suggestion = {
        id: "s",
        cellId: "c",
        author: tom,
        base: "é",
        text: "a\nb",
        at: 5,
        state: "open",
        decidedBy: null,
      } as const;
      await store.keepSuggestion("d", suggestion);
      await store.keepSuggestion("d", { ...suggestion, state: "accepted", decidedBy: ann });
      const hand = { cellId: "c", label: "cell 4", at: 7 };
      await store.keepPerson("d", { ...person, hand });
      expect(await store.load("d")).toEqual({
        people: {
          owner: ann,
          openAs: "suggest",
          keyboard: null,
          kept: new Map([["tom", { ...person, hand }]]),
          visits: [{ ...visit, until: 1_795_420_900_000, seen: true }],
        },
        suggestions: [{ ...suggestion, state: "accepted", decidedBy: ann }],
        messages: [],
      });
    },
  );

  test(
    "RO28 RO29 the latest messages, oldest first; one erased is gone; erasing a person leaves nothing of them",
    { timeout },
    async () => {
      await using opened = await open(roomMigrations);
      const store = sqlPeopleStore(opened.store);
      for (let at = 0; at < mostMessages + 5; at++) {
        await store.keepMessage("d", {
          id: `m${at}`,
          author: at % 2 === 0 ? tom : ann,
          color: "#000000",
          text: `${at}`,
          cellId: null,
          at,
        });
      }
      const { messages } = await store.load("d");
      expect([messages.length, messages[0]?.text, messages.at(-1)?.text]).toEqual([
        mostMessages,
        "5",
        `${mostMessages + 4}`,
      ]);
      await store.eraseMessage("elsewhere", "m204");
      await store.eraseMessage("d", "m203");
      expect((await store.load("d")).messages.at(-2)?.id).toBe("m202");
      const suggestion = {
        id: "s",
        cellId: "c",
        author: ann,
        base: "",
        text: "x",
        at: 5,
        state: "declined",
        decidedBy: tom,
      } as const;
      await store.keepSuggestion("d", suggestion);
      await store.keepSettings("d", { owner: tom, openAs: null, keyboard: tom });
      await store.erasePerson("tom");
      expect(JSON.stringify(await store.exportPerson("tom"))).toBe(
        '{"roles":[],"visits":[],"suggestions":[],"messages":[]}',
      );
      const left = await store.load("d");
      expect(JSON.stringify([left, [...left.people.kept]])).not.toMatch(/tom/i);
      expect(left.suggestions).toEqual([{ ...suggestion, decidedBy: null }]);
    },
  );
});
