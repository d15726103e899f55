import type { Submission } from "./submission.js";

export const memory: readonly Submission[] = [
  {
    tries: "all of the heap",
    source: "const kept: unknown[] = []; for (;;) kept.push(new Array(1e6).fill(kept.length)); let total = 6;",
  },
  {
    tries: "memory outside the heap",
    source: "const kept: unknown[] = []; for (;;) kept.push(Buffer.alloc(5e7, 1)); let total = 6;",
  },
  {
    tries: "shared memory",
    source:
      "const kept: unknown[] = []; for (;;) kept.push(new Uint8Array(new SharedArrayBuffer(5e7)).fill(1)); let total = 6;",
  },
  {
    tries: "WebAssembly memory",
    source:
      "const kept: unknown[] = []; for (;;) { const one = new (globalThis as any).WebAssembly.Memory({ initial: 1600 }); new Uint8Array(one.buffer).fill(1); kept.push(one); } let total = 6;",
  },
  { tries: "a string that doubles", source: 'let text = "x"; for (;;) text += text; let total = 6;' },
  { tries: "a flattened string of 500 MB", source: 'let total = "x".repeat(5e8).split("").length;' },
  {
    tries: "a Map that grows",
    source: "const map = new Map(); for (let i = 0; ; i++) map.set(i, new Array(1000).fill(i)); let total = 6;",
  },
  {
    tries: "closures that keep each other",
    source:
      "let chain: any = null; for (;;) { const before = chain; const bulk = new Array(1e5).fill(0); chain = () => [before, bulk]; } let total = 6;",
  },
  { tries: "an answer of 100 MB", source: 'let total = "6".repeat(100_000_000);' },
  { tries: "an answer of many numbers", source: "let total = Array.from({ length: 5e6 }, () => 6);" },
  { tries: "an answer with ten million holes", source: "let total = new Array(10_000_000);" },
  { tries: "a list as long as lists can be", source: "let total: any = []; total.length = 4_294_967_295;" },
  {
    tries: "an answer that is very deep",
    source: "let total: any = 6; for (let i = 0; i < 1e6; i++) total = [total];",
  },
  { tries: "an answer that holds itself", source: "let total: any = {}; total.self = total;" },
  { tries: "a Map that holds itself", source: "let total: any = new Map(); total.set(total, total);" },
  {
    tries: "toJSON that answers with another toJSON",
    source: "const make = (): any => ({ toJSON: make }); let total = make();",
  },
  { tries: "an error message of 100 MB", source: 'throw new Error("6".repeat(100_000_000));' },
  {
    tries: "an error name of 100 MB",
    source: 'const error = new Error("6"); error.name = "6".repeat(1e8); throw error;',
  },
  { tries: "very much output", source: 'for (let i = 0; i < 3e5; i++) console.log("x".repeat(100)); let total = 7;' },
  {
    tries: "a function that answers with 100 MB",
    exercise: "rate",
    source: 'function rate() { return "50".repeat(50_000_000); }',
  },
];
