/**
 * Which counts are held back so that no small one can be read or worked out. Primary: counts from 1 to below the threshold are
 * hidden. Secondary: where a total is published, others of its line are hidden too, until every hidden count could also be five
 * or more; where a line has not enough to hide in, its total is hidden as well, and what that is a part of is looked at in the same
 * way. Zeros are told: nobody is in them. Readers are taken to know that whatever is hidden is at least 1.
 *
 * The rule follows the idea of complementary cell suppression (L. H. Cox, "Suppression methodology and statistical disclosure
 * control", JASA 75 (1980), 377–385) for lines that share nothing but their total.
 */

export const threshold = 5;

/** A year's total and the lines that add up to it, each in its own way: by place, by quarter. */
export interface YearCounts {
  readonly total: number;
  readonly lines: readonly (readonly number[])[];
}

export interface YearHidden {
  readonly total: boolean;
  readonly lines: readonly (readonly boolean[])[];
}

export interface Hidden {
  /** The total over all years. */
  readonly all: boolean;
  readonly years: readonly YearHidden[];
}

export const isSmall = (count: number): boolean => count > 0 && count < threshold;

export function suppress(years: readonly YearCounts[]): Hidden {
  const work = years.map((year) => new Year(year));
  for (const year of work) year.hideSmall();
  let all = isSmall(years.reduce((sum, { total }) => sum + total, 0));
  const hidden = (): Year[] => work.filter((year) => year.hidden);
  // What a reader can't know of the hidden totals, taken together, must be enough for each to be large.
  while (
    !all &&
    hidden().length > 0 &&
    !(hidden().length >= 2 && sumOf(hidden(), (year) => year.room()) >= threshold)
  ) {
    const next = smallest(
      work.filter((year) => !year.hidden && year.total > 0),
      ({ total }) => total,
    );
    if (next === undefined) all = true;
    else next.hide();
  }
  return { all, years: work.map((year) => ({ total: year.hidden, lines: year.lines.map((line) => line.hidden) })) };
}

class Year {
  readonly total: number;
  readonly lines: readonly Line[];
  hidden = false;

  constructor({ total, lines }: YearCounts) {
    this.total = total;
    this.lines = lines.map((counts) => new Line(counts));
  }

  hideSmall(): void {
    const enough = this.lines.map((line) => line.hideSmall());
    if (isSmall(this.total) || enough.includes(false)) this.hide();
  }

  /** With its total hidden, each of its lines must leave it open. */
  hide(): void {
    this.hidden = true;
    for (const line of this.lines) line.leaveOpen();
  }

  /** By how much the total could be less, for all that a reader sees. */
  room(): number {
    return this.lines.length === 0 ? this.total - 1 : Math.min(...this.lines.map((line) => line.room()));
  }
}

class Line {
  readonly hidden: boolean[];
  readonly #counts: readonly number[];

  constructor(counts: readonly number[]) {
    this.#counts = counts;
    this.hidden = counts.map(() => false);
  }

  /** False when there is not enough to hide in. */
  hideSmall(): boolean {
    for (const [at, count] of this.#counts.entries()) if (isSmall(count)) this.hidden[at] = true;
    if (!this.hidden.includes(true)) return true;
    return this.#hideMore(2);
  }

  leaveOpen(): void {
    this.#hideMore(1);
  }

  room(): number {
    return this.#counts.reduce((sum, count, at) => sum + (this.hidden[at] === true ? count - 1 : 0), 0);
  }

  #hideMore(least: number): boolean {
    while (this.hidden.filter(Boolean).length < least || this.room() < threshold) {
      const shown = [...this.#counts.entries()].filter(([at, count]) => this.hidden[at] !== true && count > 0);
      const next = smallest(shown, ([, count]) => count);
      if (next === undefined) return false;
      this.hidden[next[0]] = true;
    }
    return true;
  }
}

function smallest<T>(all: readonly T[], size: (one: T) => number): T | undefined {
  return all.toSorted((a, b) => size(a) - size(b))[0];
}

function sumOf<T>(all: readonly T[], value: (one: T) => number): number {
  return all.reduce((sum, one) => sum + value(one), 0);
}

/**
 * For shares (`yes` of `of`): a few who said yes are as telling as a few who said no. By year either all are told or none, so
 * that no year is what the others leave of the whole.
 */
export function suppressShares(years: readonly { readonly yes: number; readonly of: number }[]): {
  readonly all: boolean;
  readonly years: boolean;
} {
  const small = ({ yes, of }: { readonly yes: number; readonly of: number }): boolean =>
    isSmall(of) || isSmall(yes) || isSmall(of - yes);
  const whole = { yes: sumOf(years, ({ yes }) => yes), of: sumOf(years, ({ of }) => of) };
  return { all: small(whole), years: small(whole) || years.some(small) };
}
