/** Starts the check runner, packed where it is: a process that starts for every check is waited for. */
import { partUrl } from "./part-url.js";

await import(partUrl("check-runner.js").href);
