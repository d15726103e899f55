import type { HistoryVersion } from "@data-surgery/contract";
import { expect, test } from "vitest";
import { versionWords, whenWords, whoWords } from "./history-words.js";

const at = (day: number, hour: number, minute: number): number => new Date(2026, 2, day, hour, minute).getTime();
const now = at(12, 21, 30);

test("times are told as people say them", () => {
  expect(whenWords(at(12, 21, 4), at(12, 21, 12), now)).toBe("Today, 21:04 to 21:12");
  expect(whenWords(at(12, 21, 4), at(12, 21, 4), now)).toBe("Today, 21:04");
  expect(whenWords(at(11, 9, 0), at(11, 9, 5), now)).toBe("Yesterday, 09:00 to 09:05");
  expect(whenWords(at(3, 9, 0), at(3, 9, 5), now)).toBe("3 March 2026, 09:00 to 09:05");
  expect(whenWords(at(11, 23, 50), at(12, 0, 10), now)).toBe("Today, 23:50 on 11 March 2026 to 00:10");
});

test("a version says who did what to which cells", () => {
  const change = (
    cellId: string,
    kind: "added" | "changed" | "outputs",
    place: number,
  ): HistoryVersion["changes"][number] => ({
    cellId,
    change: kind,
    place,
    people: [],
  });
  const version: HistoryVersion = {
    version: 3,
    kind: "edit",
    since: at(12, 21, 4),
    at: at(12, 21, 12),
    people: ["Ada", "Tom", "Cem"],
    changes: [change("a", "changed", 3), change("b", "changed", 2), change("c", "added", 5), change("d", "outputs", 1)],
  };
  expect(versionWords(version, now)).toEqual({
    when: "Today, 21:04 to 21:12",
    who: "Ada, Tom and Cem",
    what: "Changed cells 2 and 3. Added cell 5. Ran cell 1",
  });
  expect(versionWords({ ...version, kind: "restore", people: [], changes: [] }, now)).toMatchObject({
    who: "",
    what: "Brought an earlier version back",
  });
  expect(whoWords(["Ada"])).toBe("Ada");
});
