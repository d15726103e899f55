// npm run demo: a workshop with an invented year of a city in it. Options: --small, --large, --seed, --port, --data.
import { runSurgery } from "./run-surgery.mjs";

await runSurgery("demo");
