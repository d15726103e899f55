/**
 * Stands in place of `@tensorflow/tfjs-node` for danfojs-node (root `overrides`), so that nothing is compiled or downloaded after the
 * install. The tensors are TensorFlow.js's own, in plain JavaScript; only what danfojs-node 1.2.0 asks for beside them is written here.
 */
"use strict";
const core = require("@tensorflow/tfjs-core");
require("@tensorflow/tfjs-backend-cpu");

// Without it the first sum prints an advertisement for the native package.
core.enableProdMode();

// The core leaves it to the full package to hang these on every tensor.
const chained = [
  "add sub mul div divNoNan mod pow minimum maximum equal notEqual less lessEqual greater greaterEqual",
  "transpose argMax argMin max min mean sum sqrt reshape cast",
].flatMap((names) => names.split(" "));
for (const name of chained) {
  core.Tensor.prototype[name] ??= function (...given) {
    return core[name](this, ...given);
  };
}

/** `data.array(items).shuffle(many, seed).take(many).toArray()`: all that `sample` asks of the data package. */
function dataset(items) {
  return {
    shuffle: (_many, seed) => dataset(shuffled(items, seed)),
    take: (many) => dataset(items.slice(0, many)),
    toArray: async () => [...items],
  };
}

/** The same seed gives the same order, but not the order that the data package would give. */
function shuffled(items, seed) {
  let state = Array.from(String(seed)).reduce((hash, sign) => Math.imul(hash, 31) + sign.codePointAt(0), 7) >>> 0;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const left = [...items];
  for (let last = left.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [left[last], left[other]] = [left[other], left[last]];
  }
  return left;
}

module.exports = { ...core, data: { array: dataset } };
