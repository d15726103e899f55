// The learner's version of a lesson that stands anywhere: node release-lesson.mjs <folder with lessons> <lesson> <out>
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readLesson } from "../../server/dist/grading/index.js";

const [folder, name, out] = process.argv.slice(2);
const read = await readLesson(folder, name);
if (read.type === "broken") throw new Error(JSON.stringify(read.faults));
await mkdir(join(out, name), { recursive: true });
await writeFile(join(out, name, `${name}.ipynb`), read.ready.releasedText);
