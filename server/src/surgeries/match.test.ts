import fc from "fast-check";
import { expect, test } from "vitest";
import { match, type Matching, type Patient, type Surgeon } from "./match.js";

const languages = fc.uniqueArray(fc.constantFrom("English", "Urdu", "Polish", "Somali"), {
  minLength: 1,
  maxLength: 3,
});
const needs = fc.constantFrom(
  "A map of our wards",
  "Clean up a messy spreadsheet",
  "Evidence for a bid",
  "Chart our visits",
  "Something else",
);

const patientsAnd: fc.Arbitrary<[Patient[], Surgeon[]]> = fc
  .tuple(
    fc.array(fc.record({ need: needs, languages, accessNeeds: fc.constantFrom("", "BSL") }), { maxLength: 24 }),
    fc.array(fc.record({ skills: needs, languages }), { maxLength: 8 }),
  )
  .map(([patients, surgeons]) => [
    patients.map((patient, at) => ({
      ...patient,
      id: `p${String(at).padStart(2, "0")}`,
      satWith: at % 3 === 0 ? ["s1"] : [],
    })),
    surgeons.map((surgeon, at) => ({ ...surgeon, id: `s${at}` })),
  ]);

const seatsOf = ({ groups }: Matching): Map<string, string> =>
  new Map(groups.flatMap(({ surgeon, patients }) => patients.map(({ id }) => [id, surgeon] as const)));

const shareLanguage = (patient: Patient, surgeon: Surgeon): boolean =>
  patient.languages.some((language) => surgeon.languages.includes(language));

test("everybody who shares a language with somebody is seated, once, with one who speaks it; the others are told why not", () => {
  fc.assert(
    fc.property(patientsAnd, ([patients, surgeons]) => {
      const matching = match(patients, surgeons);
      const seats = seatsOf(matching);
      const byId = new Map(surgeons.map((surgeon) => [surgeon.id, surgeon]));
      for (const patient of patients) {
        const surgeon = byId.get(seats.get(patient.id) ?? "");
        expect(surgeon !== undefined).toBe(surgeons.some((one) => shareLanguage(patient, one)));
        if (surgeon !== undefined) expect(shareLanguage(patient, surgeon)).toBe(true);
      }
      expect(matching.groups.flatMap((group) => group.patients).length + matching.unmatched.length).toBe(
        patients.length,
      );
      expect(matching.unmatched.every(({ because }) => because !== "")).toBe(true);
      expect(matching.groups.every((group) => group.patients.every(({ because }) => because !== ""))).toBe(true);
    }),
    { seed: 11, numRuns: 600 },
  );
});

test("where all speak alike, no surgeon has two more than another who could have taken one", () => {
  const alike = patientsAnd.map(
    ([patients, surgeons]) =>
      [
        patients.map((patient) => ({ ...patient, languages: ["English"] })),
        surgeons.map((surgeon) => ({ ...surgeon, languages: ["English"] })),
      ] as [Patient[], Surgeon[]],
  );
  fc.assert(
    fc.property(alike, ([patients, surgeons]) => {
      fc.pre(surgeons.length > 0);
      const { groups } = match(patients, surgeons);
      expect(Math.max(0, ...groups.map((group) => group.patients.length))).toBeLessThanOrEqual(
        Math.ceil(patients.length / surgeons.length),
      );
    }),
    { seed: 12, numRuns: 600 },
  );
});

test("the order in which people stand in the list changes nothing", () => {
  fc.assert(
    fc.property(patientsAnd, fc.integer(), ([patients, surgeons], turn) => {
      const rotate = <T>(all: T[]): T[] => all.map((_one, at) => all[(at + Math.abs(turn)) % all.length]!);
      expect(match(rotate(patients), rotate(surgeons))).toEqual(match(patients, surgeons));
    }),
    { seed: 13, numRuns: 300 },
  );
});

test("no two people would both be better placed by changing seats", () => {
  const scoreOf = (patients: Patient[], surgeons: Surgeon[], seats: Map<string, string>): number =>
    patients.reduce((sum, patient) => {
      const surgeon = surgeons.find(({ id }) => id === seats.get(patient.id));
      if (surgeon === undefined) return sum;
      const only = match([patient], [surgeon]).groups[0]!.patients[0]!.because;
      return (
        sum + (only.includes("about") ? 3 : 0) + (only.includes("signs") ? 6 : 0) + (only.includes("before") ? 2 : 0)
      );
    }, 0);
  fc.assert(
    fc.property(patientsAnd, ([patients, surgeons]) => {
      const seats = seatsOf(match(patients, surgeons));
      const best = scoreOf(patients, surgeons, seats);
      for (const a of patients) {
        for (const b of patients) {
          const [x, y] = [seats.get(a.id), seats.get(b.id)];
          if (x === undefined || y === undefined || x === y) continue;
          const [sx, sy] = [surgeons.find(({ id }) => id === x)!, surgeons.find(({ id }) => id === y)!];
          if (!shareLanguage(a, sy) || !shareLanguage(b, sx)) continue;
          const swapped = new Map(seats).set(a.id, y).set(b.id, x);
          // A shared language other than English counts 1, which this score leaves out.
          expect(scoreOf(patients, surgeons, swapped)).toBeLessThanOrEqual(best + 2);
        }
      }
    }),
    { seed: 14, numRuns: 60 },
  );
});

test("four with two needs and two surgeons: each surgeon has those of one need, and the reason is said", () => {
  const patient = (id: string, need: string): Patient => ({ id, need, languages: ["English"], accessNeeds: "" });
  const patients = [
    patient("a", "a map of our wards"),
    patient("b", "a bid to the council"),
    patient("c", "where people come from, on a map"),
    patient("d", "evidence for a grant"),
  ];
  const surgeons = [
    { id: "maps", skills: "I make maps", languages: ["English"] },
    { id: "bids", skills: "I write bids", languages: ["English"] },
  ];
  const { groups } = match(patients, surgeons);
  expect(groups).toEqual([
    {
      surgeon: "bids",
      around: "bids and evidence",
      patients: ["b", "d"].map((id) => ({ id, because: "both about bids and evidence" })),
    },
    {
      surgeon: "maps",
      around: "maps and places",
      patients: ["a", "c"].map((id) => ({ id, because: "both about maps and places" })),
    },
  ]);
});

test("a hundred and fifty people and forty surgeons are matched while somebody waits for it", () => {
  const pick = <T>(of: readonly T[], at: number): T => of[at % of.length]!;
  const words = ["map", "bid", "chart", "clean a spreadsheet", "publish"];
  const patients = Array.from({ length: 150 }, (_, at) => ({
    id: `p${at}`,
    need: pick(words, at * 7),
    languages: [pick(["English", "Urdu"], at)],
    accessNeeds: "",
  }));
  const surgeons = Array.from({ length: 40 }, (_, at) => ({
    id: `s${at}`,
    skills: pick(words, at * 3),
    languages: ["English", pick(["Urdu", "Polish"], at)],
  }));
  expect(match(patients, surgeons).unmatched).toEqual([]);
});

test("what a person chose stands, also against language and fair share, and the others are seated around it", () => {
  const patient = (id: string, chosen?: string | null): Patient => ({
    id,
    need: "a map",
    languages: ["Polish"],
    accessNeeds: "",
    ...(chosen === undefined ? {} : { chosen }),
  });
  const surgeons = [
    { id: "x", skills: "maps", languages: ["English"] },
    { id: "y", skills: "", languages: ["Polish"] },
  ];
  const matching = match([patient("a", "x"), patient("b", null), patient("c")], surgeons);
  expect(matching.groups.map(({ surgeon, patients }) => [surgeon, patients])).toEqual([
    ["x", [{ id: "a", because: "you put them together" }]],
    ["y", [{ id: "c", because: "both speak Polish" }]],
  ]);
  expect(matching.unmatched).toEqual([{ id: "b", because: "you put them with nobody" }]);
});
