// Writes the open data of an invented city into a folder, for judges that we did not write.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openTestImpactApp } from "../../server/dist/impact/test-impact-app.js";

const [folder, peopleEach] = process.argv.slice(2);
const app = await openTestImpactApp({ peopleEach: Number(peopleEach ?? 12) });
try {
  const read = async (name) => Buffer.from(await (await app.get(`/impact/data/${name}`)).arrayBuffer());
  const { resources } = JSON.parse(await read("datapackage.json"));
  for (const name of ["datapackage.json", "README.md", "impact.zip", ...resources.map(({ path }) => path)])
    await writeFile(join(folder, name), await read(name));
} finally {
  await app[Symbol.asyncDispose]();
}
