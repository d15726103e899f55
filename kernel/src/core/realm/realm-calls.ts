/** The calls by which a session drives a realm in another thread, as plain data: the same for every host that has two. */
import type { Completion, Inspection } from "../assist/completion.js";
import type { TextPosition } from "../compile/text-lines.js";
import type { CommMessage, RunOutcome, RunRequest } from "../session/realm.js";
import type { CellRealm } from "./create-cell-realm.js";

// Cells can give this name to values of their own; ours must not change with them.
const { Promise: Promises } = globalThis;

/** A run without what cannot be copied; positions are asked for when they are needed. */
export interface PlainRun extends Omit<RunRequest, "compiled"> {
  readonly parts: readonly string[];
}

export type RealmCall =
  | { readonly type: "run"; readonly run: PlainRun }
  | { readonly type: "complete"; readonly source: string; readonly offset: number }
  | { readonly type: "inspect"; readonly source: string; readonly offset: number }
  | { readonly type: "comm"; readonly run: number; readonly message: CommMessage }
  | { readonly type: "interrupt"; readonly wasRunning: boolean };

export interface RealmCallResults {
  readonly run: RunOutcome;
  readonly complete: readonly Completion[];
  readonly inspect: Inspection | undefined;
  readonly comm: boolean;
  readonly interrupt: undefined;
}

/**
 * Not async: a step of our own that is queued behind the learner's code is lost when that code is stopped.
 * @param positionIn from the code that ran under this name to the cell as written
 */
export function answerRealmCall(
  realm: CellRealm,
  call: RealmCall,
  positionIn: (name: string, line: number, column: number) => TextPosition,
): Promise<unknown> {
  switch (call.type) {
    case "run": {
      const { parts, ...request } = call.run;
      const position = (line: number, column: number): TextPosition => positionIn(request.name, line, column);
      return realm.run({
        ...request,
        compiled: { type: "compiled", parts, declared: [], position, hasResult: true },
      });
    }
    case "complete":
      return realm.complete(call.source, call.offset);
    case "inspect":
      return realm.inspect(call.source, call.offset);
    case "comm":
      return realm.comm(call.run, call.message);
    case "interrupt":
      realm.interruptNow(call.wasRunning);
      return Promises.resolve();
    default:
      return call satisfies never;
  }
}
