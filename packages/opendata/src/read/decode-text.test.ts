import { describe, expect, test } from "vitest";
import { decodeText } from "./decode-text.js";

const bytes = (text: string, encoding: BufferEncoding): Uint8Array => new Uint8Array(Buffer.from(text, encoding));

describe("decodeText", () => {
  test.each([
    ["plain ASCII", bytes("a,b\n", "utf8"), "utf-8", "a,b\n"],
    ["UTF-8", bytes("Café £5\n", "utf8"), "utf-8", "Café £5\n"],
    ["UTF-8 with its mark", bytes("\uFEFFCafé\n", "utf8"), "utf-8-bom", "Café\n"],
    ["UTF-16 with its mark", bytes("\uFEFFCafé\n", "utf16le"), "utf-16le", "Café\n"],
    ["UTF-16 without a mark", bytes("Name\tTown\nAnna\tLeeds\n", "utf16le"), "utf-16le", "Name\tTown\nAnna\tLeeds\n"],
    [
      "Windows with £ and smart marks",
      bytes("Smith\x92s \xa3500 \x96 x\n", "latin1"),
      "windows-1252",
      "Smith’s £500 – x\n",
    ],
    ["DOS, where £ is 9C", bytes("Grant,\x9c500\nCaf\x82,\x9c1\n", "latin1"), "cp850", "Grant,£500\nCafé,£1\n"],
    ["an old Mac", bytes("Smith\xd5s \xd2best\xd3 caf\x8e\n", "latin1"), "macintosh", "Smith’s “best” café\n"],
  ])("%s", async (_, file, encoding, text) => {
    expect(await decodeText(file)).toMatchObject({ encoding, text });
  });

  test("one odd byte in the last row of a long file is not missed", async () => {
    const file = Buffer.concat([Buffer.from("Leeds,1\n".repeat(50_000)), Buffer.from("Caf\xe9,1\n", "latin1")]);
    const decoded = await decodeText(new Uint8Array(file));
    expect(decoded.encoding).toBe("windows-1252");
    expect(decoded.text.endsWith("Café,1\n")).toBe(true);
  });

  test("rows of two encodings in one file are each read as what they are, and counted", async () => {
    const file = Buffer.concat([Buffer.from("Café\nRosé\n"), Buffer.from("Caf\xe9\n", "latin1")]);
    expect(await decodeText(new Uint8Array(file))).toMatchObject({
      text: "Café\nRosé\nCafé\n",
      encoding: "utf-8",
      oddBytes: 1,
    });
  });

  test("a file in another script is told by its pattern", async () => {
    const russian = Uint8Array.from(
      Buffer.from(
        "\xcc\xee\xf1\xea\xe2\xe0, \xf1\xf2\xee\xeb\xe8\xf6\xe0 \xd0\xee\xf1\xf1\xe8\xe8; \xef\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0\n".repeat(
          20,
        ),
        "latin1",
      ),
    );
    expect((await decodeText(russian)).text).toContain("Москва");
  });

  test("what you say is done; a name that nobody knows is refused in words", async () => {
    expect((await decodeText(bytes("\x9c5", "latin1"), "CP437")).text).toBe("£5");
    await expect(decodeText(bytes("x", "utf8"), "klingon")).rejects.toThrow(/no encoding called "klingon"/);
  });
});
