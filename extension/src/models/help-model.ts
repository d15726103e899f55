/** What came of one's own call for help, kept fresh: asked again with each news, and now and then while one waits. No DOM. */
import { helpWords, type MyHelp } from "@data-surgery/contract";
import { Signal, type ISignal } from "@lumino/signaling";

export class HelpModel {
  readonly #read: () => Promise<MyHelp>;
  readonly #changed = new Signal<this, void>(this);
  #help: MyHelp = { state: "not-asking" };
  #reading: Promise<void> | undefined;
  #isStale = false;

  constructor(read: () => Promise<MyHelp>) {
    this.#read = read;
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  /** As it is told; empty while nothing is asked for. */
  get words(): string {
    return helpWords(this.#help);
  }

  get isWaiting(): boolean {
    return this.#help.state === "waiting";
  }

  /** There is news. Asked for while an answer is on its way, it asks once more afterwards: that answer may be too old. */
  async refresh(): Promise<void> {
    this.#isStale = true;
    this.#reading ??= this.#readUntilFresh().finally(() => (this.#reading = undefined));
    await this.#reading;
  }

  async #readUntilFresh(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      const before = this.words;
      this.#help = await this.#read();
      if (this.words !== before) this.#changed.emit();
    }
  }
}
