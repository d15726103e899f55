/** Work that may outlast the patience of a browser: begun once, asked for again by the page that waits, its end kept for a while. */
export type Patience<Result> =
  | { readonly type: "done"; readonly result: Result }
  | { readonly type: "working"; readonly step: string; readonly since: number };

interface Job {
  readonly end: Promise<unknown>;
  readonly since: number;
  step: string;
  /** Failures are told once, and then tried anew. */
  over: boolean;
}

const mostKept = 40;

export class PatientWork {
  readonly #jobs = new Map<string, Job>();
  readonly #clock: () => number;
  readonly #patience: number;

  /** @param patience how long a page waits before it shows what is being done, in milliseconds */
  constructor(clock: () => number, patience = 1000) {
    this.#clock = clock;
    this.#patience = patience;
  }

  /** Begins the work called `key`, unless it was begun, and waits for it as long as a person likes to. @throws what the work throws */
  async ask<Result>(key: string, begin: (tell: (step: string) => void) => Promise<Result>): Promise<Patience<Result>> {
    const job = this.#jobs.get(key) ?? this.#begin(key, begin);
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<"waited">((resolve) => {
      timer = setTimeout(() => resolve("waited"), this.#patience);
    });
    try {
      const first = await Promise.race([job.end.then((result) => ({ result: result as Result })), waited]);
      return first === "waited"
        ? { type: "working", step: job.step, since: job.since }
        : { type: "done", result: first.result };
    } catch (error) {
      this.#jobs.delete(key);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** For what must not be asked for twice, such as a form that was sent: waits to the end. @throws what the work throws */
  async wait<Result>(key: string, begin: (tell: (step: string) => void) => Promise<Result>): Promise<Result> {
    const job = this.#jobs.get(key) ?? this.#begin(key, begin);
    try {
      return (await job.end) as Result;
    } catch (error) {
      this.#jobs.delete(key);
      throw error;
    }
  }

  has(key: string): boolean {
    return this.#jobs.has(key);
  }

  forget(key: string): void {
    this.#jobs.delete(key);
  }

  #begin<Result>(key: string, begin: (tell: (step: string) => void) => Promise<Result>): Job {
    const job: Job = {
      end: begin((step) => (job.step = step)).finally(() => (job.over = true)),
      since: this.#clock(),
      step: "Starting",
      over: false,
    };
    // Whoever asks hears of a failure; when nobody asks any more, nobody has to.
    job.end.catch(() => undefined);
    this.#jobs.set(key, job);
    for (const [old, { over }] of this.#jobs) {
      if (this.#jobs.size <= mostKept) break;
      if (over) this.#jobs.delete(old);
    }
    return job;
  }
}
