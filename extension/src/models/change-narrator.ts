/** "Ben changed cell 4": what others did, gathered for a moment, as one sentence for screen readers. No DOM. */
export interface NarratorOptions {
  readonly say: (sentence: string) => void;
  /** How people call a cell. */
  readonly label: (cellId: string) => string;
  /** A moment without news, after which it is said (ms). */
  readonly quiet: number;
}

/** More than this is not worth hearing one by one. */
const mostCells = 3;

export class ChangeNarrator {
  readonly #options: NarratorOptions;
  readonly #changes = new Map<string, Set<string>>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: NarratorOptions) {
    this.#options = options;
  }

  note(name: string, cellId: string): void {
    const cells = this.#changes.get(name) ?? new Set();
    this.#changes.set(name, cells.add(cellId));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), this.#options.quiet);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #tell(): void {
    const sentences = [...this.#changes].map(([name, cells]) => {
      if (cells.size > mostCells) return `${name} changed ${cells.size} cells`;
      const [last, ...before] = [...cells].map(this.#options.label).toReversed();
      return `${name} changed ${before.length === 0 ? last : `${before.toReversed().join(", ")} and ${last}`}`;
    });
    this.#changes.clear();
    this.#options.say(sentences.join(". "));
  }
}
