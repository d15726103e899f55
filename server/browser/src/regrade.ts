/** Shows how far it is while attempts are looked at again. Without the script a button asks. */

const periodMs = 1500;
const place = document.getElementById("regrade-now");
const spoken = document.getElementById("regrade-spoken");

if (place !== null && spoken !== null && underWay(place)) {
  const timer = setInterval(() => {
    refresh(place, spoken).then(
      (goesOn) => {
        if (!goesOn) clearInterval(timer);
      },
      // The next time may succeed; the page says what it last knew.
      () => undefined,
    );
  }, periodMs);
}

function underWay(part: ParentNode): boolean {
  return part.querySelector("[data-poll]") !== null;
}

/** @returns whether it is still under way */
async function refresh(place: HTMLElement, spoken: HTMLElement): Promise<boolean> {
  const response = await fetch(location.href);
  if (!response.ok) throw new Error(`the page answered ${response.status}`);
  const next = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("regrade-now");
  if (next === null) return false;
  if (underWay(next)) {
    const [old, bar] = [place.querySelector("progress"), next.querySelector("progress")];
    const [words, said] = [place.querySelector("[data-poll] strong"), next.querySelector("[data-poll] strong")];
    // Buttons stay as they are, so that the focus does.
    if (old !== null && bar !== null) old.value = bar.value;
    if (words !== null && said !== null) words.textContent = said.textContent;
    return true;
  }
  place.replaceChildren(...next.childNodes);
  spoken.textContent = place.querySelector(".lead")?.textContent ?? "Done";
  return false;
}

export {};
