// A file on paper, and pages in forced colours.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { become, listened, open, profile } from "./harness/browser.mjs";
import { good } from "./harness/good.mjs";
import { walk } from "./harness/keys.mjs";
import { axe } from "./harness/look.mjs";
import { startDemo } from "./harness/server.mjs";
import { keep } from "./harness/shots.mjs";

/** A4 less our margins, in CSS pixels. */
const SHEET = { width: 673, height: 986 };

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

async function desk() {
  const context = await profile(browser, demo.origin, "ro");
  const { page, faults } = await listened(context);
  await become(page, "elena");
  await page.goto("/files");
  const file = await page.locator("tbody a").first().getAttribute("href");
  return { context, page, faults, file };
}

test("a file on paper: its own document, nothing of the screen, nothing cut off", async () => {
  const { context, page, faults, file } = await desk();
  await page.goto(`${file}/print`);
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize(SHEET);
  const seen = await page.evaluate(() => {
    const shown = (selector) => [...document.querySelectorAll(selector)].filter((node) => node.checkVisibility()).length;
    return {
      screen: shown("header, nav, footer, form, button, .govuk-skip-link, .app-no-print"),
      wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      secret: document.querySelector("main").innerText.slice(0, 600),
    };
  });
  assert.equal(seen.screen, 0, "nothing that can be pressed is printed");
  assert.ok(seen.wide <= 0, `${seen.wide} px are cut off`);
  assert.match(seen.secret, /Elena/, "who printed it stands on it");
  assert.deepEqual(await axe(page), []);
  const pdf = await page.pdf({ format: "A4", tagged: true });
  const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  assert.ok(sheets >= 1 && sheets < 40, `${sheets} sheets`);
  await keep("print.pdf", pdf);
  good(faults());
  await context.close();
});

test("a page of the screen prints without its controls too", async () => {
  const { context, page, file } = await desk();
  await page.goto(file);
  await page.emulateMedia({ media: "print" });
  const left = await page.evaluate(() => [...document.querySelectorAll("header, nav, footer, button")].filter((node) => node.checkVisibility()).map((node) => node.outerHTML.slice(0, 80)));
  assert.deepEqual(left, []);
  await context.close();
});

test("forced colours: focus shows, and where one is shows", async () => {
  const { context, page, file } = await desk();
  await page.emulateMedia({ forcedColors: "active" });
  const faults = [];
  for (const path of [file, "/concerns/new"]) {
    await page.goto(path);
    faults.push(...(await walk(page)).faults.map((fault) => `${path}: ${fault}`));
  }
  await page.goto(file);
  const marks = await page.evaluate(() => {
    const colour = (selector) => getComputedStyle(document.querySelector(selector)).borderBottomColor;
    return [colour(".app-tabs__link[aria-current]"), colour(".app-tabs__link:not([aria-current])")];
  });
  assert.notEqual(marks[0], marks[1], "the tab one is on differs from the others");
  await keep("forced.png", await page.screenshot());
  good(faults);
  await context.close();
});
