/** The kernel in a real page: the packed files served on loopback, and its messages handed to the test. */
import type { JsonObject, JupyterMessage } from "@data-surgery/jupyter";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { createAnswer, type Answer, type KernelClient } from "./kernel-answer.js";
import { patience } from "./browser.js";
import { message } from "./kernel-process.js";

const folder = resolve(import.meta.dirname, "../../kernel/dist/browser");
const types: Readonly<Record<string, string>> = { ".js": "text/javascript", ".wasm": "application/wasm" };

export interface BrowserKernelClient extends KernelClient, AsyncDisposable {
  readonly page: Page;
  readonly logged: readonly string[];
  /** Whether the kernel has ended itself, and asked for another one. */
  readonly ended: { readonly restart: boolean } | undefined;
}

/** What the page's script leaves in its global scope. */
interface PageScope {
  kernel: { send(message: JupyterMessage): void };
}

const html = `<!doctype html>
<title>A kernel</title>
<link rel="icon" href="data:,">
<script type="module">
  import { openBrowserKernel } from "/kernel/open-browser-kernel.js";
  globalThis.kernel = await openBrowserKernel({
    folder: new URL("/kernel/", location.href).href,
    version: "0.0.0",
    receive: (message) => received({ ...message, buffers: [] }),
    log: (text) => logged(text),
    ended: (restart) => hasEnded(restart),
  });
</script>`;

export async function openBrowserKernel(browser: Browser): Promise<BrowserKernelClient> {
  const server = await serve();
  const page = await browser.newPage();
  page.setDefaultTimeout(patience);
  const client = new Client(page, server);
  await page.exposeFunction("received", (one: JupyterMessage) => client.take(one));
  await page.exposeFunction("logged", (text: string) => void client.logged.push(text));
  await page.exposeFunction("hasEnded", (restart: boolean) => void (client.ended = { restart }));
  page.on("pageerror", (error) => client.logged.push(String(error)));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => "kernel" in globalThis);
  return client;
}

async function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (path === "/") {
      response.writeHead(200, { "content-type": "text/html" }).end(html);
      return;
    }
    readFile(join(folder, path.replace(/^\/kernel\//, ""))).then(
      (bytes) => response.writeHead(200, { "content-type": types[extname(path)] ?? "text/plain" }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return server;
}

class Client implements BrowserKernelClient {
  readonly page: Page;
  readonly logged: string[] = [];
  ended: { readonly restart: boolean } | undefined;
  readonly #server: Server;
  readonly #replies = new Map<unknown, JupyterMessage>();
  readonly #published = new Map<unknown, JupyterMessage[]>();
  readonly #idle = new Set<unknown>();
  #waiting: (() => void)[] = [];

  constructor(page: Page, server: Server) {
    this.page = page;
    this.#server = server;
  }

  take(one: JupyterMessage): void {
    const parent = one.parent_header["msg_id"];
    if (one.channel === "iopub") {
      this.#published.set(parent, [...(this.#published.get(parent) ?? []), one]);
      if (one.content["execution_state"] === "idle") this.#idle.add(parent);
    } else this.#replies.set(parent, one);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  async send(channel: "shell" | "control" | "stdin", type: string, content: JsonObject): Promise<string> {
    const sent = message(type, content, channel);
    await this.page.evaluate((one) => (globalThis as unknown as PageScope).kernel.send(one), sent);
    return sent.header.msg_id;
  }

  publishedFor(id: string): readonly JupyterMessage[] {
    return this.#published.get(id) ?? [];
  }

  async answerTo(id: string): Promise<Answer> {
    while (!this.#replies.has(id) || !this.#idle.has(id))
      await new Promise<void>((wake) => {
        this.#waiting.push(wake);
      });
    return createAnswer(this.#replies.get(id)?.content ?? {}, this.publishedFor(id));
  }

  async run(code: string, content: JsonObject = {}): Promise<Answer> {
    return this.answerTo(await this.send("shell", "execute_request", { code, silent: false, ...content }));
  }

  async ask(type: string, content: JsonObject, channel: "shell" | "control" = "shell"): Promise<JsonObject> {
    return (await this.answerTo(await this.send(channel, type, content))).reply;
  }

  async interrupt(): Promise<void> {
    await this.ask("interrupt_request", {}, "control");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.close();
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}
