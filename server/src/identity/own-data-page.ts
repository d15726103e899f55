import { html, type PublicPage } from "../http/index.js";

export interface OwnDataPage {
  readonly name: string;
  /** How many records surgeries have of them under another name. */
  readonly inSurgeries: number;
}

export function ownDataPage({ name, inSurgeries }: OwnDataPage): PublicPage {
  return {
    title: "Your data",
    styles: ["people.css"],
    side: html`<a href="/me/card">My card</a>`,
    main: html`<div class="narrow">
      <h1>What is kept about you, <bdi>${name}</bdi></h1>
      <p class="lead">
        The name you chose, your notebooks with their earlier versions, your checks, answers and progress, your badges
        and settings, and what you said to others in notebooks.
      </p>
      ${
        inSurgeries > 0 &&
        html`<p>
          And what surgeries know of you: when you came, what came of it, what you agreed to. It is in the file, too.
        </p>`
      }
      <p><a href="/privacy">Why, and for how long</a></p>
      <p>
        <a class="button main wide" href="/me/privacy/mine.json" download="kept-about-me.json"
          >Take it all with me (JSON)</a
        >
      </p>
      <p class="quiet">
        Your data files are in your folder: download them from the list of files. The file above says what stands in
        your notebooks.
      </p>
      <p><a class="button wide" href="/me/privacy/erase">Have it all erased</a></p>
    </div>`,
  };
}

export function eraseMePage({ name, inSurgeries, wrong }: OwnDataPage & { readonly wrong: boolean }): PublicPage {
  return {
    title: wrong ? "Not yet: erase everything" : "Erase everything",
    styles: ["people.css"],
    side: html`<a href="/me/privacy">Back</a>`,
    main: html`<div class="narrow">
      <h1>Erase everything about you</h1>
      <ul>
        <li>You are signed out on every device, at once, and your resume code stops working.</li>
        <li>
          Your notebooks, files, answers, progress and badges are erased when this server starts the next time. Nobody
          can open them as you until then. The person who runs it can also do it at once: ask them.
        </li>
        ${inSurgeries > 0 && html`<li>What surgeries know of you is erased at once, places to come included.</li>`}
        <li>Notebooks that you shared with others stay with them, without your name and without earlier versions.</li>
      </ul>
      <p><strong>This can’t be undone.</strong> Take your work with you first, if you want to keep it.</p>
      <form method="post" action="/me/privacy/erase">
        <div class="field">
          <label for="name">To be sure that it is you: type your name, <bdi>${name}</bdi></label>
          ${wrong && html`<p class="field-error" id="name-error">That is not the name. Nothing was erased.</p>`}
          <input
            type="text"
            id="name"
            name="name"
            required
            autocomplete="off"
            ${wrong && html`aria-invalid="true" aria-describedby="name-error" autofocus`}
          />
        </div>
        <button class="button wide">Erase everything about me</button>
      </form>
      <p><a class="button main wide" href="/me/privacy">Keep it</a></p>
    </div>`,
  };
}

export function erasureAskedPage(): PublicPage {
  return {
    title: "Noted",
    main: html`<div class="narrow">
      <h1>You are signed out for good</h1>
      <p>
        Nobody can come in as you any more. Your notebooks and all else are erased when this server starts the next
        time.
      </p>
      <p><a class="button" href="/">Start page</a></p>
    </div>`,
  };
}
