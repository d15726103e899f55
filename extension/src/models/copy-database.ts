/** The IndexedDB database of one copy: its rows, how far the server has confirmed them, and where the notebook was. */
const rows = "updates";
const marks = "marks";

export interface CopyMarks {
  readonly path: string;
  /** Key of the last row that the server has. */
  readonly confirmed: number;
  /** Ms since 1970: somebody decided that this copy is not needed any more. */
  readonly discardedAt: number;
}

export class CopyDatabase {
  static readonly prefix = "data-surgery ";
  readonly #database: IDBDatabase;

  private constructor(database: IDBDatabase) {
    this.#database = database;
  }

  static async open(name: string): Promise<CopyDatabase> {
    const request = indexedDB.open(name, 2);
    request.addEventListener("upgradeneeded", () => {
      const { result } = request;
      if (!result.objectStoreNames.contains(rows)) result.createObjectStore(rows, { autoIncrement: true });
      if (!result.objectStoreNames.contains(marks)) result.createObjectStore(marks);
    });
    const database = await settled(request);
    // Another page of this person removes the copy: do not stand in its way.
    database.addEventListener("versionchange", () => database.close());
    return new CopyDatabase(database);
  }

  static async remove(name: string): Promise<void> {
    await settled(indexedDB.deleteDatabase(name));
  }

  close(): void {
    this.#database.close();
  }

  /** @returns the key of the row */
  add(update: Uint8Array): Promise<number> {
    return this.#change((transaction) => transaction.objectStore(rows).add(update) as IDBRequest<number>);
  }

  async confirm(key: number): Promise<void> {
    const known = (await this.mark("confirmed")) ?? 0;
    if (key > known) await this.setMark("confirmed", key);
  }

  mark<Name extends keyof CopyMarks>(name: Name): Promise<CopyMarks[Name] | undefined> {
    const store = this.#database.transaction(marks).objectStore(marks);
    return settled(store.get(name) as IDBRequest<CopyMarks[Name] | undefined>);
  }

  async setMark<Name extends keyof CopyMarks>(name: Name, value: CopyMarks[Name] | undefined): Promise<void> {
    await this.#change<unknown>((transaction) => {
      const store = transaction.objectStore(marks);
      return (value === undefined ? store.delete(name) : store.put(value, name)) as IDBRequest<unknown>;
    });
  }

  async read(): Promise<{ readonly confirmed: readonly Uint8Array[]; readonly unconfirmed: readonly Uint8Array[] }> {
    const confirmed = (await this.mark("confirmed")) ?? 0;
    const store = this.#database.transaction(rows).objectStore(rows);
    const [keys, values] = await Promise.all([
      settled(store.getAllKeys() as IDBRequest<number[]>),
      settled(store.getAll() as IDBRequest<Uint8Array[]>),
    ]);
    return split(keys, values, confirmed);
  }

  /** Hands over what is there and puts what comes back in place of the confirmed rows: in one transaction, so that nothing falls between. */
  async join(
    work: (confirmed: readonly Uint8Array[], unconfirmed: readonly Uint8Array[]) => Uint8Array,
  ): Promise<void> {
    const confirmed = (await this.mark("confirmed")) ?? 0;
    await this.#change((transaction) => {
      const store = transaction.objectStore(rows);
      const reading = store.getAllKeys() as IDBRequest<number[]>;
      reading.addEventListener("success", () => {
        const values = store.getAll() as IDBRequest<Uint8Array[]>;
        values.addEventListener("success", () => {
          const known = split(reading.result, values.result, confirmed);
          const whole = work(known.confirmed, known.unconfirmed);
          store.clear();
          const adding = store.add(whole) as IDBRequest<number>;
          adding.addEventListener("success", () => transaction.objectStore(marks).put(adding.result, "confirmed"));
          for (const update of known.unconfirmed) store.add(update);
        });
      });
      return reading;
    });
  }

  #change<T>(work: (transaction: IDBTransaction) => IDBRequest<T>): Promise<T> {
    const transaction = this.#database.transaction([rows, marks], "readwrite");
    return new Promise((resolve, reject) => {
      const request = work(transaction);
      transaction.addEventListener("complete", () => resolve(request.result));
      transaction.addEventListener("error", () => reject(asError(transaction.error)));
      transaction.addEventListener("abort", () => reject(asError(transaction.error)));
    });
  }
}

function split(
  keys: readonly number[],
  values: readonly Uint8Array[],
  confirmed: number,
): { readonly confirmed: readonly Uint8Array[]; readonly unconfirmed: readonly Uint8Array[] } {
  const at = keys.findIndex((key) => key > confirmed);
  const count = at === -1 ? values.length : at;
  return { confirmed: values.slice(0, count), unconfirmed: values.slice(count) };
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(asError(request.error)));
  });
}

const asError = (error: DOMException | null): Error => error ?? new Error("The browser's storage failed.");
