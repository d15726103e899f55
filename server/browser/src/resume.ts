/** A card's QR picture carries the code behind the #: browsers don't send that part, so it reaches no log. */
const code = decodeURIComponent(location.hash.slice(1));
const input = document.querySelector<HTMLInputElement>("input#code");
if (code !== "" && input !== null) {
  input.value = code.replaceAll(/(.{4})(?=.)/g, "$1-");
  history.replaceState(null, "", location.pathname);
  document.querySelector<HTMLButtonElement>("main button")?.focus();
}

export {};
