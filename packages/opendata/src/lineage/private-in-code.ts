import { namedPeople } from "../profile/checks/named-people.js";

/** Why code may not be shown to others: what kinds of private things stand in it; empty where there are none. */
export function privateInCode(source: string): readonly string[] {
  return [
    ...peopleIn(source),
    ...(hasSecret(source) ? ["a password or a key"] : []),
    ...(namesFolder(source) ? ["a folder of somebody's computer"] : []),
  ];
}

function peopleIn(source: string): readonly string[] {
  const quoted = [...source.matchAll(/"([^"\n]*)"|'([^'\n]*)'|`([^`]*)`/g)].map(
    ([, one, two, three]) => one ?? two ?? three ?? "",
  );
  const words = source.split(/[\s,;(){}[\]"'`<>=]+/);
  const numbers = source.match(/(?:\+44|0)[\d\s()-]{9,16}/g) ?? [];
  const insurance = source.match(/\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/gi) ?? [];
  const titled = source.match(/\b(?:Mr|Mrs|Miss|Ms|Mx|Dr)\.?\s+\p{Lu}[^\n,;]{0,30}/gu) ?? [];
  return namedPeople([...quoted, ...words, ...numbers, ...insurance, ...titled]);
}

/** A name that promises one, with a text behind it; or a text as long and as mixed as only keys are. */
function hasSecret(source: string): boolean {
  if (
    /(?:pass(?:word|wd|phrase)?|secret|token|api_?-?key|credential)s?["'`]?\s*[:=]\s*["'`][^"'`\s]{6,}["'`]/i.test(
      source,
    )
  )
    return true;
  const long = source.match(/["'`][A-Za-z0-9+/_-]{32,}={0,2}["'`]/g) ?? [];
  return long.some((text) => /\d/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text));
}

function namesFolder(source: string): boolean {
  return /["'`](?:\/(?:home|Users)\/[^/"'`]+|[A-Za-z]:\\+Users\\+[^\\"'`]+)/.test(source);
}
