import type { ProgressEvent, ProgressFact } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { randomFact, seededRandom, testLesson } from "../test-lessons.js";
import { progressCsv } from "./progress-csv.js";
import { xapiStatementRules } from "./test-xapi-rules.js";
import { xapiStatements } from "./xapi-statements.js";

const lessons = [
  testLesson("first", { a: "count", b: "filter", "c?": "explain" }),
  testLesson("second", { a: "join" }),
];
const homePage = "http://192.168.1.20:8800";
let seq = 0;
const event = (fact: ProgressFact, personId = "p-1"): ProgressEvent => ({
  seq: ++seq,
  id: randomUUID(),
  at: Date.UTC(2026, 2, 3, 10, seq),
  personId,
  workshopId: "w",
  ...fact,
});
const place = { lesson: "first", exercise: "a", attemptId: "attempt-secret" } as const;
const statement = (fact: ProgressFact): unknown => xapiStatements({ events: [event(fact)], lessons, homePage })[0];

/** Reads RFC 4180 as a strict reader does: records end with CR LF, and a quotation mark stands only where it may. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = text.startsWith("\uFEFF") ? 1 : 0; at < text.length;) {
    const match = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
    match.lastIndex = at;
    const found = match.exec(text);
    if (found === null) throw new Error(`not RFC 4180 at ${at}: ${text.slice(at, at + 20)}`);
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? "");
    if (found[3] === "\r\n") {
      rows.push(row);
      row = [];
    }
    at = match.lastIndex;
  }
  return rows;
}

test("EX1 the table has a header and one row an event, with ISO times, and reads back whatever somebody is called", () => {
  const names = new Map([
    ["p-1", '=HYPERLINK("http://evil","x")'],
    ["p-2", 'Zoë, "Zo"\r\nLine'],
    ["p-3", "+44 7700"],
  ]);
  const events = [
    event({ ...place, type: "check-recorded", outcome: "pass", points: { earned: 1.5, possible: 2 } }),
    event({ type: "lesson-opened", lesson: "first" }, "p-2"),
    event({ type: "help-changed", status: "help" }, "p-3"),
  ];
  const text = progressCsv({ events, lessons, names });
  const [header, ...rows] = parseCsv(text);
  const column = (name: string): (string | undefined)[] => rows.map((row) => row[header!.indexOf(name)]);
  expect(rows.map((row) => row.length)).toEqual(rows.map(() => header!.length));
  expect(column("name")).toEqual(['\'=HYPERLINK("http://evil","x")', 'Zoë, "Zo"\r\nLine', "'+44 7700"]);
  expect(column("time")).toEqual(events.map(({ at }) => new Date(at).toISOString()));
  expect(column("points_earned")).toEqual(["1.5", "", ""]);
  expect(column("exercise_title")[0]).toBe("Exercise a");
  expect(Buffer.from(text).subarray(0, 3).toString("hex")).toBe("efbbbf");
});

test("EX2 without names there is no column for them, and neither export leads to what somebody wrote", () => {
  const events = [
    event({ ...place, type: "check-recorded", outcome: "pass" }),
    event({
      type: "help-changed",
      status: "help",
      place: { notebook: "people/ada-k7m2/x.ipynb", cellId: "c", label: "cell 1" },
    }),
  ];
  const csv = progressCsv({ events, lessons });
  expect(parseCsv(csv)[0]).not.toContain("name");
  const all = csv + JSON.stringify(xapiStatements({ events, lessons, homePage }));
  expect(["attempt-secret", "ada-k7m2", "cell 1"].filter((trace) => all.includes(trace))).toEqual([]);
});

test.each([1, 2, 3])(
  "EX3 every statement of a random log keeps the rules of xAPI 1.0.3, and none is told twice (seed %i)",
  (seed) => {
    const random = seededRandom(seed);
    const attempts: { lesson: string; exercise: string; attemptId: string }[] = [];
    const events = Array.from({ length: 300 }, () => event(randomFact(random, lessons, attempts)));
    const statements = xapiStatements({ events, lessons, homePage });
    const faults = statements.flatMap(
      (one) => xapiStatementRules.safeParse(JSON.parse(JSON.stringify(one))).error?.issues ?? [],
    );
    expect(faults).toEqual([]);
    expect(statements.map(({ id }) => id)).toEqual(
      events.filter(({ type }) => type !== "help-changed").map(({ id }) => id),
    );
  },
);

test("EX4 a check is answered with its score; what nobody judged has no success, and what was not attempted is no answer", () => {
  const points = { earned: 1, possible: 4 };
  expect(statement({ ...place, type: "check-recorded", outcome: "not-yet", points })).toMatchObject({
    actor: { account: { homePage, name: "p-1" } },
    verb: { id: "http://adlnet.gov/expapi/verbs/answered" },
    object: { id: "urn:data-surgery:lesson:first:exercise:a" },
    result: { score: { raw: 1, min: 0, max: 4, scaled: 0.25 }, success: false, completion: false },
  });
  const handedIn = statement({ ...place, type: "check-recorded", outcome: "handed-in" });
  expect(handedIn).toMatchObject({ result: { completion: true } });
  expect(handedIn).not.toHaveProperty("result.success");
  const untried = statement({ ...place, type: "check-recorded", outcome: "not-attempted" });
  expect(untried).toMatchObject({
    verb: { id: "http://adlnet.gov/expapi/verbs/attempted" },
    result: { completion: false },
  });
  expect(untried).not.toHaveProperty("result.success");
  expect(statement({ ...place, type: "answer-reviewed", decision: "returned", points })).toMatchObject({
    verb: { id: "http://adlnet.gov/expapi/verbs/scored" },
    result: { success: false, completion: false, score: { scaled: 0.25 } },
  });
});

test("EX5 the rules that statements are held against refuse what the specification refuses", () => {
  const good = statement({
    ...place,
    type: "check-recorded",
    outcome: "pass",
    points: { earned: 1, possible: 2 },
  }) as Record<string, object>;
  const bad: readonly object[] = [
    { ...good, id: "1" },
    { ...good, timestamp: "yesterday" },
    { ...good, verb: { ...good["verb"], id: "answered" } },
    { ...good, actor: { ...good["actor"], mbox: "mailto:a@example.org" } },
    { ...good, result: { score: { raw: 3, min: 0, max: 2 } } },
    { ...good, result: { score: { scaled: 1.5 } } },
    { ...good, result: null },
    { ...good, unknown: true },
  ];
  expect(xapiStatementRules.safeParse(good).success).toBe(true);
  expect(bad.map((one) => xapiStatementRules.safeParse(one).success)).toEqual(bad.map(() => false));
});
