// Pages that no link leads to: absent, refused, empty, in conflict, covered.

import assert from "node:assert/strict";
import { test } from "node:test";
import { become, listened, profile } from "./browser.mjs";
import { crawl } from "./crawl.mjs";
import { inspector } from "./inspect.mjs";
import { look } from "./look.mjs";
import { good } from "./good.mjs";
import { startDemo } from "./server.mjs";
import { shooter } from "./shots.mjs";

/** One page in a state: goes there, expects the status, looks. */
async function stateOf({ demo, browser }, lang, who, what, status, go) {
  const context = await profile(browser, demo.origin, lang);
  const { page, faults } = await listened(context);
  if (who) await become(page, who);
  const response = await go(page);
  assert.equal(response.status(), status);
  const found = await look(page, { response, lang });
  await shooter(page, `${lang}-${who ?? "public"}`)(what);
  const heard = faults();
  await context.close();
  good([...heard, ...found].map((fault) => `${lang} ${what}: ${fault}`));
}

/** Sends a form and gives the answer's document. */
const sent = async (page, press) => (await Promise.all([page.waitForNavigation(), press()]))[0];

async function wrongSignIn(page) {
  await page.goto("/sign-in");
  await page.fill("[name=login]", "nimeni");
  await page.fill("[name=passphrase]", "greșit");
  return sent(page, () => page.locator("main form button").click());
}

/** Wrong passphrases until the answer is to wait; on an installation of its own, whose address may be shut out. */
async function tooMany(page) {
  for (let tries = 0; tries < 40; tries += 1) {
    const response = await wrongSignIn(page);
    if (response.status() !== 422) return response;
  }
  return null;
}

/** Two pages of one form on a file of hers, the second sent first: the first meets what the second wrote. */
async function conflict(page) {
  await page.goto("/files?manager=me");
  const file = await page.locator("tbody a").first().getAttribute("href");
  const form = `${file}/cover-name`;
  const other = await page.context().newPage();
  await Promise.all([page.goto(form), other.goto(form)]);
  const typed = `Scris de mine ${Date.now() % 1000}`;
  await other.fill("[name=cover]", `Scris între timp ${Date.now() % 1000}`);
  await sent(other, () => other.locator("main form button").first().click());
  await other.close();
  await page.fill("[name=cover]", typed);
  const response = await sent(page, () => page.locator("main form button").first().click());
  assert.equal(await page.inputValue("[name=cover]"), typed, "what was typed is kept");
  assert.match(await page.locator("main").innerText(), /Scris între timp/, "what others wrote is shown");
  return response;
}

async function hidden(page) {
  await page.goto("/today");
  return sent(page, () => page.locator("app-hide-screen form").evaluate((form) => form.submit()));
}

async function search(page, text) {
  await page.fill("#search", text);
  return sent(page, () => page.press("#search", "Enter"));
}

/** A list kept under a name; the answer is that list, with the name on a tab. */
async function kept(page) {
  await page.goto("/files?due=week&mine=yes");
  await page.locator("main a[href^='/account/views/new']").click();
  await page.fill("[name=name]", "Săptămâna mea");
  const response = await sent(page, () => page.locator("main form button").first().click());
  assert.equal(await page.locator("main [aria-current=page]").innerText(), "Săptămâna mea");
  return response;
}

export function states(lang, of) {
  const state = (what, who, status, go) => test(what, () => stateOf(of(), lang, who, what, status, go));
  state("an address that leads nowhere", "elena", 404, (page) => page.goto("/nope"));
  state("an address that leads nowhere, to nobody", null, 404, (page) => page.goto("/nope"));
  state("a file that does not exist", "elena", 404, (page) => page.goto("/files/CAR-2026-99999"));
  state("a wrong passphrase", null, 422, wrongSignIn);
  state("two people write the same", "elena", 409, conflict);
  state("a list kept as a view", "elena", 200, kept);
  state("a covered screen without scripts", "elena", 200, hidden);
  state("a search that finds nothing", "elena", 200, (page) => search(page, "Qwxzy Zzyzx"));
  state("a search that finds", "elena", 200, (page) => search(page, "maria"));

  test("an installation without files", async () => {
    const { browser } = of();
    const demo = await startDemo({ empty: true });
    const deeply = new Map();
    try {
      for (const who of ["elena", "mihai", "dan", "sorin"]) {
        const context = await profile(browser, demo.origin, lang);
        const { page, faults: heard } = await listened(context);
        await become(page, who);
        const shoot = shooter(page, `${lang}-empty-${who}`);
        const { inspect } = inspector({ page, heard, lang, shoot, deeply });
        const { faults } = await crawl({ page, start: ["/"], inspect });
        await context.close();
        good(faults.map((fault) => `${lang} ${who}, without files: ${fault}`));
      }
      await stateOf({ demo, browser }, lang, null, "too many tries to sign in", 429, tooMany);
    } finally {
      await demo.stop();
      await demo.remove();
    }
  });
}
