/**
 * What every cell finds without importing it, as declarations for the checker; the comments are what hover shows. Loose where the
 * functions are forgiving: a learner is not to be told off for what works.
 */
export const ambientGlobals = `
/** Something that says itself how it is shown. */
interface Shown {
  [key: symbol]: (() => unknown) | undefined;
}
interface DisplayOptions {
  /** The value is a bundle already: { "text/html": … }. */
  readonly raw?: boolean;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** An id of one's own, to change the display from elsewhere. */
  readonly id?: string;
}
interface DisplayHandle {
  readonly id: string;
  /** Shows something else in the same place. */
  readonly update: (value: unknown, options?: DisplayOptions) => void;
  /** Takes it away. */
  readonly clear: () => void;
}
/**
 * Shows a value under the cell, and gives back a handle to change or clear it later.
 * @example display(countries)
 */
declare function display(value: unknown, options?: DisplayOptions): DisplayHandle;
declare namespace display {
  /** Takes away everything below the cell; with wait, once there is something new. */
  function clear(options?: { readonly wait?: boolean }): void;
}
interface ProgressBar {
  /** So many of the total are done. */
  readonly set: (done: number, label?: string) => void;
  /** One more is done, or as many as given. */
  readonly advance: (by?: number) => void;
  /** All is done. */
  readonly done: (label?: string) => void;
}
/**
 * A bar that shows how far things are: moved by hand, or by the loop that goes through it.
 * @example for (const row of progress(rows, "Reading")) { … }
 */
declare function progress(total: number, label?: string): ProgressBar;
declare function progress<Entry>(entries: Iterable<Entry>, label?: string): Iterable<Entry>;
declare function progress<Entry>(entries: AsyncIterable<Entry>, label?: string): AsyncIterable<Entry>;
/** Text that is shown as HTML: html("<b>bold</b>"), or as a tag, where what stands in \${…} is made safe. */
declare function html(text: string | TemplateStringsArray, ...values: readonly unknown[]): Shown;
/** Text that is shown as an SVG picture. */
declare function svg(text: string | TemplateStringsArray, ...values: readonly unknown[]): Shown;
/** Text that is shown as Markdown: markdown("**bold**"). */
declare function markdown(text: string | TemplateStringsArray, ...values: readonly unknown[]): Shown;
/** Text that is shown as a formula: latex("$x^2$"). */
declare function latex(text: string | TemplateStringsArray, ...values: readonly unknown[]): Shown;
/** A value as a tree that can be opened and closed. */
declare function json(value: unknown): Shown;
/** A picture from its bytes. Say what it shows, for those who cannot see it. */
declare function image(bytes: Uint8Array, alternative?: string): Shown;
/** Asks the person at the keyboard, and gives back what they typed. */
declare function prompt(message?: unknown, otherwise?: unknown): string;
/** Asks yes or no. */
declare function confirm(message?: unknown): boolean;
/** Says something, and waits until it was read. */
declare function alert(message?: unknown): void;
/** For those who write widgets: comms with the page. */
declare const jupyter: any;
interface TslabDisplay {
  readonly html: (text: string) => void;
  readonly javascript: (text: string) => void;
  readonly markdown: (text: string) => void;
  readonly latex: (text: string) => void;
  readonly svg: (text: string) => void;
  readonly text: (text: string) => void;
  readonly png: (bytes: Uint8Array) => void;
  readonly jpeg: (bytes: Uint8Array) => void;
  readonly gif: (bytes: Uint8Array) => void;
  readonly pdf: (bytes: Uint8Array) => void;
  readonly raw: (mime: string, content: string | Uint8Array) => void;
}
/** What comes over the network can be anything; it is looked at by running the cell. */
interface Response {
  json(): Promise<any>;
}
declare module "tslab" {
  export const display: TslabDisplay;
  export const newDisplay: () => TslabDisplay;
  export const versions: Readonly<Record<string, string>>;
  const whole: { readonly display: TslabDisplay; readonly newDisplay: () => TslabDisplay };
  export default whole;
}
declare namespace JSX {
  type Element = Shown;
  interface ElementChildrenAttribute {
    children: unknown;
  }
  interface IntrinsicElements {
    [name: string]: any;
  }
}
`;
