/** Who may need somebody and has not asked: each with the reason and how long, until a trainer has seen it. */
import type { BoardRow } from "@data-surgery/contract";
import { html, icon, type Html } from "../../http/index.js";
import { notebookUrl } from "../notebook-url.js";

/** @param back the page that shows it */
export function stuckPart(rows: readonly BoardRow[], back: "/board" | "/board/help"): Html {
  const troubled = rows.filter(({ alert }) => alert !== undefined && alert.kind !== "asked");
  const news = troubled.filter(({ alert }) => alert?.isAside === false);
  const aside = troubled.length - news.length;
  return html`<section class="stuck" ${news.length > 0 && html`data-news`} aria-labelledby="stuck-title">
    <h2 id="stuck-title">${icon("warning")} Stuck, and not asking</h2>
    ${
      news.length === 0
        ? html`<p class="quiet">Nobody, as far as the checks tell.</p>`
        : html`<ul class="calls">
            ${news.map((row) => stuckPerson(row, back))}
          </ul>`
    }
    ${
      aside > 0 &&
      html`<p class="quiet">
        ${aside === 1 ? "1 more has been seen." : `${aside} more have been seen.`} They come back when something new
        happens.
      </p>`
    }
  </section>`;
}

function stuckPerson({ personId, name, alert, notebook }: BoardRow, back: string): Html {
  return html`<li class="call">
    <p class="call-name"><bdi>${name}</bdi></p>
    <p class="call-why">${alert?.text ?? ""}</p>
    <div class="buttons">
      ${
        notebook !== undefined &&
        html`<a class="button" id="stuck-open-${personId}" href="${notebookUrl(notebook)}" target="notebook"
          >Open<span class="visually-hidden"> the notebook of ${name}</span></a
        >`
      }
      <form method="post" action="/board/alerts/aside">
        <input type="hidden" name="person" value="${personId}" />
        <input type="hidden" name="alert" value="${alert?.key ?? ""}" />
        <input type="hidden" name="back" value="${back}" />
        <button class="button" id="seen-${personId}">Seen<span class="visually-hidden">: ${name}</span></button>
      </form>
    </div>
  </li>`;
}
