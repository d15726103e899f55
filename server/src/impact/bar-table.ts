/**
 * A chart that is a table: each row has its name, its bar and its figure, so that those who can't see the bars miss nothing. The
 * title is what it shows.
 */
import { html, type Html } from "../http/index.js";

export interface BarRow {
  readonly label: string;
  readonly value: number;
  /** The figure in words. */
  readonly text: string;
  /** How far it could be off. */
  readonly low?: number;
  readonly high?: number;
}

export interface BarTable {
  readonly id: string;
  /** The finding, in a sentence. */
  readonly title: string;
  /** What the bars are measured in, and where it is from. */
  readonly note: string;
  readonly columns: readonly [string, string];
  readonly rows: readonly BarRow[];
  /** Where the bars end; the largest value if it is not given. */
  readonly most?: number;
}

export function barTable({ id, title, note, columns, rows, most }: BarTable): Html {
  const full = most ?? Math.max(1, ...rows.map(({ value, high }) => Math.max(value, high ?? 0)));
  return html`<figure class="bars">
    <figcaption id="${id}">${title}</figcaption>
    <table aria-labelledby="${id}">
      <thead>
        <tr>
          <th scope="col">${columns[0]}</th>
          <td class="bar" aria-hidden="true"></td>
          <th scope="col" class="number">${columns[1]}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row">${row.label}</th>
              <td class="bar" aria-hidden="true">${bar(row, full)}</td>
              <td class="number">${row.text}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="quiet">${note}</p>
  </figure>`;
}

/** Stretched to the width it gets; its lines are not. */
function bar({ value, low, high }: BarRow, full: number): Html {
  const at = (number: number): string => ((100 * Math.min(Math.max(number, 0), full)) / full).toFixed(2);
  return html`<svg viewBox="0 0 100 20" preserveAspectRatio="none" focusable="false">
    <line class="bar-floor" x1="0" y1="0" x2="0" y2="20" />
    <rect class="bar-value" x="0" y="4" width="${at(value)}" height="12" />
    ${
      low !== undefined &&
      high !== undefined &&
      html`<path class="bar-range" d="M${at(low)} 10H${at(high)}M${at(low)} 6V14M${at(high)} 6V14" />`
    }
  </svg>`;
}
