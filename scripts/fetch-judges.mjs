// What judges published data and is not on PyPI: the shapes of DCAT-AP 3.0.1 and the JSON schemas of Data Package 2.0, from their publishers.
// DCAT_AP_SHAPES and DATA_PACKAGE_SCHEMAS name folders that hold them already. Where the network does not allow it, it says what is skipped.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const judges = [
  {
    variable: "DCAT_AP_SHAPES",
    words: "the shapes of DCAT-AP 3.0.1",
    from: "https://raw.githubusercontent.com/SEMICeu/DCAT-AP/master/releases/3.0.1/html/shacl",
    files: ["shapes.ttl", "range.ttl", "deprecateduris.ttl", "shapes_recommended.ttl"],
  },
  {
    variable: "DATA_PACKAGE_SCHEMAS",
    words: "the JSON schemas of Data Package 2.0",
    from: "https://datapackage.org/profiles/2.0",
    files: ["datapackage.json", "tableschema.json"],
  },
];

/** @returns the variables for the judges' environment */
export async function fetchJudges(folder) {
  const found = {};
  for (const { variable, words, from, files } of judges) {
    if (process.env[variable] !== undefined) continue;
    const place = join(folder, variable.toLowerCase());
    mkdirSync(place, { recursive: true });
    try {
      for (const file of files) {
        const answer = await fetch(`${from}/${file}`, { signal: AbortSignal.timeout(20_000) });
        if (!answer.ok) throw new Error(`${from}/${file} answered ${answer.status}`);
        writeFileSync(join(place, file), Buffer.from(await answer.arrayBuffer()));
      }
      found[variable] = place;
    } catch (error) {
      const why = error.cause?.message ?? error.message;
      process.stderr.write(
        `Skipped: ${words} could not be fetched from ${from} (${why}). With a copy of them: ${variable}=<folder> npm run test:interop\n`,
      );
    }
  }
  return found;
}
