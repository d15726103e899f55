/**
 * What cells show with: `display(value)`, whose handle changes or clears what was shown, and the ready-made forms beside it.
 * Made once per kernel. What is emitted becomes the message of that type; whose cell it belongs to is the host's to know.
 */
import { bundleOf, isBundleData, jupyterDisplay, mimeBundle, type MimeBundle } from "./mime-bundle.js";
import { createProgress, type StartProgress } from "./progress.js";
import { createTslab, type TslabModule } from "./tslab.js";
import { html, image, json, latex, markdown, svg } from "./wrappers.js";

/** Sends one message. Contents are as Jupyter has them: `{ data, metadata, transient }`, for clear_output `{ wait }`. */
export type EmitDisplay = (
  type: "display_data" | "update_display_data" | "clear_output",
  content: Readonly<Record<string, unknown>>,
) => void;

export interface DisplayOptions {
  /** The value is a bundle already: `{ "text/html": … }`. Found out by itself where all keys are MIME types. */
  readonly raw?: boolean;
  /** Metadata by MIME type, for front ends. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** An id of one's own, to change the display from elsewhere. */
  readonly id?: string;
}

/** What was shown, to be changed where it stands. */
export interface DisplayHandle {
  readonly id: string;
  readonly update: (value: unknown, options?: DisplayOptions) => void;
  readonly clear: () => void;
}

export interface Display {
  (value: unknown, options?: DisplayOptions): DisplayHandle;
  /** Takes away everything below the cell; with `wait`, once there is something new. */
  readonly clear: (options?: { readonly wait?: boolean }) => void;
}

export interface Displays {
  readonly display: Display;
  readonly progress: StartProgress;
  /** The module "tslab", for notebooks written for that kernel. */
  readonly tslab: TslabModule;
  /** Names that cells find in the global scope, with what they are. */
  readonly globals: Readonly<Record<string, unknown>>;
  /** Resolves when everything that was to be shown so far has been emitted: values may take their time to say how they look. */
  settled(): Promise<void>;
}

export function createDisplays(emit: EmitDisplay): Displays {
  let waiting: Promise<void> | undefined;
  const show = (type: "display_data" | "update_display_data", id: string, bundle: MimeBundle): void =>
    emit(type, { data: bundle.data, metadata: bundle.metadata, transient: { display_id: id } });
  /** In the order in which they were asked for, also when some are slow. */
  const inOrder = (bundle: MimeBundle | Promise<MimeBundle>, put: (bundle: MimeBundle) => void): void => {
    if (waiting === undefined && !(bundle instanceof Promise)) {
      put(bundle);
      return;
    }
    const before = waiting ?? Promise.resolve();
    const mine = before
      .then(async () => put(await bundle))
      .finally(() => {
        if (waiting === mine) waiting = undefined;
      });
    waiting = mine;
  };
  const display = Object.assign(
    (value: unknown, options: DisplayOptions = {}): DisplayHandle => {
      const id = options.id ?? newDisplayId();
      inOrder(readBundle(value, options), (bundle) => show("display_data", id, bundle));
      return {
        id,
        update: (next, nextOptions = {}) =>
          inOrder(readBundle(next, nextOptions), (bundle) => show("update_display_data", id, bundle)),
        clear: () => inOrder(nothing, (bundle) => show("update_display_data", id, bundle)),
      };
    },
    { clear: ({ wait = false }: { readonly wait?: boolean } = {}) => emit("clear_output", { wait }) },
  );
  const tslab = createTslab(emit, newDisplayId, (value) => void display(value));
  const progress = createProgress(display);
  const globals = { display, progress, html, markdown, latex, svg, json, image, __tslab__: { require: () => tslab } };
  return { display, progress, tslab, globals, settled: () => waiting ?? Promise.resolve() };
}

const nothing: MimeBundle = { data: { "text/plain": "" }, metadata: {} };

function readBundle(value: unknown, { raw = false, metadata }: DisplayOptions): MimeBundle | Promise<MimeBundle> {
  const isOwn = typeof value === "object" && value !== null && jupyterDisplay in value;
  const bundle =
    raw || (!isOwn && isBundleData(value))
      ? bundleOf(value as Readonly<Record<string, unknown>>)
      : (mimeBundle(value) ?? { data: { "text/plain": "undefined" }, metadata: {} });
  const add = (made: MimeBundle): MimeBundle => (metadata === undefined ? made : { ...made, metadata });
  return bundle instanceof Promise ? bundle.then(add) : add(bundle);
}

const { random } = Math;

/** Unlike the ids of earlier kernels: their outputs may still stand in the notebook. */
function newDisplayId(): string {
  return Array.from({ length: 4 }, () =>
    Math.floor(random() * 0x10000)
      .toString(16)
      .padStart(4, "0"),
  ).join("");
}
