import type { Submission } from "./submission.js";

export const lying: readonly Submission[] = [
  { tries: "valueOf", source: "let total = { valueOf: () => 6 };" },
  { tries: "toString", source: "let total = { toString: () => '6' };" },
  { tries: "toJSON", source: "let total = { toJSON: () => ({ valueOf: 6 }) };" },
  { tries: "Symbol.toPrimitive", source: "let total = { [Symbol.toPrimitive]: () => 6 };" },
  { tries: "Symbol.toStringTag", source: "let total = { [Symbol.toStringTag]: 'Number', valueOf: () => 6 };" },
  { tries: "a boxed number", source: "let total = Object(6);" },
  { tries: "text that looks like the number", source: 'let total = "6";' },
  { tries: "a list with the number in it", source: "let total = [6];" },
  { tries: "NaN", source: "let total = NaN;" },
  { tries: "infinity", source: "let total = Infinity;" },
  { tries: "minus nothing", source: "let total = -0;" },
  { tries: "true", source: "let total = true;" },
  { tries: "nothing at all", source: "let total;" },
  { tries: "a symbol", source: "let total = Symbol('6');" },
  { tries: "a function that knows", source: "let total = () => 6;" },
  {
    tries: "a proxy that lies about everything",
    source:
      "let calls = 0; let total = new Proxy({}, { get: () => ++calls, has: () => true, ownKeys: () => [], getPrototypeOf: () => Number.prototype });",
  },
  {
    tries: "a revoked proxy",
    source: "const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); let total = proxy;",
  },
  {
    tries: "a value that changes at each look",
    source:
      "let looks = 0; Object.defineProperty(globalThis, 'total', { get: () => [1, 6, 424242][looks++ % 3], configurable: true }); console.log('no name is made with let here');",
  },
  {
    tries: "an object with comparison's words",
    source: "let total = { passed: true, type: 'pass', length: 6, equals: 6 };",
  },
  {
    tries: "a key called __proto__",
    source: `let total = JSON.parse('{"__proto__": {"valueOf": 6}, "constructor": 6}');`,
  },
  { tries: "an exotic object", source: "let total = process;" },
  { tries: "the global object", source: "let total: any = globalThis;" },
  { tries: "a thenable with the number", source: "let total = { then: (done: (value: number) => void) => done(7) };" },
  { tries: "an answer that comes after the verdict", source: "let total = 7; setTimeout(() => { total = 6; }, 60);" },
  {
    tries: "an answer that changes when it is collected",
    source:
      "let total: any = 7; new FinalizationRegistry(() => { total = 6; }).register({}, 0); new Array(1e5).fill({});",
  },
  {
    tries: "a function that returns a lying object",
    exercise: "rate",
    source: "function rate() { return { valueOf: () => 50 }; }",
  },
  {
    tries: "a function that returns a promise of nothing",
    exercise: "rate",
    source: "async function rate() { return undefined; }",
  },
  {
    tries: "a proxy in a function's place",
    exercise: "rate",
    source: "const rate: any = new Proxy(() => 50, { apply: () => ({ near: true }) });",
  },
];
