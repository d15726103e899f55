import { Sign, censusOf } from "../../read/census.js";
import { isMojibake, lostCharacter } from "../../read/mojibake.js";
import type { SourceColumn, SourceTable } from "../../read/source-table.js";
import type { Fault } from "../fault.js";
import { countOf, namesOf, shorten } from "../../say.js";
import { tallied, tallyCells } from "../tally.js";

/** Damage to letters, texts cut off, and code that hides in cells. */
export function textFaults(table: SourceTable): Fault[] {
  return [...letterFaults(table), ...cutFaults(table), ...codeInCellFaults(table)];
}

function letterFaults(table: SourceTable): Fault[] {
  const faults: Fault[] = [];
  const wrong = tallyCells(
    table,
    (place, census) => ((census.signs[place] ?? 0) & Sign.beyondAscii) !== 0 && isMojibake(census.values[place] ?? ""),
  );
  if (wrong.count > 0) {
    const example = [...wrong.values.values()][0]?.[0] ?? "";
    faults.push({
      ...tallied(wrong),
      code: "mojibake",
      unit: "cells",
      what: `${countOf(wrong.count, "cell holds", "cells hold")} wrong letters in ${namesOf(wrong.columns)}, for instance “${shorten(example, 60)}”.`,
      why: "The text was once read with the wrong character set and saved again, so a name does not match the right one.",
      fix: {
        words: "Turn them into what they were.",
        done: false,
        fix: { type: "repair-text", columns: wrong.columns },
      },
    });
  }
  const lost = tallyCells(
    table,
    (place, census) =>
      ((census.signs[place] ?? 0) & (Sign.replacement | Sign.question)) !== 0 &&
      lostCharacter(census.values[place] ?? ""),
  );
  if (lost.count > 0) {
    faults.push({
      ...tallied(lost),
      code: "lost-character",
      unit: "cells",
      what: `${countOf(lost.count, "cell has", "cells have")} a mark where a letter or sign was lost, in ${namesOf(lost.columns)}.`,
      why: "It was lost before the file was published. A ? before a sum of money was most likely a pound sign.",
      fix: {
        words: "Put back those that can be told for certain, and ask the publisher for the rest.",
        done: false,
        fix: { type: "repair-text", columns: lost.columns },
      },
    });
  }
  return faults;
}

/** Many texts of exactly the greatest length: a program cut them there. */
function cutFaults(table: SourceTable): Fault[] {
  const limits = new Map<SourceColumn, number>();
  for (const column of table.columns) {
    if (column.type !== "text") continue;
    const { values } = censusOf(column.raw);
    let longest = 0;
    for (const value of values) if (value.length > longest) longest = value.length;
    if (longest < 30) continue;
    // By their beginnings: forty areas of one long-named town are not forty texts cut off.
    const cut = new Set<string>();
    let near = 0;
    const lengths = new Set<number>();
    for (const value of values) {
      lengths.add(value.length);
      if (value.length === longest && !/[.!?)"”]\s*$/.test(value)) cut.add(value.slice(0, 12));
      else if (value.length < longest && value.length >= longest - 5) near++;
    }
    const round = [
      30, 32, 35, 40, 50, 60, 64, 80, 100, 128, 150, 200, 250, 254, 255, 256, 300, 400, 500, 512, 1000, 1024, 2000,
      4000, 32_767,
    ].includes(longest);
    // Texts made by a rule have few lengths; written ones have many.
    if (lengths.size < 10) continue;
    // Five lengths below share what one length would have by chance.
    if (cut.size >= (round ? 3 : 8) && cut.size > (near / 5) * 4 + 2) limits.set(column, longest);
  }
  if (limits.size === 0) return [];
  const found = tallyCells(table, (place, census, column) => census.values[place]?.length === limits.get(column), [
    ...limits.keys(),
  ]);
  const lengths = [...limits.values()].join(", ");
  return [
    {
      ...tallied(found),
      code: "truncated-text",
      unit: "cells",
      what: `${countOf(found.count, "cell stops", "cells stop")} at exactly ${lengths} signs in ${namesOf(found.columns)}.`,
      why: "A program cut the text there; the rest is lost.",
      fix: { words: "It can't be mended from this file. Ask the publisher for the full text.", done: false, fix: null },
    },
  ];
}

function codeInCellFaults(table: SourceTable): Fault[] {
  const faults: Fault[] = [];
  const formulas = tallyCells(table, (place, census) =>
    /^[=@](?:[A-Za-z]+\(|[+-]|[A-Za-z]+\|)|^[+-][A-Za-z]+\(|^=["'A-Z$]/.test(census.trimmed[place] ?? ""),
  );
  if (formulas.count > 0) {
    faults.push({
      ...tallied(formulas),
      code: "formula-in-cell",
      unit: "cells",
      what: `${countOf(formulas.count, "cell holds", "cells hold")} a formula instead of a value, in ${namesOf(formulas.columns)}.`,
      why: "A spreadsheet would run it when somebody opens the file. That can be a slip, or an attack.",
      fix: { words: "Don't open the file in a spreadsheet before you know what they do.", done: false, fix: null },
    });
  }
  const html = tallyCells(table, (place, census) =>
    ((census.signs[place] ?? 0) & Sign.angle) !== 0
      ? /<\/?(?:p|br|div|span|b|i|a|ul|li|strong|em|font|table|td)\b[^<>]*>/i.test(census.values[place] ?? "")
      : /&(?:amp|nbsp|lt|gt|quot|#\d{2,4}|rsquo|pound);/.test(census.values[place] ?? ""),
  );
  if (html.count > 0) {
    faults.push({
      ...tallied(html),
      code: "html-in-cell",
      unit: "cells",
      what: `${countOf(html.count, "cell holds", "cells hold")} code of a web page, such as <br> or &amp;, in ${namesOf(html.columns)}.`,
      why: "People see the code instead of the text, and names do not match.",
      fix: { words: "Ask the publisher for plain text, or replace these cells.", done: false, fix: null },
    });
  }
  return faults;
}
