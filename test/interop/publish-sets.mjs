// Writes ten packages of different shapes and publishes them into one site with `surgery publish`, for judges that we did not write.
// All figures, places and people are invented. Usage: node publish-sets.mjs <folder>
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalogueText } from "@data-surgery/opendata/publish/browser";

const folder = process.argv[2];
const surgery = join(import.meta.dirname, "..", "..", "packages", "cli", "bin", "surgery.js");
const lines = (many, line) => Array.from({ length: many }, (_, at) => line(at)).join("\n");
const two = (number) => String(number).padStart(2, "0");
const quoted = (text) => `"${text.replaceAll('"', '""')}"`;

const sets = {
  "monthly-visits": {
    visits: `month,visits,parcels\n${lines(36, (at) => `${2023 + Math.floor(at / 12)}-${two((at % 12) + 1)}-01,${100 + ((at * 37) % 50)},${at * 3}`)}`,
  },
  "ward-rates": {
    rates: `ward_code,rate,change,tiny\n${lines(30, (at) => `E0500${String(1000 + at)},${(at * 1.37).toFixed(2)},${at - 15},${at === 3 ? "0.00000012" : at / 1000}`)}`,
  },
  "hostile-text": {
    notes: `id,note\n${lines(20, (at) => `N${at},${quoted(["=1+1", '<script>alert("x")</script>', "two\nlines", 'say "no", twice', "a;b|c\td", "'quoted'", "naïve – £5", "+44 20", "-", "@home"][at % 10])}`)}`,
  },
  "many-gaps": {
    gaps: `place,score,opened\n${lines(40, (at) => `Place ${at},${at % 3 === 0 ? "" : at},${at % 4 === 0 ? "" : `2024-0${1 + (at % 9)}-1${at % 10}`}`)}`,
  },
  "kinds-of-cells": {
    kinds: `code,open,starts,seen\n${lines(24, (at) => `K${two(at)},${at % 2 === 0 ? "Yes" : "No"},${two(8 + (at % 10))}:30,2025-03-${two(1 + at)} ${two(at)}:15`)}`,
  },
  "one-column": { places: `place\n${lines(12, (at) => `Place ${at}`)}` },
  "odd-headings": {
    odd: `a b,a_b,A-B,2024,%,ward (2023),Größe in m²,数\n${lines(15, (at) => [at, at + 1, at + 2, at + 3, `${at}%`, `W${at % 3}`, at / 2, "猫"].join(","))}`,
  },
  "two-tables": {
    sites: `site,ward\n${lines(12, (at) => `S${two(at)},Ward ${at % 3}`)}`,
    readings: `site,day,reading\n${lines(60, (at) => `S${two(at % 12)},2025-0${1 + Math.floor(at / 12)}-15,${(at * 7) % 23}`)}`,
  },
  "code-list": {
    grants: `grant,kind,amount\n${lines(50, (at) => `G${two(at)},${"ABC"[at % 3]},"£${1 + (at % 4)},${String(100 + at)}.50"`)}`,
  },
  "large-one": {
    payments: `id,area,payee,date,amount\n${lines(20_000, (at) => `${at + 1},E0500${String(1000 + (at % 1000))},"Smith, Jones and Company ${at % 977}",20${10 + (at % 15)}-${two(1 + (at % 12))}-${two(1 + (at % 28))},${at % 100 === 0 ? "" : ((at * 7919) % 100_000) / 100}`)}`,
  },
};

/** As two notebooks would have noted it: the first made clean.csv of raw.xlsx, the second this file of that. */
function lineageOf(text) {
  const sha256 = (given) => createHash("sha256").update(given).digest("hex");
  const cell = (source) => ({ name: "cell 1", source, sha256: sha256(source) });
  const from = (name) => [{ name, sha256: sha256(name) }];
  const first = { notebook: "clean-up.ipynb", from: from("raw.xlsx"), steps: ["Left out what is empty"] };
  const earlier = [{ ...first, file: "clean.csv", sha256: sha256("clean.csv"), cells: [cell("first();")] }];
  const last = {
    notebook: "rates.ipynb",
    from: from("clean.csv"),
    steps: ["Worked out rates"],
    cells: [cell("last();")],
  };
  return JSON.stringify({ format: "data-surgery-lineage/1", sha256: sha256(text), ...last, earlier });
}

const keys = { rates: ["ward_code"], sites: ["site"], readings: ["site", "day"], payments: ["id"], grants: ["grant"] };
const codes = { kind: { A: "Small grant", B: "Large grant", C: "Loan" } };
const licences = ["OGL-UK-3.0", "CC-BY-4.0", "CC0-1.0", "ODbL-1.0"];
const updates = ["once", "weekly", "monthly", "quarterly", "yearly", "when it changes"];

Object.entries(sets).forEach(([id, tables], at) => {
  const place = join(folder, "packages", id);
  mkdirSync(place, { recursive: true });
  for (const [name, text] of Object.entries(tables)) writeFileSync(join(place, `${name}.csv`), `${text}\n`);
  if (id === "ward-rates") writeFileSync(join(place, "rates.csv.lineage"), lineageOf(`${tables.rates}\n`));
  const record = {
    id,
    title: id === "hostile-text" ? 'Notes </title><script>alert(1)</script> & "quotes"' : `Invented: ${id}`,
    description: "Invented for the judges of published data sets: no figure in it is true, and nobody in it exists.",
    keeper: {
      name: "The Invented Group",
      email: "data@invented.example",
      ...(at % 2 === 0 ? { url: "https://invented.example/data" } : {}),
    },
    licence: licences[at % 4],
    update: updates[at % 6],
    rowIs: "other",
    keywords: at % 3 === 0 ? [] : ["invented", "test"],
    ...(at % 2 === 0 ? { theme: "SOCI" } : {}),
    sources: at % 2 === 0 ? [] : [{ title: "Imagination", url: "https://invented.example/source", licence: "CC0" }],
    coverage: at % 2 === 0 ? { place: "Ambleford", from: "2024", to: "2025-03-31" } : {},
    tables: Object.entries(tables).map(([name, text]) => ({
      name,
      file: `${name}.csv`,
      title: `The table ${name}`,
      ...(keys[name] === undefined ? {} : { key: keys[name] }),
      columns: Object.fromEntries(
        text
          .slice(0, text.indexOf("\n"))
          .split(",")
          .map((column) => [
            column,
            {
              meaning: `What “${column}” means.`,
              ...(column === "amount" ? { unit: "pounds" } : {}),
              ...(codes[column] === undefined ? {} : { codes: codes[column] }),
            },
          ]),
      ),
    })),
    answers: Object.fromEntries(
      ["allowed", "whose", "personal", "small", "meaning", "change", "questions"].map((one) => [
        one,
        "It is invented.",
      ]),
    ),
  };
  writeFileSync(join(place, "publish.json"), JSON.stringify(record, null, 2));
  execFileSync(process.execPath, [surgery, "publish", place, "--out", join(folder, "site")], {
    stdio: ["ignore", "ignore", "inherit"],
  });
});
// The first has a second version, so that history and differences are judged too.
const again = join(folder, "packages", "monthly-visits");
writeFileSync(join(again, "visits.csv"), `${sets["monthly-visits"].visits}\n2026-01-01,120,99\n`);
execFileSync(process.execPath, [surgery, "publish", again, "--out", join(folder, "site")], {
  stdio: ["ignore", "ignore", "inherit"],
});

// What a server answers before anything is published.
const nobody = { title: "Invented data", description: "Nothing yet.", publisher: "The Invented Group" };
writeFileSync(join(folder, "empty-catalog.jsonld"), catalogueText(nobody, []));
