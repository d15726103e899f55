/** How uncertain a share or a mean difference is. Known methods, without a library. */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** 97.5th percentile of the standard normal distribution. */
const z95 = 1.959963984540054;

/**
 * 95% interval of a share `yes` of `n`: Wilson's, which holds for small groups and shares near 0 and 1.
 * E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), 209–212.
 */
export function wilson(yes: number, n: number): Interval {
  if (n === 0) return { low: 0, high: 1 };
  const share = yes / n;
  const spread = z95 ** 2 / n;
  const middle = share + spread / 2;
  const half = z95 * Math.sqrt((share * (1 - share)) / n + spread / (4 * n));
  return {
    low: yes === 0 ? 0 : Math.max(0, (middle - half) / (1 + spread)),
    high: yes === n ? 1 : Math.min(1, (middle + half) / (1 + spread)),
  };
}

export interface MeanDifference extends Interval {
  readonly mean: number;
}

/**
 * Mean of paired differences with its 95% interval by Student's t ("The probable error of a mean", Biometrika 6 (1908), 1–25).
 * Undefined for fewer than two pairs: nothing is known of the spread then.
 */
export function meanDifference(differences: readonly number[]): MeanDifference | undefined {
  const n = differences.length;
  if (n < 2) return undefined;
  const mean = differences.reduce((sum, one) => sum + one, 0) / n;
  const squares = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const half = studentT975(n - 1) * Math.sqrt(squares / (n - 1) / n);
  return { mean, low: mean - half, high: mean + half };
}

/** 97.5th percentile of Student's t, found by halving on the exact distribution. */
export function studentT975(freedom: number): number {
  let [low, high] = [0, 13];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (between(middle, freedom) < 0.95) low = middle;
    else high = middle;
  }
  return high;
}

/** Probability that |t| is at most this, for whole degrees of freedom: Abramowitz and Stegun (1964), 26.7.3 and 26.7.4. */
function between(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const odd = freedom % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = odd && freedom === 1 ? 0 : term;
  for (let at = odd ? 3 : 2; at < freedom; at += 2) {
    term *= ((at - 1) / at) * cosine ** 2;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}
