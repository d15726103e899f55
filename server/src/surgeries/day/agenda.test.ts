import fc from "fast-check";
import { expect, test } from "vitest";
import { agendaLines, agendaText, lineNow, parseAgenda, readyAgenda } from "./agenda.js";

const minute = 60_000;

test("the ready-made agenda fills the time announced, whatever it is, and what is now is one line, seeded", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("surgery", "workshop" as const),
      fc.integer({ min: 30, max: 480 }),
      fc.integer({ min: -10, max: 500 }),
      (kind, length, at) => {
        const items = readyAgenda(kind, { startsAt: 0, endsAt: length * minute });
        expect(items.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(length);
        expect(items.every(({ minutes }) => minutes > 0)).toBe(true);
        const now = lineNow(agendaLines(items, 0), at * minute);
        expect(now !== undefined).toBe(at >= 0 && at < length);
      },
    ),
    { seed: 731, numRuns: 200 },
  );
});

test("an agenda is read as people write it, and given back the same", () => {
  const typed = "10 Welcome\n\n 45 min: Side by side \n5 minutes - Tea\r\n20–What next";
  const read = parseAgenda(typed);
  expect(read).toEqual({
    type: "good",
    value: [
      { minutes: 10, what: "Welcome" },
      { minutes: 45, what: "Side by side" },
      { minutes: 5, what: "Tea" },
      { minutes: 20, what: "What next" },
    ],
  });
  if (read.type === "good") expect(parseAgenda(agendaText(read.value))).toEqual(read);
});

test("a line without minutes, too many lines and too long an evening are told at the field", () => {
  const fault = (typed: string): string | undefined => {
    const read = parseAgenda(typed);
    return read.type === "faulty" ? read.faults["agenda"] : undefined;
  };
  expect(fault("Welcome")).toBe("“Welcome” needs minutes first, then what: 15 Welcome");
  expect(fault("0 Nothing")).toContain("needs minutes first");
  expect(fault("15")).toContain("needs minutes first");
  expect(fault(Array.from({ length: 13 }, () => "5 Talk").join("\n"))).toContain("13 lines");
  expect(fault("400 Work\n100 More")).toBe("That is more than eight hours.");
  expect(fault(`5 ${"x".repeat(81)}`)).toContain("too long for the wall");
});
