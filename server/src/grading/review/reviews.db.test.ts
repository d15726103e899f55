import type { ProgressEvent } from "@data-surgery/contract";
import { expect, test } from "vitest";
import { forEachDialect } from "../../store/test-dialects.js";
import { ada } from "../test-grading.js";
import { learner, openReviewHouse, otherTrainer, stranger, text, trainer } from "./test-reviews.js";
import { sqlReviewStore } from "./review-store.js";
import { ReviewConflictError } from "./reviews.js";

const yes = { seen: 0, decision: "accepted", met: new Set(["number"]), comment: "Clear." } as const;
const no = { seen: 0, decision: "returned", met: new Set<string>(), comment: "How many?" } as const;
const page = { limit: 100, offset: 0 };

forEachDialect((open) => {
  test("RV1 what waits is listed question by question and oldest first; of one person only the newest answer waits", async () => {
    await using house = await openReviewHouse(open);
    const first = await house.handIn(learner(1), "finding", text("six"));
    const chart = await house.handIn(learner(2), "chart", text("chart"));
    const second = await house.handIn(learner(2), "finding", text("six or so"));
    const again = await house.handIn(learner(1), "finding", text("six of six"));
    const waiting = await house.reviews.waiting("w1", {}, page);
    expect(waiting.map(({ attemptId }) => attemptId)).toEqual([chart, second, again]);
    expect(await house.reviews.counts("w1")).toMatchObject([
      { exercise: "chart", count: 1 },
      { exercise: "finding", count: 2 },
    ]);
    expect(await house.reviews.toRead("w1")).toBe(3);
    const only = await house.reviews.waiting("w1", { lesson: "tiny", exercise: "finding" }, page);
    expect(only.map(({ attemptId }) => attemptId)).toEqual([second, again]);
    const opened = await house.reviews.open(trainer, second, {});
    expect(opened).toMatchObject({ previous: chart, next: again, lessonTitle: "Tiny", openFor: undefined });
    const newest = await house.reviews.open(trainer, again, {});
    expect(newest.others.map(({ answer }) => [answer.attemptId, answer.cells[0]?.source])).toEqual([[first, "six"]]);
    await expect(house.reviews.decide(trainer, first, yes)).rejects.toThrow(ReviewConflictError);
  });

  test("RV2 a decision stands together with its event; the learner hears it and their progress follows", async () => {
    await using house = await openReviewHouse(open);
    const first = await house.handIn(ada, "finding", text("some"));
    expect(await house.progress.exercise(ada, "tiny", "finding")).toMatchObject({ state: "handed-in" });
    const heard: ProgressEvent[] = [];
    using _hearing = house.progress.onEvent("w1", (event) => heard.push(event));
    await house.reviews.decide(trainer, first, no);
    expect(heard).toMatchObject([
      {
        type: "answer-reviewed",
        personId: "ada",
        attemptId: first,
        decision: "returned",
        points: { earned: 0, possible: 3 },
      },
    ]);
    expect(await house.progress.exercise(ada, "tiny", "finding")).toMatchObject({ state: "tried" });
    const second = await house.handIn(ada, "finding", text("six"));
    await house.reviews.decide(trainer, second, yes);
    expect(await house.progress.exercise(ada, "tiny", "finding")).toMatchObject({ state: "passed" });
    expect(await house.reviews.ofPerson("ada", "tiny")).toMatchObject([
      { attemptId: first, decision: "returned", comment: "How many?", points: { earned: 0, possible: 3 } },
      {
        exercise: "finding",
        attemptId: second,
        decision: "accepted",
        points: { earned: 2, possible: 3 },
        lines: [{ text: "Says how many.", points: { earned: 2, possible: 2 } }, { points: { earned: 0 } }],
      },
    ]);
    expect(await house.reviews.ofPerson("ada", "other")).toEqual([]);
    expect(await house.reviews.toRead("w1")).toBe(0);
    expect(await house.reviews.reviewed("w1", "eva", page)).toMatchObject([
      { attemptId: second },
      { attemptId: first },
    ]);
    expect(await house.reviews.reviewed("w1", "ola", page)).toEqual([]);
  });

  test("RV3 of two readers who decide at once one stands, and the other is told and nothing of theirs is written", async () => {
    await using house = await openReviewHouse(open);
    const attempt = await house.handIn(ada, "finding", text("six"));
    const both = await Promise.allSettled([
      house.reviews.decide(trainer, attempt, yes),
      house.reviews.decide(otherTrainer, attempt, no),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const { reviews } = await house.reviews.open(trainer, attempt, {});
    expect(reviews).toMatchObject([{ number: 1, reviewerId: "eva" }]);
    const events = await house.progress.exportPerson(ada);
    expect(events.filter(({ type }) => type === "answer-reviewed")).toHaveLength(1);
    // Having seen it, the other may still decide otherwise: both are kept, the newest stands.
    await house.reviews.decide(otherTrainer, attempt, { ...no, seen: 1 });
    expect((await house.reviews.open(trainer, attempt, {})).reviews.map(({ decision }) => decision)).toEqual([
      "accepted",
      "returned",
    ]);
    expect(await house.reviews.ofPerson("ada", "tiny")).toMatchObject([{ decision: "returned" }]);
    expect(await house.reviews.reviewed("w1", undefined, page)).toMatchObject([{ reviewerId: "ola" }]);
  });

  test("RV4 two who read at the same time are led to different answers, and see who has one open", async () => {
    await using house = await openReviewHouse(open);
    const [one, two, three] = [
      await house.handIn(learner(1), "finding", text("1")),
      await house.handIn(learner(2), "finding", text("2")),
      await house.handIn(learner(3), "finding", text("3")),
    ];
    await house.reviews.open(otherTrainer, two, {});
    expect(await house.reviews.open(trainer, one, {})).toMatchObject({ next: three });
    expect(await house.reviews.open(trainer, two, {})).toMatchObject({ openFor: "Ola" });
    house.clock.now += 6 * 60_000;
    expect(await house.reviews.open(trainer, one, {})).toMatchObject({ next: two, openFor: undefined });
  });

  test("RV5 trainers of another workshop find nothing", async () => {
    await using house = await openReviewHouse(open);
    const attempt = await house.handIn(ada, "finding", text("six"));
    await expect(house.reviews.open(stranger, attempt, {})).rejects.toMatchObject({ code: "http.not-found" });
    await expect(house.reviews.decide(stranger, attempt, yes)).rejects.toMatchObject({ code: "http.not-found" });
    expect(await house.reviews.waiting("w2", {}, page)).toEqual([]);
  });

  test("RV6 answers and reviews of somebody can be taken out and are erased with them; a reviewer who is erased is no longer named", async () => {
    await using house = await openReviewHouse(open);
    const mine = await house.handIn(ada, "finding", text("six"));
    const other = await house.handIn(learner(1), "finding", text("seven"));
    await house.reviews.decide(trainer, mine, yes);
    await house.reviews.decide(trainer, other, no);
    expect(await house.reviews.exportPerson("ada")).toMatchObject({
      answers: [{ attemptId: mine, cells: [{ source: "six" }] }],
      reviews: [{ attemptId: mine, comment: "Clear." }],
    });
    expect((await house.reviews.exportPerson("eva")).reviews).toHaveLength(2);
    await house.attempts.erase("ada");
    expect(await house.reviews.exportPerson("ada")).toEqual({ answers: [], reviews: [] });
    await expect(house.reviews.open(trainer, mine, {})).rejects.toMatchObject({ code: "http.not-found" });
    await house.attempts.erase("eva");
    expect((await house.reviews.exportPerson("eva")).reviews).toEqual([]);
    expect(await house.reviews.ofPerson("p1", "tiny")).toMatchObject([{ attemptId: other, decision: "returned" }]);
  });

  test("RV7 with the events failing, no review is left", async () => {
    await using house = await openReviewHouse(open);
    const attempt = await house.handIn(ada, "finding", text("six"));
    const record = house.progress.record(
      ada,
      {
        type: "answer-reviewed",
        lesson: "tiny",
        exercise: "finding",
        attemptId: attempt,
        decision: "accepted",
        points: { earned: 3, possible: 3 },
      },
      async (inside) => {
        const review = {
          attemptId: attempt,
          number: 1,
          at: 1,
          reviewerId: "eva",
          personId: "ada",
          workshopId: "w1",
          lesson: "tiny",
          exercise: "finding",
          decision: "accepted",
          lines: [],
          points: { earned: 3, possible: 3 },
          comment: "",
        } as const;
        await sqlReviewStore(house.store).insert(review, inside);
        throw new Error("disk full");
      },
    );
    await expect(record).rejects.toThrow("disk full");
    expect((await house.reviews.open(trainer, attempt, {})).reviews).toEqual([]);
    expect(await house.reviews.toRead("w1")).toBe(1);
  });
});
