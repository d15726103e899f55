/**
 * Runs cells in tslab's own converter and executor, in the folder where this process was started, without the
 * sockets of a kernel. Started as a process of its own, since tslab takes the global object for itself.
 * Reads a list of { id, source } from standard input; writes a list of { id, ok, html, errors }.
 */
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

interface Executor {
  execute(source: string): Promise<boolean>;
  close(): void;
}
interface Console {
  log(...values: unknown[]): void;
  error(...values: unknown[]): void;
}
interface Display {
  readonly data: Readonly<Record<string, string>>;
}

const require = createRequire(import.meta.url);
const { createConverter } = require("tslab/dist/converter") as {
  createConverter: (options: { isJS: boolean; isBrowser: boolean }) => { close(): void };
};
const { createExecutor } = require("tslab/dist/executor") as {
  createExecutor: (folder: string, converters: { node: unknown; close(): void }, console: Console) => Executor;
};
const jupyter = require("tslab/dist/jupyter") as { lastWriteDisplayData: (display: Display) => void };

const cells = JSON.parse(await text(process.stdin)) as readonly { id: string; source: string }[];
const node = createConverter({ isJS: false, isBrowser: false });
let html: string[] = [];
let errors: string[] = [];
jupyter.lastWriteDisplayData = (display) => html.push(display.data["text/html"] ?? "");
const executor = createExecutor(
  process.cwd(),
  { node, close: () => node.close() },
  { log: () => undefined, error: (...values) => errors.push(values.map(String).join(" ")) },
);
// What a cell prints must not mix with the result.
// oxlint-disable-next-line no-console -- it is silenced, not used
console.log = () => undefined;

const results = [];
for (const { id, source } of cells) {
  html = [];
  errors = [];
  results.push({ id, ok: await executor.execute(source), html, errors });
}
executor.close();
process.stdout.write(JSON.stringify(results));
