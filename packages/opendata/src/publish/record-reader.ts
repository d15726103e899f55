/** Reads an unknown object field by field and notes each slip with its place. What is wrong gets an empty value, so that reading goes on. */
export interface TextRule {
  readonly pattern?: RegExp;
  /** What fits the pattern, in words. */
  readonly says?: string;
  readonly most?: number;
}

export class RecordReader {
  readonly slips: string[];
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #place: string;

  constructor(given: unknown, place = "", slips: string[] = []) {
    this.slips = slips;
    this.#place = place;
    const fits = typeof given === "object" && given !== null && !Array.isArray(given);
    this.#fields = fits ? (given as Record<string, unknown>) : {};
    if (!fits) slips.push(`${place === "" ? "The record" : place} must be an object in curly brackets.`);
  }

  slip(field: string, what: string): void {
    this.slips.push(`“${this.#path(field)}” ${what}.`);
  }

  text(field: string, rule: TextRule = {}): string {
    const value = this.#of(field);
    if (value === undefined || value === null || value === "") {
      this.slip(field, `is missing${rule.says === undefined ? "" : `: give ${rule.says}`}`);
      return "";
    }
    return this.maybeText(field, rule) ?? "";
  }

  maybeText(field: string, { pattern, says, most = 2000 }: TextRule = {}): string | undefined {
    const value = this.#of(field);
    if (value === undefined || value === null || value === "") return undefined;
    if (typeof value !== "string") {
      this.slip(field, "must be text in quotation marks");
      return undefined;
    }
    const text = value.trim();
    if (text.length > most) this.slip(field, `is longer than ${most.toLocaleString("en-GB")} letters`);
    else if (pattern !== undefined && !pattern.test(text)) this.slip(field, `must be ${says ?? "written otherwise"}`);
    return text;
  }

  maybeTruth(field: string): boolean | undefined {
    const value = this.#of(field);
    if (value === undefined || value === null || typeof value === "boolean") return value ?? undefined;
    this.slip(field, "must be true or false, without quotation marks");
    return undefined;
  }

  /** A whole number from 0 on. */
  maybeCount(field: string): number | undefined {
    const value = this.#of(field);
    if (value === undefined || value === null) return undefined;
    if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 1e6) return value;
    this.slip(field, "must be a whole number, without quotation marks");
    return undefined;
  }

  /** Only web addresses: what a reader clicks must not run anything. */
  maybeUrl(field: string): string | undefined {
    const text = this.maybeText(field);
    if (text === undefined) return undefined;
    if (/^https?:\/\/[^\s<>"]+$/i.test(text) && URL.canParse(text)) return new URL(text).href;
    this.slip(field, "must be a web address that begins with https://");
    return undefined;
  }

  oneOf<Value extends string>(field: string, allowed: readonly [Value, ...Value[]]): Value {
    const value = this.#of(field);
    const found = allowed.find((one) => one === value);
    if (found === undefined) this.slip(field, `must be one of ${allowed.map((one) => `“${one}”`).join(", ")}`);
    return found ?? allowed[0];
  }

  maybe<Value>(field: string, read: () => Value): Value | undefined {
    const value = this.#of(field);
    return value === undefined || value === null ? undefined : read();
  }

  texts(field: string): string[] {
    return this.values(field, (value) => (typeof value === "string" && value !== "" ? value : undefined), "text");
  }

  /** A list of which each entry is read by a function; undefined from it is a slip. */
  values<Value>(field: string, read: (value: unknown) => Value | undefined, what: string): Value[] {
    return this.#listOf(field).flatMap((value, at) => {
      const found = read(value);
      if (found === undefined) this.slip(`${field}[${at}]`, `is not ${what} that we know`);
      return found === undefined ? [] : [found];
    });
  }

  list<Value>(field: string, read: (reader: RecordReader) => Value): Value[] {
    return this.#listOf(field).map((value, at) =>
      read(new RecordReader(value, this.#path(`${field}[${at}]`), this.slips)),
    );
  }

  object<Value>(field: string, read: (reader: RecordReader) => Value): Value {
    return read(new RecordReader(this.#of(field), this.#path(field), this.slips));
  }

  record<Value>(field: string, read: (reader: RecordReader) => Value): Readonly<Record<string, Value>> {
    const value = this.#of(field);
    if (value === undefined || value === null) return {};
    if (typeof value !== "object" || Array.isArray(value)) {
      this.slip(field, "must be an object in curly brackets");
      return {};
    }
    return byName(
      Object.entries(value).map(([name, one]) => [
        name,
        // A column's meaning alone may stand as plain text.
        read(
          new RecordReader(
            typeof one === "string" ? { meaning: one } : one,
            this.#path(`${field}.${name}`),
            this.slips,
          ),
        ),
      ]),
    );
  }

  /** Texts by name; with `known`, other names are slips. */
  words(field: string, known?: readonly string[]): Readonly<Record<string, string>> {
    const value = this.#of(field);
    if (value === undefined || value === null) return {};
    if (typeof value !== "object" || Array.isArray(value)) {
      this.slip(field, "must be an object in curly brackets");
      return {};
    }
    return byName(
      Object.entries(value).flatMap(([name, text]): (readonly [string, string])[] => {
        if (known !== undefined && !known.includes(name)) {
          this.slip(`${field}.${name}`, `is not asked. The questions are: ${known.join(", ")}`);
          return [];
        }
        if (typeof text === "string") return [[name, text.trim()]];
        this.slip(`${field}.${name}`, "must be text in quotation marks");
        return [];
      }),
    );
  }

  #listOf(field: string): readonly unknown[] {
    const value = this.#of(field);
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value as readonly unknown[];
    this.slip(field, "must be a list in square brackets");
    return [];
  }

  #of(field: string): unknown {
    return Object.hasOwn(this.#fields, field) ? this.#fields[field] : undefined;
  }

  #path(field: string): string {
    return this.#place === "" ? field : `${this.#place}.${field}`;
  }
}

/** A column may be called `__proto__`; as a plain key it would set what the object inherits from. */
function byName<Value>(entries: readonly (readonly [string, Value])[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(entries);
}
