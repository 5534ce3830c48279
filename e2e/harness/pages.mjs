// The same tests for each language; a file for each, so that they run beside each other.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { become, listened, open, personas, profile } from "./browser.mjs";
import { crawl } from "./crawl.mjs";
import { good } from "./good.mjs";
import { inspector } from "./inspect.mjs";
import { refuse } from "./refuse.mjs";
import { states } from "./states.mjs";
import { startDemo } from "./server.mjs";
import { shooter } from "./shots.mjs";

const PUBLIC = ["/statistics", "/sign-in", "/help", "/privacy", "/accessibility", "/demo"];
/** The personas of issue A; the demo may have more, none less. */
const PERSONAS = ["elena", "ana", "mihai", "carmen", "radu", "irina", "dan", "vlad", "sorin"];
export function pagesIn(lang) {
  describe(`pages in ${lang}`, () => {
    let demo;
    let browser;
    const sentEmpty = new Set();
    const deeply = new Map();
    before(async () => {
      // The browser last: a demo that doesn't start leaves none behind that would keep this process alive.
      demo = await startDemo();
      browser = await open();
    });
    after(async () => {
      await browser?.close();
      await demo?.stop();
      await demo?.remove();
    });

    const walk = async (who, start, t) => {
      const context = await profile(browser, demo.origin, lang);
      const { page, faults: heard } = await listened(context);
      if (who !== "public") await become(page, who);
      const shoot = shooter(page, `${lang}-${who}`);
      const { inspect, names, forms } = inspector({ page, heard, lang, shoot, deeply });
      const { visited, pages, faults } = await crawl({ page, start, inspect });
      let refusals = 0;
      for (const [what, path] of forms) {
        if (sentEmpty.has(what)) continue;
        sentEmpty.add(what);
        const found = await refuse({ page, heard, path, lang, shoot, what });
        refusals += found.refused;
        faults.push(...found.faults);
      }
      t.diagnostic(`${who}: ${pages} pages of ${visited.size} kinds, ${refusals} refused forms, ${names.length} names`);
      if (visited.has("/files/{}/person")) assert.ok(names.length > 0, "a name to look for in titles and addresses");
      await context.close();
      assert.ok(visited.size >= start.length);
      good(faults.map((fault) => `${lang} ${who} ${fault}`));
    };

    test("the demo offers the personas", async () => {
      assert.deepEqual((await personas(browser, demo.origin)).slice(0, PERSONAS.length), PERSONAS);
    });
    test("public pages", async (t) => {
      await walk("public", PUBLIC, t);
    });
    for (const who of PERSONAS) {
      test(`all that ${who} can reach`, async (t) => {
        await walk(who, ["/"], t);
      });
    }
    states(lang, () => ({ demo, browser }));
  });
}
