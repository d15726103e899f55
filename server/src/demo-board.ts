/** Invented learners for the trainer's board of a demo: some quick, some stuck, one with a hand up. */
import type { ProgressFact } from "@data-surgery/contract";
import type { ServerConfig } from "./config.js";
import { readCatalogue } from "./grading/index.js";
import { createIdentity } from "./identity/index.js";
import { sqlEventLog } from "./progress/index.js";
import type { Store } from "./store/index.js";
import { Draw } from "./surgeries/index.js";
import { HelpQueue, sqlHelpStore, type Workshop, type Workshops } from "./workshops/index.js";

export interface DemoBoard {
  readonly config: ServerConfig;
  readonly store: Store;
  readonly workshops: Workshops;
  readonly workshop: Workshop;
  readonly instance: string;
  readonly now: number;
  readonly seed: number;
}

const learners = 14;
const minute = 60_000;

export async function fillBoard(demo: DemoBoard): Promise<void> {
  const { config, store, workshops, workshop, instance, now } = demo;
  const { notebooks, curricula } = config.paths;
  const catalogue = await readCatalogue({ notebooks, curricula });
  const lessons = catalogue.list().slice(0, 2);
  const draw = new Draw(demo.seed);
  const time = { now: 0 };
  const clock = (): number => time.now;
  // Comes in by the open door, an hour ago, as people do.
  const identity = createIdentity({ store, workshops, instance, secure: false, clock });
  const log = sqlEventLog(store, clock);
  using help = new HelpQueue({
    store: sqlHelpStore(store),
    nameOf: async (personId) => (await identity.person(personId))?.name,
    record: (who, fact, also) => log.append(who, fact, also),
    lowerHand: () => Promise.resolve(),
    onError: (error) => {
      throw error;
    },
    clock,
  });
  for (let number = 1; number <= learners; number++) {
    time.now = now - 60 * minute + number * 20_000;
    const { visitor } = await identity.join(
      { code: workshop.joinCode, name: `Invented learner ${number}` },
      { address: `192.0.2.${number}`, cookieHeader: undefined },
    );
    const tell = (fact: ProgressFact): Promise<unknown> => log.append(visitor, fact);
    let patience = draw.between(2, 14);
    for (const lesson of lessons) {
      if (patience <= 0) break;
      await tell({ type: "lesson-opened", lesson: lesson.id });
      for (const { id: exercise, type } of lesson.exercises) {
        if (patience-- <= 0) break;
        const tries = draw.pick([1, 1, 1, 2, 3]);
        for (let attempt = 1; attempt <= tries; attempt++) {
          time.now = Math.min(now - 10_000, time.now + draw.between(1, 4) * minute);
          const last = attempt === tries && patience > 0;
          const outcome = !last ? "not-yet" : type === "reviewed" ? "handed-in" : "pass";
          await tell({ type: "check-recorded", lesson: lesson.id, exercise, attemptId: draw.id(), outcome });
          if (attempt === 2) await tell({ type: "hint-shown", lesson: lesson.id, exercise, number: 1 });
        }
      }
    }
    if (number % 5 === 0) await help.signal(visitor, "help");
  }
}
