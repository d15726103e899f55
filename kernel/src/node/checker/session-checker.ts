/** A checker for a session that waits for nobody: an answer that takes too long is an empty one. */
import type { TypeChecker } from "../../core/assist/type-checker.js";
import type { Checker } from "./open-checker.js";

/** Long enough for the checker to start in; then what is in memory has to do. */
const patienceMs = 1_200;

export function createSessionChecker(checker: Checker): TypeChecker {
  let count = 0;
  const never = new AbortController().signal;
  return {
    addCell: (source) => checker.addCell({ count: ++count, source }),
    check: (source, urgent) => checker.check(source, never, urgent),
    complete: (source, offset) => checker.complete(source, offset, AbortSignal.timeout(patienceMs)),
    inspect: (source, offset) => checker.inspect(source, offset, AbortSignal.timeout(patienceMs)),
  };
}
