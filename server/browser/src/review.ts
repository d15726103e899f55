/** Keys and the sum of points on the page of one answer. Without this script the page does the same by its buttons. */

const page = document.querySelector("[data-review]");
const form = document.querySelector<HTMLFormElement>(".review-judge");

if (page !== null) {
  for (const keys of page.querySelectorAll<HTMLElement>("[data-keys]")) keys.hidden = false;
  document.addEventListener("keydown", (event) => {
    const wanted = targetOf(event);
    if (wanted === undefined) return;
    const target = document.getElementById(wanted);
    if (target === null) return;
    event.preventDefault();
    target.click();
  });
}

if (form !== null) {
  const sum = form.querySelector<HTMLElement>("[data-sum]");
  const show = (): void => {
    if (sum === null) return;
    const boxes = [...form.querySelectorAll<HTMLInputElement>("input[data-points]:checked")];
    const earned = boxes.reduce((total, { dataset }) => total + Number(dataset["points"]), 0);
    const possible = sum.dataset["sum"] ?? "";
    sum.textContent = `${Math.round(earned * 100) / 100} of ${possible} ${possible === "1" ? "point" : "points"}`;
    sum.hidden = false;
  };
  form.addEventListener("change", show);
  show();
  // Pressed twice, a decision would be sent twice, and the second time be told that somebody else was here.
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  addEventListener("pageshow", () => (sent = false));
}

/** Keys with Alt or Ctrl only: letters alone would fire while somebody dictates or types. */
function targetOf({ altKey, ctrlKey, metaKey, shiftKey, code }: KeyboardEvent): string | undefined {
  if (altKey && !ctrlKey && !metaKey && !shiftKey && code === "KeyJ") return "next";
  if (altKey && !ctrlKey && !metaKey && !shiftKey && code === "KeyK") return "previous";
  if ((ctrlKey || metaKey) && !altKey && !shiftKey && code === "Enter") return "accept";
  return undefined;
}

export {};
