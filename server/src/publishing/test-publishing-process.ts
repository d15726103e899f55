/**
 * The test server as a process that is killed in the middle of publishing: `node test-publishing-process.js <folder> <version> <point>`. It
 * prepares a version and publishes it, and kills itself at that point (counted from 1; steps that people see, then the moments before and
 * after the store notes it). Says "published" when it lived to the end.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inventedVisits, openTestPublishingApp, prepare, revisionAt, settleAndPublish } from "./test-publishing-app.js";

const [folder, version, point] = process.argv.slice(2);
if (folder === undefined || version === undefined || point === undefined)
  throw new Error("Give a folder, a version and a point.");
let passed = 0;
let armed = false;
let last = "";
function pass(): void {
  if (armed && ++passed === Number(point)) process.kill(process.pid, "SIGKILL");
}

await using app = await openTestPublishingApp({
  now: Date.parse("2026-12-05T10:00:00Z") + Number(version.slice(1)) * 86_400_000,
  folder,
  wrapWork: (work) => ({
    ...work,
    run: (task, tell) =>
      work.run(task, (step) => {
        // Each kind of step once: every single one is the toolkit's own test.
        if (task.type === "publish" && step !== last) pass();
        last = step;
        tell(step);
      }),
  }),
  wrapDataSets: (dataSets) => ({
    ...dataSets,
    published: async (...words) => {
      pass();
      const noted = await dataSets.published(...words);
      pass();
      return noted;
    },
  }),
});
armed = true;
const [set] = await app.dataSets.all();
if (version === "v1" || set === undefined) {
  await settleAndPublish(app, set?.id ?? (await prepare(app, "ada")), "ada");
} else {
  const rows = Array.from(
    { length: Number(version.slice(1)) },
    (_, at) => `2027-01-0${at + 1},Ambleford Hall,${60 + at},x`,
  );
  await writeFile(join(app.contents.root, "people/ada/visits.csv"), `${inventedVisits}\n${rows.join("\n")}`);
  await app.post(`/publish/${set.id}/new-version`, { file: "people/ada/visits.csv" }, "ada");
  await app.post(`/publish/${set.id}/publish`, { revision: await revisionAt(app, set.id), note: "" }, "ada");
}
process.stdout.write("published\n");
