import { ServerConnection, type Contents } from "@jupyterlab/services";
import { describe, expect, test } from "vitest";
import { DataFolder, type GivenFile, type KeepingNews } from "./data-folder.js";
import { PlainError } from "./plain-error.js";

/** A server's contents as far as files go, with its rules: parts come in order, a name is given once. */
class Shelf {
  readonly files = new Map<string, Uint8Array>();
  readonly #parts = new Map<string, { next: number; bytes: Buffer[] }>();
  /** Thrown instead of the answer, one for each request that writes. */
  readonly failures: (Error | undefined)[] = [];
  readonly asked: string[] = [];

  readonly contents = {
    get: async (path: string, options: Contents.IFetchOptions) => this.#get(path, options),
    save: async (path: string, model: Partial<Contents.IModel> & { chunk?: number }) => this.#save(path, model),
    rename: async (from: string, to: string) => this.#rename(from, to),
    delete: async (path: string) => void this.files.delete(path),
  } as unknown as Contents.IManager;

  text(path: string): string | undefined {
    const bytes = this.files.get(path);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }

  #get(path: string, { content, type }: Contents.IFetchOptions): object {
    if (type === "directory") {
      const inside = [...this.files].filter(([file]) => file.startsWith(`${path}/`));
      return {
        content: inside.map(([file, { length }]) => ({
          name: file.slice(path.length + 1),
          type: "file",
          size: length,
        })),
      };
    }
    const bytes = this.files.get(path) ?? new Uint8Array();
    return { format: "base64", content: content === true ? Buffer.from(bytes).toString("base64") : null };
  }

  #save(path: string, { content, format, chunk }: Partial<Contents.IModel> & { chunk?: number }): object {
    this.asked.push(`save ${chunk ?? "whole"}`);
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
    const text = typeof content === "string" ? content : JSON.stringify(content);
    const bytes = format === "base64" ? Buffer.from(text, "base64") : Buffer.from(text);
    if (chunk === undefined) this.files.set(path, bytes);
    else {
      if (chunk === 1) this.#parts.set(path, { next: 1, bytes: [] });
      const begun = this.#parts.get(path);
      if (begun === undefined || (chunk !== -1 && chunk !== begun.next)) throw refused(409, "A part did not arrive.");
      begun.next++;
      begun.bytes.push(bytes);
      if (chunk === -1) this.files.set(path, Buffer.concat(begun.bytes));
    }
    return {};
  }

  #rename(from: string, to: string): object {
    this.asked.push("rename");
    const bytes = this.files.get(from);
    if (bytes === undefined) throw refused(404, "It is not there.");
    if (this.files.has(to)) throw refused(409, "It is there already.");
    this.files.delete(from);
    this.files.set(to, bytes);
    return {};
  }
}

const refused = (status: number, message: string): Error =>
  new ServerConnection.ResponseError(new Response(null, { status }), message);
const away = (): Error => new ServerConnection.NetworkError(new TypeError("Failed to fetch"));
const fileOf = (name: string, bytes: Uint8Array): GivenFile => {
  const blob = new Blob([bytes.slice()]);
  return { name, size: blob.size, slice: (from, to) => blob.slice(from, to) };
};
const textFile = (name: string, text: string): GivenFile => fileOf(name, new TextEncoder().encode(text));

interface Opened {
  readonly folder: DataFolder;
  readonly news: KeepingNews[];
  readonly pauses: number[];
  readonly keep: (file: GivenFile) => ReturnType<DataFolder["keep"]>;
}

function open(shelf: Shelf): Opened {
  const news: KeepingNews[] = [];
  const pauses: number[] = [];
  const folder = new DataFolder({
    contents: shelf.contents,
    path: "people/dana",
    pause: async (milliseconds) => void pauses.push(milliseconds),
  });
  return {
    folder,
    news,
    pauses,
    keep: (file) => folder.keep(file, { tell: (one) => news.push(one), signal: new AbortController().signal }),
  };
}

describe("keeping a file beside the notebook", () => {
  test("puts it there under its name, and leaves nothing else behind", async () => {
    const shelf = new Shelf();
    const { folder, keep } = open(shelf);
    expect(await keep(textFile("loans.csv", "a,b\n1,2\n"))).toEqual({ name: "loans.csv", wasHere: false });
    expect([...shelf.files.keys()]).toEqual(["people/dana/loans.csv"]);
    expect(new TextDecoder().decode(await folder.read("loans.csv"))).toBe("a,b\n1,2\n");
    expect(await folder.files()).toEqual([{ name: "loans.csv", size: 8 }]);
  });

  test("never writes over another file: the next free name is taken, and the same file twice is kept once", async () => {
    const shelf = new Shelf();
    shelf.files.set("people/dana/Loans.csv", new TextEncoder().encode("other"));
    const { keep } = open(shelf);
    expect(await keep(textFile("loans.csv", "mine!"))).toEqual({ name: "loans 2.csv", wasHere: false });
    shelf.files.set("people/dana/trees.csv", new TextEncoder().encode("oak"));
    expect(await keep(textFile("trees.csv", "oak"))).toEqual({ name: "trees.csv", wasHere: true });
    expect(await keep(textFile("trees.csv", "ash"))).toEqual({ name: "trees 2.csv", wasHere: false });
    expect(shelf.text("people/dana/Loans.csv")).toBe("other");
    expect(shelf.text("people/dana/trees.csv")).toBe("oak");
  });

  test("gives way when somebody takes the name in the same moment", async () => {
    const shelf = new Shelf();
    const rename = shelf.contents.rename.bind(shelf.contents);
    let isFirst = true;
    shelf.contents.rename = async (from, to) => {
      if (isFirst) shelf.files.set(to, new TextEncoder().encode("theirs"));
      isFirst = false;
      return rename(from, to);
    };
    expect(await open(shelf).keep(textFile("loans.csv", "mine"))).toEqual({ name: "loans 2.csv", wasHere: false });
    expect(shelf.text("people/dana/loans.csv")).toBe("theirs");
  });

  test("sends a large file in parts that fit together, and tells how far it is", async () => {
    const shelf = new Shelf();
    const bytes = Uint8Array.from({ length: 2_500_001 }, (_, at) => (at * 31) % 251);
    const { folder, news, keep } = open(shelf);
    await keep(fileOf("big.csv", bytes));
    expect(shelf.asked).toEqual(["save 1", "save 2", "save -1", "rename"]);
    expect(news.map((one) => (one.type === "sent" ? one.share : one.type))).toEqual([1 / 3, 2 / 3, 1]);
    expect(Buffer.compare(await folder.read("big.csv"), bytes)).toBe(0);
  });

  test("begins again where the network broke off or a part got lost, says so, and waits longer each time", async () => {
    const shelf = new Shelf();
    shelf.failures.push(undefined, away(), refused(409, "A part did not arrive."), refused(503, "Busy."));
    const bytes = Uint8Array.from({ length: 1_500_000 }, (_, at) => at % 7);
    const { folder, news, pauses, keep } = open(shelf);
    expect(await keep(fileOf("big.csv", bytes))).toEqual({ name: "big.csv", wasHere: false });
    expect(pauses).toEqual([1000, 2000, 4000]);
    expect(news.filter(({ type }) => type === "waiting").map((one) => ("words" in one ? one.words : ""))).toEqual([
      expect.stringMatching(/^The network is away/),
      expect.stringMatching(/broke off/),
      expect.stringMatching(/broke off/),
    ]);
    expect((await folder.read("big.csv")).length).toBe(1_500_000);
  });

  test("what no waiting mends is said in the server's words, and nothing is left behind", async () => {
    const shelf = new Shelf();
    shelf.failures.push(refused(507, "The disk of this server is full."));
    const kept = open(shelf).keep(textFile("loans.csv", "x"));
    await expect(kept).rejects.toThrow(PlainError);
    await expect(kept).rejects.toThrow("The disk of this server is full.");
    expect(shelf.files.size).toBe(0);
  });

  test("stops when it is told to", async () => {
    const shelf = new Shelf();
    shelf.failures.push(away());
    const stop = new AbortController();
    const folder = new DataFolder({ contents: shelf.contents, path: "people/dana", pause: async () => stop.abort() });
    await expect(
      folder.keep(textFile("loans.csv", "x"), { tell: () => undefined, signal: stop.signal }),
    ).rejects.toThrow(/abort/i);
    expect(shelf.files.size).toBe(0);
  });
});

test("a notebook and a mended file get the next free name too, and only data files are listed, in people's order", async () => {
  const shelf = new Shelf();
  const { folder } = open(shelf);
  expect(await folder.saveNotebook("loans.ipynb", { nbformat: 4 })).toBe("loans.ipynb");
  expect(await folder.saveNotebook("loans.ipynb", { nbformat: 4 })).toBe("loans 2.ipynb");
  expect(await folder.saveText("loans 10.csv", "a\n")).toBe("loans 10.csv");
  expect(await folder.saveText("loans 9.csv", "a\n")).toBe("loans 9.csv");
  expect((await folder.files()).map(({ name }) => name)).toEqual(["loans 9.csv", "loans 10.csv"]);
  expect(folder.pathOf("loans 9.csv")).toBe("people/dana/loans 9.csv");
});
