import fc from "fast-check";
import { expect, test } from "vitest";
import {
  createMessage,
  decodeFrames,
  decodeWebsocketDefault,
  decodeWebsocketV1,
  encodeFrames,
  encodeWebsocketDefault,
  encodeWebsocketV1,
  MessageError,
  parseMessage,
  type JupyterMessage,
} from "./index.js";

const seed = 20_261_123;
const sender = { session: "s1", username: "ada" };
const plain: JupyterMessage = createMessage("shell", "execute_request", { code: "1 + 1 // £ 🙂" }, sender, "m1", 0);
const withBuffers: JupyterMessage = { ...plain, buffers: [new Uint8Array([0, 255, 10]), new Uint8Array()] };

/** Buffers come back as views of what arrived; compared as plain bytes. */
const normal = (message: JupyterMessage): unknown => ({
  ...message,
  buffers: message.buffers.map((buffer) => [...buffer]),
});

const anyMessage: fc.Arbitrary<JupyterMessage> = fc
  .record({
    channel: fc.constantFrom("shell", "control", "stdin", "iopub"),
    // A key of that name is dropped on purpose: it would reach into the object's own workings.
    content: fc.dictionary(
      fc.string().filter((key) => key !== "__proto__"),
      fc.jsonValue(),
    ),
    buffers: fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 4 }),
  })
  .map(({ channel, content, buffers }) => ({
    ...plain,
    channel,
    // JSON has no -0; everything else must come back the same.
    content: JSON.parse(JSON.stringify(content)) as Record<string, unknown>,
    buffers,
  }));

test("every message survives each of the three wire formats, buffers included", () => {
  fc.assert(
    fc.property(anyMessage, (message) => {
      expect(normal(decodeWebsocketV1(encodeWebsocketV1(message)))).toEqual(normal(message));
      expect(normal(decodeWebsocketDefault(encodeWebsocketDefault(message)))).toEqual(normal(message));
      expect(normal(decodeFrames(message.channel, encodeFrames(message, "key"), "key").message)).toEqual(
        normal(message),
      );
    }),
    { seed },
  );
});

test("the v1 frame is laid out as the specification says: count, offsets, channel, four JSON parts, buffers", () => {
  const bytes = Buffer.from(encodeWebsocketV1(withBuffers));
  const count = Number(bytes.readBigUInt64LE(0));
  const offsets = Array.from({ length: count }, (_, index) => Number(bytes.readBigUInt64LE(8 * (index + 1))));
  expect(count).toBe(8);
  expect(offsets[0]).toBe(8 * 9);
  expect(offsets.at(-1)).toBe(bytes.length);
  expect(bytes.subarray(offsets[0], offsets[1]).toString()).toBe("shell");
  expect(JSON.parse(bytes.subarray(offsets[4], offsets[5]).toString())).toEqual(plain.content);
  expect([...bytes.subarray(offsets[5], offsets[6])]).toEqual([0, 255, 10]);
});

test("a signature made with another key, or over other content, is refused before anything is parsed", () => {
  const frames = encodeFrames(plain, "right");
  expect(() => decodeFrames("shell", frames, "wrong")).toThrow(/signature/);
  const changed = frames.with(5, Buffer.from('{"code":"other"}'));
  expect(() => decodeFrames("shell", changed, "right")).toThrow(/signature/);
  const unsignedRubbish = [
    Buffer.from("<IDS|MSG>"),
    Buffer.from("00"),
    ...Array.from({ length: 4 }, () => Buffer.from("{")),
  ];
  expect(() => decodeFrames("shell", unsignedRubbish, "right")).toThrow(/signature/);
});

test("the signature is HMAC-SHA256 in hex over the four parts, as openssl makes it", () => {
  const parts = ["{}", "{}", "{}", "{}"].map((part) => Buffer.from(part));
  // printf '{}{}{}{}' | openssl dgst -sha256 -hmac secret
  const signature = "34982f0bfec60e7b933ffde06c1ecab0fba073717a95ab943d1dd06f82c2d5e4";
  const frames = [Buffer.from("<IDS|MSG>"), Buffer.from(signature), ...parts];
  // Past the signature: now it is the empty header that is wrong.
  expect(() => decodeFrames("shell", frames, "secret")).toThrow(/Not a Jupyter message/);
});

test("rubbish of any kind is a MessageError and nothing else", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(() => decodeWebsocketV1(bytes)).toThrow(MessageError);
      expect(() => decodeWebsocketDefault(bytes)).toThrow(MessageError);
    }),
    { seed },
  );
});

test("a good message with bytes changed is either read or a MessageError", () => {
  const good = encodeWebsocketV1(withBuffers);
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.nat(255), (at, value) => {
      const bytes = good.slice();
      bytes[at] = value;
      try {
        decodeWebsocketV1(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(MessageError);
      }
    }),
    { seed, numRuns: 1000 },
  );
});

const nested = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;

test("200,000 levels in any part of a message are a MessageError on every wire, before anything overflows", () => {
  const deep = nested(200_000);
  const parts = (at: number): string[] => {
    const json = [plain.header, plain.parent_header, plain.metadata, plain.content].map((part) => JSON.stringify(part));
    return json.map((text, index) =>
      index === at ? text.replace(/}$/, `${text === "{}" ? "" : ","}"deep":${deep}}`) : text,
    );
  };
  for (const at of [0, 1, 2, 3]) expect(() => parseMessage("shell", parts(at), [])).toThrow(MessageError);
  const text = JSON.stringify({ ...plain, content: { deep: 1 } }).replace('"deep":1', `"deep":${deep}`);
  expect(() => decodeWebsocketDefault(text)).toThrow(MessageError);
});

test("an output with data that is too deep arrives with words in its place, the rest of it whole", () => {
  const content = `{"data":{"application/json":${nested(200_000)},"text/html":"<b>kept</b>"},"metadata":{}}`;
  const message = parseMessage("iopub", [JSON.stringify(plain.header), "{}", "{}", content], []);
  expect(message.content).toEqual({
    data: { "text/plain": "This output is nested too deeply to be shown.", "text/html": "<b>kept</b>" },
    metadata: {},
  });
});
