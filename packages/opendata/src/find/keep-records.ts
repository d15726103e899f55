import { OpenDataError } from "../open-data-error.js";
import { refuseTooLarge } from "../read/size-limit.js";
import { listed } from "../say.js";

/** A learner's rule on one record. A missing value reads as `undefined`, as in every other rule. */
// oxlint-disable-next-line typescript/no-explicit-any -- see Row
export type RecordRule = (record: Record<string, any>) => unknown;

/** One record of a register has some thousand letters; far more is no record. */
const longestRecord = 8 * 1024 * 1024;

/**
 * The records of a JSON list that a rule keeps, as JSON again. The list goes by record after record, so it may be larger than memory:
 * the register of charities has some hundred megabytes, and a town's part of it a few.
 * @throws OpenDataError `not-a-table` for what is no list of objects, `broken-json`, `nothing-kept` with the columns there are, `too-large` when the kept ones are too many
 */
export async function keepRecords(
  chunks: AsyncIterable<Uint8Array>,
  rule: RecordRule,
  name: string,
  mostBytes: number,
): Promise<Uint8Array> {
  const kept: string[] = [];
  let size = 0;
  let columns: readonly string[] = [];
  const splitter = new RecordSplitter(name, (text) => {
    const record = recordOf(text, name);
    if (columns.length === 0) columns = Object.keys(record);
    if (!rule(record)) return;
    size += text.length;
    refuseTooLarge(size, `What is kept of ${name}`, mostBytes);
    kept.push(text);
  });
  const decoder = new TextDecoder();
  for await (const chunk of chunks) splitter.take(decoder.decode(chunk, { stream: true }));
  splitter.take(decoder.decode());
  splitter.end();
  if (kept.length === 0) {
    throw new OpenDataError(
      "nothing-kept",
      `No row of ${name} fits the rule. Its columns are: ${listed(columns, 40)}. Look for a slip in a name, and at how the values are written.`,
    );
  }
  return new TextEncoder().encode(`[${kept.join(",")}]`);
}

function recordOf(text: string, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new OpenDataError("broken-json", `A record of ${name} has a slip in it: ${text.slice(0, 80)} …`, {
      cause: error,
    });
  }
  return Object.fromEntries(
    Object.entries(value as Record<string, unknown>).map(([key, part]) => [key, part ?? undefined]),
  );
}

/** Finds where each object of the outermost list begins and ends; strings are stepped over, since they may hold braces. */
class RecordSplitter {
  readonly #name: string;
  readonly #onRecord: (text: string) => void;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #began = false;
  /** The beginning of a record whose end has not come yet. */
  #rest = "";

  constructor(name: string, onRecord: (text: string) => void) {
    this.#name = name;
    this.#onRecord = onRecord;
  }

  take(text: string): void {
    let from = this.#depth > 0 ? 0 : -1;
    for (let at = 0; at < text.length; at++) {
      const sign = text.charCodeAt(at);
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (sign === 0x5c) this.#escaped = true;
        else if (sign === 0x22) this.#inString = false;
      } else if (this.#depth === 0) {
        if (sign === 0x7b && this.#began) {
          this.#depth = 1;
          from = at;
        } else if (sign === 0x5b && !this.#began) this.#began = true;
        // Spaces, commas, the byte order mark, the end of the list.
        else if (!/[\s,\]\uFEFF]/.test(text.charAt(at))) throw this.#noList();
      } else if (sign === 0x22) this.#inString = true;
      else if (sign === 0x7b || sign === 0x5b) this.#depth++;
      else if ((sign === 0x7d || sign === 0x5d) && --this.#depth === 0) {
        this.#onRecord(this.#rest + text.slice(from, at + 1));
        this.#rest = "";
        from = -1;
      }
    }
    if (from < 0) return;
    this.#rest += text.slice(from);
    if (this.#rest.length > longestRecord) throw this.#noList();
  }

  end(): void {
    if (this.#depth > 0 || !this.#began) {
      throw new OpenDataError(
        "broken-json",
        `${this.#name} breaks off before its end. Most likely the download stopped half way: fetch it again.`,
      );
    }
  }

  #noList(): OpenDataError {
    return new OpenDataError(
      "not-a-table",
      `${this.#name} is not a list of records, so it can't be read record by record. Leave out “only” to read it as a whole.`,
    );
  }
}
