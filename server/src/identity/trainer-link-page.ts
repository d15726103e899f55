import { html, icon, type PublicPage } from "../http/index.js";

/** One button and nothing else: a link that a chat program or a browser looks at in advance must not be used up by that. */
export function trainerLinkPage(token: string): PublicPage {
  return {
    title: "For the trainer",
    main: html`<div class="narrow">
      <h1>You run this workshop</h1>
      <p class="lead">
        This makes the browser in front of you the trainer’s. You will see everybody’s work and can change it. The link
        works once.
      </p>
      <form method="post" action="/trainer/${token}">
        <button class="button main wide">Open the board</button>
      </form>
    </div>`,
  };
}

export function usedTrainerLinkPage(message: string): PublicPage {
  return {
    title: "Used already",
    main: html`<div class="narrow">
      <h1>This link does not work any more</h1>
      <div class="note warn">
        ${icon("warning")}
        <p>${message}</p>
      </div>
      <p><a class="button main wide" href="/">Go to the start page</a></p>
    </div>`,
  };
}
