// Walks all the pages that links lead to, a few of each kind.

import { look } from "./look.mjs";
import { hasForm } from "./refuse.mjs";

/** At most so many pages for one person in one language: more means that kinds are not told apart. */
const MOST = 150;
/** What we never follow: another language (each is walked on its own), and the way out. */
const LEFT_ALONE = /[?&]lang=|^\/sign-out/;

/** The kind of a page: its path without codes and ids, and what its query asks, not with which values. */
export function kind(path) {
  const url = new URL(path, "http://localhost");
  const parts = url.pathname.split("/").map((part) => (/\d/.test(part) || part.length > 24 ? "{}" : part));
  const asked = [...new Set(url.searchParams.keys())].sort().join("&");
  return asked ? `${parts.join("/")}?${asked}` : parts.join("/");
}

/** How many pages of a kind are looked at: files stand at different stages, so several of their first pages. */
const share = (of) => (/^\/(files|referrals|concerns)\/\{\}$/.test(of) ? 3 : 1);

async function links(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("a[href]")]
      .map((link) => new URL(link.href))
      .filter((url) => url.origin === location.origin)
      .map((url) => url.pathname + url.search),
  );
}

/** Names of children that a page of a file shows to those who may see them. */
async function shownNames(page) {
  return page.evaluate(() => [...document.querySelectorAll("[data-person-name]")].map((node) => node.textContent.trim()));
}

/**
 * Walks from `start`. Gives kinds with how many pages (`visited`), the pages with a form to fill in (`forms`, one of
 * each kind), and a sentence for each fault with its page. `shoot` is called on each page for pictures.
 */
export async function crawl({ page, heard, start, lang, names = [], shoot = async () => {} }) {
  const queue = [...start];
  const known = new Set(queue);
  const visited = new Map();
  const forms = new Map();
  const faults = [];
  const kept = [...names];
  let pages = 0;
  while (queue.length) {
    const path = queue.shift();
    const of = kind(path);
    if ((visited.get(of) ?? 0) >= share(of)) continue;
    visited.set(of, (visited.get(of) ?? 0) + 1);
    pages += 1;
    if (pages > MOST) {
      faults.push(`more than ${MOST} pages: ${of}`);
      break;
    }
    const at = (fault) => `${lang} ${of}: ${fault}`;
    const answer = await visit(page, path);
    if (answer.fault) faults.push(at(answer.fault));
    if (!answer.response) continue;
    kept.push(...(await shownNames(page)));
    const found = await look(page, { response: answer.response, lang, names: kept });
    faults.push(...heard().map(at), ...found.map(at));
    await shoot(of);
    if (await hasForm(page)) forms.set(of, path);
    for (const next of await links(page)) {
      if (known.has(next) || LEFT_ALONE.test(next)) continue;
      known.add(next);
      queue.push(next);
    }
  }
  return { visited, pages, forms, faults };
}

/** Goes to a page; a file to download is only asked for. */
async function visit(page, path) {
  if (/\.(csv|json|svg|png|xlsx|txt)(\?|$)|\/api\//.test(path)) {
    const answer = await page.context().request.get(path);
    return answer.ok() ? {} : { fault: `a link leads to ${answer.status()}: ${path}` };
  }
  const response = await page.goto(path, { waitUntil: "load" });
  if (!response.ok()) return { fault: `a link leads to ${response.status()}: ${path}`, response };
  return { response };
}
