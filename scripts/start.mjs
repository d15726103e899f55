// npm start: a thin face of `surgery serve`.
import { runSurgery } from "./run-surgery.mjs";

await runSurgery("serve");
