/**
 * execute_request: compile here, run in the realm, tell everybody. The order on iopub is fixed: execute_input, what the cell
 * writes, its result or error, then (by the caller) idle.
 */
import type { JsonObject, JupyterMessage } from "@data-surgery/jupyter/message";
import type { compileCell } from "../compile/compile-cell.js";
import type { prepareCompile } from "../compile/lower-decorators.js";
import type { History } from "./history.js";
import type { Messages } from "./messages.js";
import type { DescribedError, MimeBundle, Realm, RunOutcome } from "./realm.js";
import { resultHook } from "./result-hook.js";
import type { TypeNotes } from "./type-notes.js";

export interface ExecutionsOptions {
  readonly realm: Realm;
  readonly messages: Messages;
  readonly history: History;
  readonly types: TypeNotes;
  /** Registers a run, so that what it writes finds its parent. */
  readonly begin: (parent: JupyterMessage) => number;
}

export interface Executions {
  readonly count: number;
  /** Content of the reply. */
  execute(parent: JupyterMessage): Promise<JsonObject>;
}

interface ExecuteRequest {
  readonly code: string;
  readonly silent: boolean;
  readonly storeHistory: boolean;
  readonly allowInput: boolean;
  readonly expressions: readonly (readonly [string, string])[];
}

/** As nbformat has it. */
const longestId = 64;

const interruption: DescribedError = {
  ename: "Interrupted",
  evalue: "The cell was stopped.",
  traceback: ["The cell was stopped. Your variables are still there."],
};

export function createExecutions(options: ExecutionsOptions): Executions {
  const { realm, messages, history, types } = options;
  let count = 0;
  let extra = 0;
  /** Names that cells have made so far. */
  const earlier = new Set<string>();

  const run = async (
    parent: JupyterMessage,
    request: ExecuteRequest,
    source: string,
    name: string,
  ): Promise<RunOutcome> => {
    const { compileCell, prepareCompile } = await loadCompiler();
    await prepareCompile(source);
    const compiled = compileCell(source, { name, resultHook, earlier });
    if (compiled.type === "broken") {
      const { describeMistake } = await import("../errors/describe-error.js");
      return { type: "failed", error: describeMistake(compiled, { source, count }) };
    }
    for (const declared of compiled.declared) earlier.add(declared);
    const { allowInput } = request;
    const cell = parent.metadata["cellId"];
    const known = typeof cell === "string" && cell.length <= longestId ? { cell } : {};
    return realm.run({ run: options.begin(parent), count, name, source, ...known, compiled, allowInput });
  };

  const evaluateExpressions = async (parent: JupyterMessage, request: ExecuteRequest): Promise<JsonObject> => {
    const found: Record<string, unknown> = {};
    for (const [key, expression] of request.expressions)
      found[key] = expressionAnswer(await run(parent, request, `(${expression}\n)`, `expression-${++extra}.ts`));
    return found;
  };

  const execute = async (parent: JupyterMessage): Promise<JsonObject> => {
    const request = readRequest(parent.content);
    if (request === undefined)
      return failure(count, {
        ename: "BadRequest",
        evalue: "An execute_request needs its code as text.",
        traceback: [],
      });
    const { code, silent, storeHistory } = request;
    const isBlank = code.trim() === "";
    if (storeHistory && !isBlank) history.add(++count, code);
    if (!silent) messages.publish(parent, "execute_input", { code, execution_count: count });
    const name = storeHistory ? `cell-${count}.ts` : `aside-${++extra}.ts`;
    // What a front end runs for itself is nobody's to mend, but may make names that cells use.
    const mode = storeHistory ? types.modeOf(parent) : "off";
    const refusal = mode === "refuse" && !isBlank ? await types.refusal(code) : undefined;
    if (refusal !== undefined) {
      messages.publish(parent, "error", { ...refusal });
      return failure(count, refusal);
    }
    const checked = isBlank ? undefined : types.begin(parent, code, mode);
    const outcome: RunOutcome = isBlank ? { type: "done" } : await run(parent, request, code, name);
    if (outcome.type !== "done") {
      await checked?.ended(false);
      const error = outcome.type === "failed" ? outcome.error : interruption;
      messages.publish(parent, "error", { ...error });
      return failure(count, error);
    }
    if (outcome.result !== undefined && !silent) {
      const { data, metadata } = outcome.result;
      messages.publish(parent, "execute_result", { data, metadata, execution_count: count });
      if (storeHistory) history.setOutput(count, plainText(outcome.result));
    }
    await checked?.ended(true);
    const expressions = await evaluateExpressions(parent, request);
    return { status: "ok", execution_count: count, user_expressions: expressions, payload: [] };
  };

  return {
    get count() {
      return count;
    },
    execute,
  };
}

/** Not at the start: the compiler is the largest part, and kernel_info does not need it. */
async function loadCompiler(): Promise<{ compileCell: typeof compileCell; prepareCompile: typeof prepareCompile }> {
  const [compile, prepare] = await Promise.all([
    import("../compile/compile-cell.js"),
    import("../compile/lower-decorators.js"),
  ]);
  return { compileCell: compile.compileCell, prepareCompile: prepare.prepareCompile };
}

/** Loads what the first cell will need, while nobody waits. */
export async function warmCompiler(): Promise<void> {
  const { compileCell } = await loadCompiler();
  compileCell("const warm: number = 1; warm", { name: "warm.ts", resultHook });
}

function failure(count: number, error: DescribedError): JsonObject {
  return { status: "error", execution_count: count, ...error, user_expressions: {}, payload: [] };
}

function expressionAnswer(outcome: RunOutcome): JsonObject {
  if (outcome.type === "done")
    return { status: "ok", ...(outcome.result ?? { data: { "text/plain": "undefined" }, metadata: {} }) };
  return { status: "error", ...(outcome.type === "failed" ? outcome.error : interruption) };
}

const plainText = ({ data }: MimeBundle): string => {
  const text = data["text/plain"];
  return typeof text === "string" ? text : "";
};

function readRequest(content: JsonObject): ExecuteRequest | undefined {
  const { code, silent, store_history: store, allow_stdin: input, user_expressions: expressions } = content;
  if (typeof code !== "string") return undefined;
  return {
    code,
    silent: silent === true,
    storeHistory: silent !== true && store !== false,
    allowInput: input === true,
    expressions: Object.entries(typeof expressions === "object" && expressions !== null ? expressions : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  };
}
