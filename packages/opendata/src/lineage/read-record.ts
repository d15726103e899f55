/** A JSON object of which nothing is believed: each field is looked at as it is taken. */
export interface ReadRecord {
  text(field: string, most: number): string | undefined;
  checksum(field: string): string | undefined;
  isTrue(field: string): boolean;
  texts(field: string, mostEntries: number, mostLetters: number): string[];
  /** Its objects; what is none becomes an empty one, in which nothing is found. */
  list(field: string, most: number): ReadRecord[];
  /** Only the fields that are there. */
  some<Fields extends object>(fields: Fields): { readonly [Key in keyof Fields]?: NonNullable<Fields[Key]> };
}

export function readRecord(text: string): ReadRecord | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? recordOf(value) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function recordOf(value: unknown): ReadRecord {
  const fields = (typeof value === "object" && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const of = (field: string): unknown => (Object.hasOwn(fields, field) ? fields[field] : undefined);
  const listOf = (field: string, most: number): readonly unknown[] => {
    const found = of(field);
    return Array.isArray(found) ? found.slice(0, most) : [];
  };
  const text = (field: string, most: number): string | undefined => {
    const found = of(field);
    return typeof found === "string" && found !== "" && found.length <= most ? found : undefined;
  };
  return {
    text,
    checksum: (field) => {
      const found = text(field, 64);
      return found !== undefined && /^[0-9a-f]{64}$/.test(found) ? found : undefined;
    },
    isTrue: (field) => of(field) === true,
    texts: (field, mostEntries, mostLetters) =>
      listOf(field, mostEntries).filter(
        (one): one is string => typeof one === "string" && one !== "" && one.length <= mostLetters,
      ),
    list: (field, most) => listOf(field, most).map(recordOf),
    some: (given) =>
      Object.fromEntries(Object.entries(given).filter(([, one]) => one !== undefined)) as {
        readonly [Key in keyof typeof given]?: NonNullable<(typeof given)[Key]>;
      },
  };
}
