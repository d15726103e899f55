/** A value in a few words, for the line beside a completion. Reads nothing that could run code. */
import { isObject, memberValue } from "./own-members.js";

const longest = 60;

export function shortValue(value: unknown): string {
  switch (typeof value) {
    case "string":
      return shorten(JSON.stringify(value));
    case "function":
      return /^class\b/.test(Function.prototype.toString.call(value)) ? "class" : "function";
    case "symbol":
      return "symbol";
    case "object":
      return value === null ? "null" : shortObject(value);
    case "bigint":
      return `${value}n`;
    default:
      return String(value);
  }
}

function shortObject(value: object): string {
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "date that is none" : value.toISOString();
  const maker = memberValue(Object.getPrototypeOf(value), "constructor", undefined);
  const name = isObject(maker) ? memberValue(maker, "name", undefined) : undefined;
  return typeof name === "string" && name !== "" && name !== "Object" ? name : "object";
}

function shorten(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
