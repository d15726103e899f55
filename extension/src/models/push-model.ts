/**
 * What helpers sent and this person has not answered: one shown at a time, oldest first. What was answered here does not come back with a list
 * that was on its way meanwhile. No DOM.
 */
import type { MyPushes, PushAnswer, PushedItem } from "@data-surgery/contract";
import { Signal, type ISignal } from "@lumino/signaling";

export interface PushModelOptions {
  readonly read: () => Promise<MyPushes>;
  readonly answer: (id: string, answer: PushAnswer) => Promise<void>;
  /** Tells this page from this person's others. */
  readonly page: string;
}

export class PushModel {
  readonly #options: PushModelOptions;
  readonly #changed = new Signal<this, void>(this);
  readonly #answered = new Set<string>();
  readonly #seen = new Set<string>();
  #items: readonly PushedItem[] = [];
  #reading: Promise<void> | undefined;
  #isStale = false;

  constructor(options: PushModelOptions) {
    this.#options = options;
  }

  /** Another one is to be shown, or none. */
  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get current(): PushedItem | undefined {
    return this.#items.find(({ id }) => !this.#answered.has(id));
  }

  /** How many stand behind the one that is shown. */
  get more(): number {
    return Math.max(0, this.#items.filter(({ id }) => !this.#answered.has(id)).length - 1);
  }

  async refresh(): Promise<void> {
    this.#isStale = true;
    this.#reading ??= this.#readUntilFresh().finally(() => (this.#reading = undefined));
    await this.#reading;
  }

  async #readUntilFresh(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      const before = [this.current?.id, this.more].join();
      this.#items = (await this.#options.read()).pushes;
      if ([this.current?.id, this.more].join() !== before) this.#changed.emit();
    }
  }

  /** It has been before their eyes. Told once from this page. */
  async see({ id }: PushedItem): Promise<void> {
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    try {
      await this.#options.answer(id, { type: "seen" });
    } catch (error) {
      this.#seen.delete(id);
      throw error;
    }
  }

  /** @throws PlainError; it stays then */
  async dismiss({ id }: PushedItem): Promise<void> {
    await this.#options.answer(id, { type: "dismissed" });
    this.#end(id);
  }

  /** Puts it in once the server has said that nobody else does. @throws PlainError; it stays then */
  async take({ id }: PushedItem, putIn: () => void): Promise<void> {
    await this.#options.answer(id, { type: "taken", page: this.#options.page });
    putIn();
    this.#end(id);
  }

  #end(id: string): void {
    this.#answered.add(id);
    this.#changed.emit();
  }
}
