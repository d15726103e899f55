// npm run build: everything that is not up to date.
import { prepare } from "./prepare.mjs";

await prepare();
