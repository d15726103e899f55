import type { PeopleNotice } from "@data-surgery/contract";
import { expect, test } from "vitest";
import { readPeopleNotice } from "./people-notice.js";

const tom = { personId: "tom", name: "Tom" };
const suggestion = { id: "s", cellId: "c", author: tom, base: "a", text: "b", at: 1, state: "open", decidedBy: null };
const message = { id: "m", author: tom, color: "#000000", text: "hi", cellId: null, at: 1 };
const hand = { cellId: "c", label: "cell 2", at: 1 };
const listed = { ...tom, color: "#111111", role: null, asking: false, lookingIn: false, hand };

const one: Readonly<Record<PeopleNotice["type"], object>> = {
  waiting: { state: "asking", owner: "Ada" },
  role: { role: "suggest", manages: false },
  people: {
    owner: tom,
    openAs: "observe",
    people: [listed],
    keyboard: tom,
    keyboardAsked: { by: tom, keyboard: tom },
    attention: null,
  },
  visits: { visits: [{ ...tom, id: "v", from: 1, until: null, seen: false }] },
  suggestions: { suggestions: [suggestion] },
  suggestion: { suggestion: { ...suggestion, state: "accepted", decidedBy: tom } },
  messages: { messages: [message] },
  message: { message },
  "message-erased": { id: "m" },
};

test("what is told of people is read whole; what is not as agreed is not taken on trust", () => {
  for (const [type, fields] of Object.entries(one)) {
    const notice = { type, ...fields };
    expect(readPeopleNotice(notice)).toEqual(notice);
    for (const name of Object.keys(fields)) expect(() => readPeopleNotice({ ...notice, [name]: 5 })).toThrow(name);
  }
});

test("what else is told, by this server or a newer one, is nothing of people", () => {
  for (const type of ["run", "hello", "something new", "constructor", 5, undefined])
    expect(readPeopleNotice({ type })).toBeUndefined();
});
