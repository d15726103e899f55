/** One object of a JSON file, asked for its parts by name; what is missing or of another kind is told with where it stands. */
export class JsonEntry {
  readonly #value: Record<string, unknown>;
  readonly #where: string;
  readonly #broken: (what: string) => Error;

  /** @param broken the error to throw, from what is wrong */
  constructor(value: unknown, where: string, broken: (what: string) => Error) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw broken(`${where} should be an object`);
    }
    this.#value = value as Record<string, unknown>;
    this.#where = where;
    this.#broken = broken;
  }

  /** The names of its parts. */
  keys(): string[] {
    return Object.keys(this.#value);
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#value, key);
  }

  text(key: string): string {
    const value = this.#value[key];
    if (typeof value === "string" && value.trim() !== "") return value;
    throw this.#broken(`“${key}” in ${this.#where} should be a text`);
  }

  optional<Key extends string>(key: Key): { readonly [key in Key]?: string } {
    return (this.has(key) ? { [key]: this.text(key) } : {}) as { readonly [key in Key]?: string };
  }

  count(key: string): number {
    const value = this.#value[key];
    if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
    throw this.#broken(`“${key}” in ${this.#where} should be a whole number`);
  }

  texts(key: string): string[] {
    const value = this.#value[key];
    if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string")) return value;
    throw this.#broken(`“${key}” in ${this.#where} should be a list of texts`);
  }

  entry(key: string): JsonEntry {
    return new JsonEntry(this.#value[key], `“${key}” in ${this.#where}`, this.#broken);
  }

  entries(key: string): JsonEntry[] {
    const value = this.#value[key];
    if (!Array.isArray(value)) throw this.#broken(`“${key}” in ${this.#where} should be a list`);
    return value.map((item) => new JsonEntry(item, `“${key}” in ${this.#where}`, this.#broken));
  }
}
