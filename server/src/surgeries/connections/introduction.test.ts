import fc from "fast-check";
import { expect, test } from "vitest";
import { applyAnswer, noIntroduction, type Answer, type IntroductionEffect } from "./introduction.js";

test("whatever two people answer in whatever order, they hear of each other only when both said yes, and once", () => {
  const answer: fc.Arbitrary<Answer> = fc.record({
    side: fc.constantFrom("ask" as const, "offer" as const),
    yes: fc.boolean(),
    at: fc.nat(100),
  });
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 12 }), (answers) => {
      let state = noIntroduction;
      const effects: IntroductionEffect[] = [];
      const yes = new Set<string>();
      let refused = false;
      for (const one of answers) {
        const next = applyAnswer(state, one);
        if (!refused && state.madeAt === undefined) {
          if (one.yes) yes.add(one.side);
          else refused = true;
        }
        ({ state } = next);
        effects.push(...next.effects);
      }
      const made = effects.filter(({ type }) => type === "introduce").length;
      expect(made).toBe(yes.size === 2 ? 1 : 0);
      expect(state.madeAt !== undefined).toBe(yes.size === 2);
      expect(effects.filter(({ type }) => type === "invite").length).toBeLessThanOrEqual(1);
    }),
    { seed: 7, numRuns: 500 },
  );
});
