/**
 * The postcodes of one area ("B") and what is known of each, as a text: how many different rows there are; the names of the
 * columns; a line for each of those rows, cells between tabs; then a line for each postcode, without its area, with the number of its row in base 36. Many
 * postcodes share a ward, so this packs to some four bytes for a postcode, and it is read in one pass.
 */
export interface PostcodeRow {
  readonly postcode: string;
  readonly cells: readonly string[];
}

export interface PostcodeShard {
  readonly size: number;
  find(plain: string): readonly string[] | undefined;
}

/** @param rows postcodes without spaces, each once */
export function shardText(columns: readonly string[], area: string, rows: readonly PostcodeRow[]): string {
  const numbers = new Map<string, number>();
  const lines = rows
    .toSorted((a, b) => (a.postcode < b.postcode ? -1 : 1))
    .map(({ postcode, cells }) => {
      const line = cells.map((cell) => cell.replaceAll(/[\t\r\n]+/g, " ")).join("\t");
      const number = numbers.get(line) ?? numbers.size;
      numbers.set(line, number);
      return `${postcode.slice(area.length)} ${number.toString(36)}`;
    });
  return [String(numbers.size), columns.join("\t"), ...numbers.keys(), ...lines, ""].join("\n");
}

/** @throws Error with the reason in words where the text does not hold together */
export function readShard(text: string, columns: readonly string[], area: string): PostcodeShard {
  const lines = text.split("\n");
  const many = Number(lines[0]);
  if (!Number.isInteger(many) || many < 0 || many > lines.length) throw new Error("it does not begin as it should");
  if (lines[1] !== columns.join("\t")) throw new Error("its columns are not those that pack.json lists");
  const rows = lines.slice(2, 2 + many).map((line) => line.split("\t"));
  if (rows.some((cells) => cells.length !== columns.length))
    throw new Error("a row has more or fewer cells than columns");
  const numbers = new Map<string, number>();
  for (const line of lines.slice(2 + many)) {
    if (line === "") continue;
    const space = line.indexOf(" ");
    const number = Number.parseInt(line.slice(space + 1), 36);
    if (space < 1 || rows[number] === undefined) throw new Error(`“${line}” leads to no row`);
    numbers.set(area + line.slice(0, space), number);
  }
  return {
    size: numbers.size,
    find: (plain) => {
      const number = numbers.get(plain);
      return number === undefined ? undefined : rows[number];
    },
  };
}
