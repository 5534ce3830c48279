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

const ALARM = {
  danger: "yes", worries: "sexual", what: "O fată plânge în autogară, un bărbat o ține de mână.", child: "Geacă roșie",
  county: "CJ", capacity: null, how: null,
};

/** Fills fields by keyboard in their order; null is the last of a list. */
async function type(page, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`main [name="${name}"]`);
    const last = () => field.locator("option").last().getAttribute("value");
    const boxes = async () => ((await field.first().getAttribute("type")) === "checkbox" ? field.first().getAttribute("value") : value);
    await enter(page, name, value === null ? await last() : await boxes());
  }
}

/** Seconds by the keystroke-level model (Card, Moran, Newell): an average typist, and a thought before each field. */
const KEY = 0.28;
const THOUGHT = 1.35;

/** Counts keystrokes from now on. */
function strokes(page) {
  let count = 0;
  const { keyboard } = page;
  const [press, typed] = [keyboard.press.bind(keyboard), keyboard.type.bind(keyboard)];
  keyboard.press = (key) => ((count += 1), press(key));
  keyboard.type = (text) => ((count += text.length), typed(text));
  return () => count;
}

test("an alarm takes two minutes: six questions", async (t) => {
  const { context, page } = await desk("elena", "ro");
  const count = strokes(page);
  await page.goto("/concerns/new");
  // What is happening is ticked or told in words; who takes the concern is chosen already.
  const asked = await page.locator("main form .govuk-form-group:not(details *)").count();
  assert.equal(asked, 6 + 2, "questions before the fold");
  await type(page, ALARM);
  await send(page);
  const seconds = Math.round(count() * KEY + asked * THOUGHT);
  t.diagnostic(`an alarm: ${asked} fields, ${count()} keystrokes, ${seconds} s`);
  assert.ok(seconds <= 120, `${seconds} s`);
  await context.close();
});

test("the note of a session takes ninety seconds", async (t) => {
  const { context, page } = await desk("ana", "ro");
  await page.goto("/files");
  const files = await page.locator("tbody a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  let form = null;
  for (const file of files) {
    await page.goto(`${file}/plan`);
    const link = page.locator('main a[href$="/session"]').first();
    if (await link.count()) form = await link.getAttribute("href");
    if (form) break;
  }
  assert.ok(form, "a service of Ana's unit");
  const count = strokes(page);
  await page.goto(form);
  const said = "Prezentă și liniștită. A vorbit despre școală și despre somn; am exersat respirația. Cere ca audierea să fie prin videoconferință.";
  await type(page, { summary: said });
  await send(page);
  assert.match(await page.locator("main").innerText(), /Ședința este notată/);
  const seconds = Math.round(count() * KEY + 3 * THOUGHT);
  t.diagnostic(`a session: ${count()} keystrokes, ${said.length} of them words, ${seconds} s`);
  assert.ok(seconds <= 90, `${seconds} s`);
  await context.close();
});

test("the whole alarm by keyboard alone", async () => {
  const { context, page, faults } = await desk("elena", "ro");
  await page.goto("/");
  await tabTo(page, 'main a[href="/concerns/new"]');
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await type(page, ALARM);
  await tabTo(page, "main details.app-fold > summary");
  await page.keyboard.press("Enter");
  await type(page, {
    sex: "female", years: "13", under_18: "yes", place: "Autogara Beta", reporter: "Un șofer", way: null,
    contact: "0740 000 000", safe: "not_sure", contact_note: "după ora 18", known: "A văzut ea însăși",
    "since-day": "20", "since-month": "11", "since-year": "2026",
  });
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
