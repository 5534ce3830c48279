// Looks at each page of a crawl: everything about its document, axe on the first of each kind.

import { share } from "./crawl.mjs";
import { look } from "./look.mjs";
import { hasForm } from "./refuse.mjs";

/** Names of children, from the first card of the page that shows them to those who may see them. */
async function shownNames(page, of) {
  if (of !== "/files/{}/person") return [];
  const values = await page.locator("main .app-card dl").first().locator("dd").allInnerTexts();
  return values.filter((text) => /^\p{Lu}\p{Ll}+([ -]\p{Lu}\p{Ll}+)+$/u.test(text));
}

/**
 * An inspector for `crawl`. `heard` gives what the page's console said. `deeply` counts the pages of each kind that axe
 * has seen: a kind that another person has met is looked at without it. Gathers `names` of children, and one page of
 * each kind that has a form (`forms`).
 */
export function inspector({ page, heard, lang, shoot, deeply = new Map() }) {
  const names = [];
  const forms = new Map();
  const inspect = async (of, path, response) => {
    names.push(...(await shownNames(page, of)));
    const deep = (deeply.get(of) ?? 0) < share(of);
    deeply.set(of, (deeply.get(of) ?? 0) + 1);
    const found = await look(page, { response, lang, names, deep });
    await shoot(of);
    if (await hasForm(page)) forms.set(of, path);
    return [...heard(), ...found];
  };
  return { inspect, names, forms };
}
