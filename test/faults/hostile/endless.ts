import type { Submission } from "./submission.js";

export const endless: readonly Submission[] = [
  { tries: "an endless loop", source: "for (;;); let total = 6;", endless: true },
  {
    tries: "an endless loop that catches everything",
    source: "let total = 6; for (;;) try { for (;;); } catch {} finally { continue; }",
    endless: true,
  },
  {
    tries: "an endless chain of microtasks",
    source: "const again = () => Promise.resolve().then(again); await again(); let total = 6;",
    endless: true,
  },
  {
    tries: "queueMicrotask without end",
    source: "const more = () => queueMicrotask(more); more(); let total = 6;",
    endless: true,
  },
  {
    tries: "nextTick without end",
    source: "const more = () => process.nextTick(more); more(); let total = 6; await null;",
    endless: true,
  },
  {
    tries: "timers without end",
    source: "const more = () => setTimeout(more, 0); more(); await new Promise(() => {}); let total = 6;",
    endless: true,
  },
  {
    tries: "setImmediate without end, then an answer",
    source: "const more = () => setImmediate(more); more(); let total = 7;",
  },
  {
    tries: "an interval that goes on after the answer",
    source: "let total = 7; setInterval(() => { total = 6; }, 0);",
  },
  {
    tries: "a regular expression that takes for ever",
    source: 'let total = /^(a+)+$/.test("a".repeat(40) + "!") ? 6 : 7;',
    endless: true,
  },
  {
    tries: "a generator without end",
    source: "function* all() { for (;;) yield 1; } let total = [...all()].length;",
    endless: true,
  },
  {
    tries: "an async generator without end",
    source: "async function* all() { for (;;) yield 1; } let total = 6; for await (const one of all()) total = 6;",
    endless: true,
  },
  {
    tries: "a proxy whose every property is itself",
    source:
      "let total: any = new Proxy({}, { get: (_, key) => key === 'toJSON' ? undefined : total, ownKeys: () => ['a'], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) });",
  },
  {
    tries: "a proxy with endless keys",
    source: "let total: any = new Proxy({}, { ownKeys: () => { for (;;); } });",
    endless: true,
  },
  { tries: "a getter that never returns", source: "let total = { get value() { for (;;); } };", endless: true },
  {
    tries: "a list whose length grows while it is read",
    source: "let total: any = new Proxy([], { get: (target, key) => key === 'length' ? Infinity : 6 });",
  },
  {
    tries: "an iterator that never ends in a Set",
    source: "let total = new Set([6]); (Set.prototype as any)[Symbol.iterator] = function* () { for (;;) yield 6; };",
    endless: true,
  },
  {
    tries: "a thenable that calls back for ever",
    source: "let total = { then(done: (value: unknown) => void) { done(total); } };",
    endless: true,
  },
  { tries: "a promise that never comes", source: "let total = new Promise(() => undefined);", endless: true },
  { tries: "recursion without end", source: "const deeper = (): number => deeper() + 1; let total = deeper();" },
  {
    tries: "waiting by Atomics",
    source: "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); let total = 6;",
    endless: true,
  },
  {
    tries: "a very long sort",
    source: "let total = Array.from({ length: 5e6 }, (_, i) => -i).sort(() => Math.random() - 0.5).length;",
    endless: true,
  },
  { tries: "a BigInt as large as a town", source: "let total = 3n ** 50_000_000n;", endless: true },
  {
    tries: "a function that only ever waits when it is called",
    exercise: "rate",
    source: "async function rate() { await new Promise(() => undefined); return 50; }",
    endless: true,
  },
];
