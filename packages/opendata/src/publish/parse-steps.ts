/** Steps of mending and remedies as they stand in a file: data of a known form, or not taken at all. */
import type { Fix } from "../mend/fix.js";
import type { Remedy } from "./remedies.js";

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === "string";
const isTexts: Test = (value) => Array.isArray(value) && value.length > 0 && value.every(isText);
const isPositive: Test = (value) => typeof value === "number" && Number.isFinite(value) && value > 0;
const isRow: Test = (value) => Number.isInteger(value) && (value as number) > 0;
const isRows: Test = (value) => Array.isArray(value) && value.every(isRow);
const isChanges: Test = (value) =>
  Array.isArray(value) && value.every((one) => isObject(one) && isText(one["from"]) && isText(one["to"]));
const oneOf =
  (...words: readonly string[]): Test =>
  (value) =>
    words.includes(value as string);
const maybe =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);

const remedyFields: Readonly<Record<Remedy["type"], Readonly<Record<string, Test>>>> = {
  drop: { columns: isTexts },
  group: { column: isText, by: oneOf("band", "year", "month", "district", "rare"), width: maybe(isPositive) },
  round: { columns: isTexts, to: isPositive },
  "blank-people": { columns: isTexts },
  suppress: { columns: isTexts, below: isPositive, totals: maybe((value) => typeof value === "boolean") },
  "protect-totals": { columns: isTexts, below: isPositive },
  "hide-rare": { columns: isTexts, below: isPositive },
};

const fixFields: Readonly<Record<Fix["type"], Readonly<Record<string, Test>>>> = {
  "trim-cells": { columns: isTexts },
  "single-spaces": { columns: isTexts },
  "join-lines": { columns: isTexts, by: isText },
  "repair-text": { columns: isTexts },
  "replace-values": { column: isText, changes: isChanges },
  "blank-values": { columns: isTexts, words: isTexts },
  "whole-numbers": { columns: isTexts },
  "leave-out-rows": { rows: isRows },
  "put-back-rows": { rows: isRows },
  "leave-out-columns": { columns: isTexts },
  "rename-columns": { names: isChanges },
  "set-type": {
    columns: isTexts,
    as: oneOf(
      "text",
      "code",
      "integer",
      "number",
      "currency",
      "date",
      "datetime",
      "time",
      "boolean",
      "postcode",
      "empty",
    ),
    dateOrder: maybe(oneOf("day-first", "month-first")),
  },
  "recut-rows": {
    row: isRow,
    many: isRow,
    records: (value) => Array.isArray(value) && value.every((record) => Array.isArray(record) && record.every(isText)),
  },
};

export function parseFix(value: unknown): Fix | undefined {
  return fits(value, fixFields) ? (value as Fix) : undefined;
}

export function parseRemedy(value: unknown): Remedy | undefined {
  return fits(value, remedyFields) ? (value as Remedy) : undefined;
}

function fits(value: unknown, kinds: Readonly<Record<string, Readonly<Record<string, Test>>>>): boolean {
  if (!isObject(value) || typeof value["type"] !== "string" || !Object.hasOwn(kinds, value["type"])) return false;
  const fields = kinds[value["type"]] ?? {};
  return Object.entries(fields).every(([name, test]) => test(value[name]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
