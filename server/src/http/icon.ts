/**
 * The one set of icons of the server-rendered pages. Always beside a word, so hidden from screen readers.
 * Drawn as shapes rather than letters: a typeface without ✓ or ▲ would fall back to whatever the machine has.
 */
import { trustedHtml, type Html } from "./html.js";

export type IconName =
  | "surgery"
  | "passed"
  | "tried"
  | "handed-in"
  | "untouched"
  | "fine"
  | "help"
  | "done"
  | "copy"
  | "print"
  | "screen"
  | "warning"
  | "information";

const stroke = `fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"`;

const drawings: Readonly<Record<IconName, string>> = {
  surgery: `<rect width="24" height="24" rx="6" fill="#0f766e"/><path d="M4 15h3.6l2.2-4.5 3 7.5 3-11.2 2.2 5.2H20" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`,
  passed: `<circle cx="12" cy="12" r="10" fill="currentColor"/><path d="M7 12.5l3.4 3.4L17 9" fill="none" stroke="var(--ds-paper)" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>`,
  tried: `<circle cx="12" cy="12" r="9" ${stroke}/><path d="M12 3a9 9 0 0 0 0 18z" fill="currentColor"/>`,
  "handed-in": `<circle cx="12" cy="12" r="9" ${stroke}/><path d="M12 17V8M8 11.5 12 7.5l4 4" ${stroke}/>`,
  untouched: `<circle cx="12" cy="12" r="9" ${stroke}/>`,
  fine: `<circle cx="12" cy="12" r="9" fill="currentColor"/>`,
  help: `<path d="M12 3 22.4 21H1.6z" fill="currentColor"/>`,
  done: `<rect x="3.5" y="3.5" width="17" height="17" rx="1.5" fill="currentColor"/>`,
  copy: `<rect x="9" y="9" width="11" height="11" rx="2" ${stroke}/><path d="M5 15H4V5a1 1 0 0 1 1-1h10v1" ${stroke}/>`,
  print: `<path d="M7 9V3h10v6M7 18H4v-7a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v7h-3M7 14h10v7H7z" ${stroke}/>`,
  screen: `<rect x="3" y="4" width="18" height="12" rx="1.5" ${stroke}/><path d="M12 16v4M8 20h8" ${stroke}/>`,
  warning: `<path d="M12 3.5 21.5 20h-19z" ${stroke}/><path d="M12 10v4.5M12 17.4v.1" ${stroke}/>`,
  information: `<circle cx="12" cy="12" r="9.2" ${stroke}/><path d="M12 11v6M12 7.4v.1" ${stroke}/>`,
};

export function icon(name: IconName): Html {
  return trustedHtml(
    `<svg class="icon-${name}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">${drawings[name]}</svg>`,
  );
}
