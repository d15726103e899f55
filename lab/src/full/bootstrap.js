// The share scope must be filled before the first shared module is asked for, so the real entry is imported dynamically.
import { sayThatItFailed } from "../say-that-it-failed.js";

import("./main.js").then(({ main }) => main()).catch(sayThatItFailed);
