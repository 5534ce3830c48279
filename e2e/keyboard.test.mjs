// A keyboard and no mouse: every kind of page can be walked, and the alarm can be raised.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { become, listened, open, profile } from "./harness/browser.mjs";
import { crawl } from "./harness/crawl.mjs";
import { good } from "./harness/good.mjs";
import { enter, send, tabTo, walk } from "./harness/keys.mjs";
import { startDemo } from "./harness/server.mjs";

let demo;
let browser;
before(async () => {
  demo = await startDemo();
  browser = await open();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
  await demo?.remove();
});

async function desk(who, lang) {
  const context = await profile(browser, demo.origin, lang);
  const { page, faults } = await listened(context);
  await become(page, who);
  return { context, page, faults };
}

const PEOPLE = { elena: "ro", mihai: "en", sorin: "ro", dan: "en" };

const walked = new Set();
for (const [who, lang] of Object.entries(PEOPLE)) {
  test(`Tab walks every kind of page that ${who} can reach`, async (t) => {
    const { context, page } = await desk(who, lang);
    let controls = 0;
    const each = async (of) => {
      if (walked.has(of)) return [];
      walked.add(of);
      const found = await walk(page);
      controls += found.stops;
      return found.faults;
    };
    const { faults } = await crawl({ page, start: ["/"], inspect: each });
    t.diagnostic(`${who}: ${walked.size} kinds of page so far, ${controls} controls`);
    await context.close();
    good(faults);
  });
}

test("the whole alarm by keyboard alone", async () => {
  const { context, page, faults } = await desk("elena", "ro");
  await page.goto("/");
  await tabTo(page, 'main a[href="/concerns/new"]');
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  const alarm = {
    danger: "yes", worries: "sexual", what: "O fată plânge în autogară, un bărbat o ține de mână.", child: "Geacă roșie",
    sex: "female", years: "13", under_18: "yes", county: "CJ", place: "Autogara Beta", reporter: "Un șofer",
    capacity: null, way: null, contact: "0740 000 000", safe: "not_sure", contact_note: "după ora 18", how: null,
    known: "A văzut ea însăși", "since-day": "20", "since-month": "11", "since-year": "2026",
  };
  for (const [name, value] of Object.entries(alarm)) {
    const field = page.locator(`main [name="${name}"]`);
    const last = () => field.locator("option").last().getAttribute("value");
    const boxes = async () => ((await field.first().getAttribute("type")) === "checkbox" ? field.first().getAttribute("value") : value);
    await enter(page, name, value === null ? await last() : await boxes());
  }
  await send(page);
  assert.match(new URL(page.url()).pathname, /^\/concerns\/[0-9a-f-]{36}$/);
  const said = await page.locator("main").innerText();
  for (const words of ["O fată plânge în autogară", "Geacă roșie", "13 ani", "Cluj", "Autogara Beta", "Un șofer", "0740 000 000", "20.11.2026"]) {
    assert.ok(said.includes(words), `${words} is not on the page:\n${said}`);
  }
  good(faults());
  await context.close();
});

test("the screen is covered and shown again by keyboard", async () => {
  const { context, page } = await desk("elena", "ro");
  await page.goto("/files");
  await page.keyboard.press("Control+.");
  assert.ok(await page.locator(".app-cover").isVisible());
  assert.equal(await page.title(), "Punte");
  assert.equal(await page.evaluate(() => document.activeElement.closest(".app-cover") !== null), true);
  await page.reload();
  assert.ok(await page.locator(".app-cover").isVisible(), "a covered screen stays covered over a reload");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".app-cover").count(), 0);
  await context.close();
});

test("shortcuts: search, the list of them, Escape closes menus", async () => {
  const { context, page } = await desk("elena", "ro");
  await page.goto("/files");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "search");
  await page.keyboard.press("Escape");
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("?");
  assert.ok(await page.locator("dialog[open]").isVisible());
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  await page.locator("tbody a").first().focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await tabTo(page, "details.app-menu > summary");
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("details.app-menu").first().evaluate((node) => node.open));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("details.app-menu").first().evaluate((node) => node.open), false);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "SUMMARY");
  await context.close();
});
