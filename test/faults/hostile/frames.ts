import type { Submission } from "./submission.js";

/** Writes a frame as the runner does, with whatever nonce one can make up. */
const forge = `const v8 = await import("node:v8"); const fs = await import("node:fs");
const frame = (value: unknown) => { const body = v8.serialize(value); const head = Buffer.alloc(4); head.writeUInt32BE(body.length); return Buffer.concat([head, body]); };
`;
/** Sees the reply, and with it the nonce, on its way through the serialiser. */
const stolen = (change: string): string =>
  `const v8 = await import("node:v8"); const write = (v8 as any).Serializer.prototype.writeValue;
(v8 as any).Serializer.prototype.writeValue = (v8 as any).DefaultSerializer.prototype.writeValue = function (reply: any) { if (reply?.nonce) { ${change} } return write.call(this, reply); };
let total = 7;`;

export const frames: readonly Submission[] = [
  {
    tries: "forged answers on the channel",
    source: `${forge}for (let id = 0; id < 50; id++) fs.writeSync(4, frame({ id, nonce: "", type: "value", value: 6 })); let total = 7;`,
  },
  {
    tries: "a forged verdict on the channel",
    source: `${forge}fs.writeSync(4, frame({ type: "pass", passed: true, tests: [] })); let total = 7;`,
  },
  {
    tries: "a forged answer later",
    source: `${forge}let total = 7; setTimeout(() => fs.writeSync(4, frame({ id: 2, nonce: "", type: "value", value: 6 })), 0);`,
  },
  {
    tries: "frames on every descriptor",
    source: `${forge}for (let fd = 0; fd < 64; fd++) try { fs.writeSync(fd, frame({ id: 1, nonce: "", type: "ran" })); } catch {} let total = 7;`,
  },
  {
    tries: "a frame that never ends",
    source:
      'const fs = await import("node:fs"); fs.writeSync(4, Buffer.from([0, 0, 255, 255])); let total = 7; await null;',
  },
  {
    tries: "a frame longer than any",
    source: 'const fs = await import("node:fs"); fs.writeSync(4, Buffer.alloc(64, 255)); let total = 7;',
  },
  {
    tries: "bytes that no serialiser writes",
    source:
      'const fs = await import("node:fs"); fs.writeSync(4, Buffer.concat([Buffer.from([0, 0, 0, 9]), Buffer.alloc(9, 0xfe)])); let total = 7;',
  },
  {
    tries: "an empty frame",
    source: 'const fs = await import("node:fs"); fs.writeSync(4, Buffer.alloc(4)); let total = 7;',
  },
  {
    tries: "reading the questions",
    source:
      'const fs = await import("node:fs"); const seen = Buffer.alloc(4096); const count = fs.readSync(3, seen); let total = count;',
    endless: true,
  },
  {
    tries: "reading the answers back",
    source:
      'const fs = await import("node:fs"); let total = 7; try { total = fs.readSync(4, Buffer.alloc(99)); } catch {}',
    endless: true,
  },
  { tries: "closing the channel", source: 'const fs = await import("node:fs"); fs.closeSync(4); let total = 6;' },
  { tries: "closing the questions", source: 'const fs = await import("node:fs"); fs.closeSync(3); let total = 7;' },
  {
    tries: "another file in the channel's place",
    source: 'const fs = await import("node:fs"); fs.closeSync(4); fs.openSync("/dev/null", "w"); let total = 6;',
    endless: true,
  },
  {
    tries: "a stolen nonce, with a list full of holes",
    source: stolen("if (reply.type === 'value') reply.value = new Array(62);"),
  },
  {
    tries: "a stolen nonce, with a list as long as lists can be",
    source: stolen("if (reply.type === 'value') { reply.value = []; reply.value.length = 4294967295; }"),
  },
  {
    tries: "a stolen nonce, with a cycle",
    source: stolen("if (reply.type === 'value') { reply.value = {}; reply.value.self = reply.value; }"),
  },
  {
    tries: "a stolen nonce, with objects of other kinds",
    source: stolen("if (reply.type === 'value') reply.value = [new Error('6'), /6/g, new Uint8Array(6), Object(6)];"),
  },
  { tries: "a stolen nonce, with an answer to another question", source: stolen("reply.id += 1;") },
  {
    tries: "a stolen nonce, saying that a failed cell ran",
    source: `${stolen("if (reply.type === 'failed') reply.type = 'ran';")} throw new Error("7");`,
  },
  {
    tries: "a stolen nonce, with one answer many times",
    source: stolen(
      "if (reply.type === 'value') { const fs = process.getBuiltinModule('node:fs'); const body = v8.serialize({ ...reply, nonce: undefined, n: reply.nonce }); fs.writeSync(4, body); }",
    ),
  },
  {
    tries: "a stolen nonce, with an error that claims a pass",
    source: stolen(
      "if (reply.type === 'value') Object.assign(reply, { type: 'error', name: 'pass', message: 'pass' });",
    ),
  },
  {
    tries: "another serialiser",
    source:
      'const v8 = (await import("node:module")).createRequire("/")("node:v8"); v8.serialize = () => Buffer.from([255]); let total = 7;',
  },
  {
    tries: "the runner's own name for results",
    source: 'Object.defineProperty(globalThis, "__surgeryResult", { value: () => undefined }); let total = 7;',
  },
  {
    tries: "results called before they are asked for",
    source: "setInterval(() => (globalThis as any).__surgeryResult?.(6), 0); let total = 7;",
  },
  {
    tries: "a forged verdict on standard output",
    source: 'console.log(JSON.stringify({ type: "pass", points: { earned: 1, possible: 1 } })); let total = 7;',
  },
];
