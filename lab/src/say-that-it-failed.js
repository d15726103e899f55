/** What a person sees when the page cannot start: rather this than a line that waits for ever. */
export function sayThatItFailed(error) {
  console.error(error);
  const waiting = document.getElementById("surgery-waiting");
  if (waiting === null) return;
  waiting.role = "alert";
  waiting.textContent =
    "This page could not start. Your work is safe on the server. Load the page again; if this comes back, tell the trainer.";
}
