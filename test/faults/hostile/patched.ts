import type { Submission } from "./submission.js";

export const patched: readonly Submission[] = [
  { tries: "Object.is that always agrees", source: "Object.is = () => true; let total = 7;" },
  {
    tries: "Array.prototype methods that always agree",
    source:
      "for (const name of ['filter', 'every', 'map', 'some', 'includes', 'reduce', 'push'] as const) (Array.prototype as any)[name] = () => true; let total = 7;",
  },
  {
    tries: "setters in the way of a list's places",
    source:
      "for (let i = 0; i < 100; i++) Object.defineProperty(Array.prototype, String(i), { set() {}, get: () => 6, configurable: true }); let total = [7, 7];",
  },
  {
    tries: "getters on Object.prototype",
    source:
      "for (const name of ['passed', 'type', 'value', 'hidden', 'stop']) Object.defineProperty(Object.prototype, name, { get: () => 'value', set() {}, configurable: true }); let total = 7;",
  },
  {
    tries: "a polluted prototype",
    source: "(Object.prototype as any).passed = true; (Object.prototype as any).hidden = false; let total = 7;",
  },
  {
    tries: "JSON that says something else",
    source: "JSON.stringify = () => '6'; JSON.parse = () => 6; let total = 7;",
  },
  {
    tries: "structuredClone that says something else",
    source: "globalThis.structuredClone = (() => 6) as any; let total = 7;",
  },
  {
    tries: "the serialiser's methods",
    source:
      "const v8: any = await import('node:v8'); for (const name of Object.getOwnPropertyNames(v8.Serializer.prototype)) if (name.startsWith('write')) v8.Serializer.prototype[name] = () => true; let total = 7;",
  },
  {
    tries: "Symbol.toPrimitive on numbers",
    source:
      "(Number.prototype as any)[Symbol.toPrimitive] = () => 6; Number.prototype.valueOf = () => 6; let total = new Number(7);",
  },
  {
    tries: "Symbol.hasInstance",
    source:
      "for (const one of [Date, Map, Set, Array, Error]) Object.defineProperty(one, Symbol.hasInstance, { value: () => true }); let total = { 6: 6 };",
  },
  {
    tries: "Symbol.iterator of lists",
    source: "(Array.prototype as any)[Symbol.iterator] = function* () { yield 6; }; let total = [7];",
  },
  {
    tries: "Symbol.species",
    source: "Object.defineProperty(Array, Symbol.species, { get: () => Object }); let total = [7].map((each) => each);",
  },
  {
    tries: "Promise.prototype.then",
    source: "Promise.prototype.then = function (done: any) { done?.(6); return this; } as any; let total = 7;",
    endless: true,
  },
  {
    tries: "a Promise of one's own",
    source:
      "globalThis.Promise = class { static resolve() { return 6; } then(done: any) { done(6); } } as any; let total = 7;",
  },
  {
    tries: "Map's methods",
    source: "Map.prototype.get = () => 6 as any; Map.prototype.has = () => true; let total = 7;",
  },
  {
    tries: "Function.prototype.call and apply",
    source: "Function.prototype.call = Function.prototype.apply = (() => 6) as any; let total = 7;",
    endless: true,
  },
  {
    tries: "Buffer's methods",
    source: "Buffer.concat = () => Buffer.from('6'); (Buffer.prototype as any).writeUInt32BE = () => 4; let total = 7;",
    endless: true,
  },
  {
    tries: "a frame's length that lies",
    source:
      "const real = Buffer.prototype.writeUInt32BE; (Buffer.prototype as any).writeUInt32BE = function (n: number, at: number) { return real.call(this, 1, at); }; let total = 7;",
  },
  {
    tries: "Math and Number",
    source:
      "Math.abs = () => 0; Number.isNaN = () => true; Number.isFinite = () => true; (Number as any).EPSILON = 1e9; let total = 7;",
  },
  {
    tries: "Reflect and Object",
    source: "Object.keys = () => []; Object.entries = () => []; Reflect.ownKeys = () => []; let total = { wrong: 7 };",
  },
  {
    tries: "Error.prepareStackTrace",
    source:
      "(Error as any).prepareStackTrace = () => { throw 6; }; Error.stackTraceLimit = Infinity; let total = 7; throw new Error('7');",
  },
  {
    tries: "global names that tests use",
    source:
      "Object.assign(globalThis, { test: () => true, equal: () => true, near: () => true, answer: () => 6, sameRows: () => true }); let total = 7;",
  },
  {
    tries: "globalThis itself made anew",
    source: "Object.setPrototypeOf(globalThis, new Proxy({}, { get: () => 6, has: () => true })); let total = 7;",
  },
  { tries: "frozen globals", source: "Object.freeze(globalThis); let total = 7;" },
  { tries: "a date that lies", source: "Date.prototype.getTime = () => 6; let total = new Date(7);" },
];
