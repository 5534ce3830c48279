// Walks all the pages that links lead to, a few of each kind.

/** At most so many pages for one person in one language: more means that kinds are not told apart. */
const MOST = 150;
/** What we never follow: another language (each is walked on its own), and the way out. */
const LEFT_ALONE = /[?&]lang=|^\/sign-out/;

/** The kind of a page: its path without codes and ids, and what its query asks, not with which values. */
export function kind(path) {
  const url = new URL(path, "http://localhost");
  const parts = url.pathname.split("/").map((part) => (/\d|^RO-/.test(part) || part.length > 24 ? "{}" : part));
  const asked = [...new Set(url.searchParams.keys())].sort().join("&");
  return asked ? `${parts.join("/")}?${asked}` : parts.join("/");
}

/** How many pages of a kind are visited: files stand at different stages, so several of their first pages. */
export const share = (of) => (/^\/(files|referrals|concerns)\/\{\}$/.test(of) ? 3 : 1);

async function links(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("a[href]")]
      .map((link) => new URL(link.href))
      .filter((url) => url.origin === location.origin)
      .map((url) => url.pathname + url.search),
  );
}

/**
 * Walks from `start`. `inspect(of, path, response)` gives sentences about the page of a kind. Gives kinds with how many
 * pages (`visited`), how many pages in all, and a sentence for each fault with its kind of page.
 */
export async function crawl({ page, start, inspect }) {
  const queue = [...start];
  const known = new Set(queue);
  const visited = new Map();
  const faults = [];
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
    const answer = await visit(page, path);
    if (answer.fault) faults.push(`${of}: ${answer.fault}`);
    if (!answer.response) continue;
    faults.push(...(await inspect(of, path, answer.response)).map((fault) => `${of}: ${fault}`));
    for (const next of await links(page)) {
      if (known.has(next) || LEFT_ALONE.test(next)) continue;
      known.add(next);
      queue.push(next);
    }
  }
  return { visited, pages, faults };
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
