import type { MyHelp } from "@data-surgery/contract";
import { expect, test } from "vitest";
import { HelpModel } from "./help-model.js";

test("each step of a call is told once, in words that say how long and how many are before, or that it is not known", async () => {
  const about = (minutes: number): MyHelp => ({ state: "waiting", before: 2, wait: { type: "about", minutes } });
  const answers: MyHelp[] = [
    { state: "waiting", before: 0, wait: { type: "unknown", why: "no-history" } },
    { state: "waiting", before: 0, wait: { type: "unknown", why: "no-helper" } },
    about(10),
    about(10),
    { state: "waiting", before: 1, wait: { type: "about", minutes: 1 }, returned: "Sam" },
    { state: "coming", helper: "Sam" },
    { state: "not-asking" },
  ];
  const model = new HelpModel(() => Promise.resolve(answers.shift() ?? { state: "not-asking" }));
  const told: string[] = [];
  model.changed.connect(() => told.push(model.words));
  while (answers.length > 0) await model.refresh();
  expect(told).toEqual([
    "We don’t know yet how long it will take. You are next.",
    "Your call is on the board. No helper has it open at the moment, so we don’t know how long it will take. You are next.",
    "About 10 minutes. 2 people are before you.",
    "Sam had to go, and you kept your place. About a minute. 1 person is before you.",
    "Sam is coming to you.",
    "",
  ]);
});

test("news while an answer is on its way is asked for once more, not forgotten", async () => {
  const replies = [Promise.withResolvers<MyHelp>(), Promise.withResolvers<MyHelp>()];
  let asked = 0;
  const model = new HelpModel(() => replies[asked++]?.promise ?? Promise.reject(new Error("too often")));
  const first = model.refresh();
  const second = model.refresh();
  replies[0]?.resolve({ state: "not-asking" });
  replies[1]?.resolve({ state: "coming", helper: "Sam" });
  await Promise.all([first, second]);
  expect([asked, model.words]).toEqual([2, "Sam is coming to you."]);
});
