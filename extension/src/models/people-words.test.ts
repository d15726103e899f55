import type { RoomPeople } from "@data-surgery/contract";
import { expect, test, vi } from "vitest";
import { ChangeNarrator } from "./change-narrator.js";
import { limitWords } from "./room-words.js";

const view: RoomPeople = {
  owner: { personId: "ada", name: "Ada" },
  openAs: null,
  people: [],
  keyboard: null,
  keyboardAsked: null,
  attention: null,
};

test("whoever can't do everything is told why and whom to ask; whoever can is told nothing", () => {
  expect(limitWords("run", view, "tom")).toBe("");
  expect(limitWords("observe", view, "tom")).toBe("You can look. If you want to write, ask Ada.");
  expect(limitWords("suggest", { ...view, owner: null }, "tom")).toContain("Whoever runs the workshop decides");
  const keyboard = { personId: "tia", name: "Tia" };
  expect(limitWords("suggest", { ...view, keyboard }, "ada")).toContain("Tia has the keyboard");
  expect(limitWords("edit", { ...view, keyboard }, "tia")).toBe("You can write. Ada runs the cells.");
});

test("what others changed is one sentence after a quiet moment, however often they typed", () => {
  vi.useFakeTimers();
  const said: string[] = [];
  const narrator = new ChangeNarrator({
    say: (sentence) => said.push(sentence),
    label: (id) => `cell ${id}`,
    quiet: 2000,
  });
  for (let key = 0; key < 30; key++) {
    narrator.note("Ben", "4");
    vi.advanceTimersByTime(100);
  }
  expect(said).toEqual([]);
  vi.advanceTimersByTime(2000);
  expect(said).toEqual(["Ben changed cell 4"]);
  narrator.note("Ben", "1");
  narrator.note("Ben", "2");
  narrator.note("Ann", "7");
  for (const id of ["a", "b", "c", "d"]) narrator.note("Cem", id);
  vi.advanceTimersByTime(2000);
  expect(said[1]).toBe("Ben changed cell 1 and cell 2. Ann changed cell 7. Cem changed 4 cells");
  narrator.note("Ben", "1");
  narrator.dispose();
  vi.advanceTimersByTime(5000);
  expect(said).toHaveLength(2);
  vi.useRealTimers();
});
