// The checks can fail: each of these faults is planted into a good page and must be found.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { become, listened, open, profile } from "./harness/browser.mjs";
import { walk } from "./harness/keys.mjs";
import { look } from "./harness/look.mjs";
import { startDemo } from "./harness/server.mjs";

let demo;
let browser;
let page;
let heard;
before(async () => {
  demo = await startDemo();
  browser = await open();
  const context = await profile(browser, demo.origin, "ro");
  ({ page, faults: heard } = await listened(context));
  await become(page, "elena");
});
after(async () => {
  await browser?.close();
  await demo?.stop();
  await demo?.remove();
});

/** A fresh alarm form with something done to it. */
async function spoilt(plant) {
  await page.goto("/concerns/new");
  await page.evaluate(plant);
}

const LOOKED = {
  "a field without a label": [() => document.querySelector("label[for=child]").remove(), /^axe label/],
  "pale text": [() => document.querySelector("main p.govuk-body").style.color = "#bbb", /^axe color-contrast/],
  "something wider than a phone": [() => (document.querySelector("main h1").style.width = "900px"), /^scrolls sideways/],
  "a target that is too small": [() => (document.querySelector("main form button").style.cssText = "overflow:hidden;width:16px;height:16px;padding:0;min-height:0"), /^target of 16×16/],
  "an id twice": [() => (document.querySelector("main h1").id = "search"), /^id twice: search/],
  "two main headings": [() => document.querySelector("main").append(document.createElement("h1")), /^2 main headings/],
  "the wrong language": [() => (document.documentElement.lang = "en"), /^lang is en/],
  "a child's name in the title": [() => (document.title = "Ștefania · Punte"), /^a child's name/],
  "a message that has no text": [() => (document.querySelector("main h1").textContent = "pack-worry-other-thing"), /^a raw message/],
};

for (const [what, [plant, said]] of Object.entries(LOOKED)) {
  test(`found: ${what}`, async () => {
    await spoilt(plant);
    const found = await look(page, { lang: "ro", names: ["Ștefania"] });
    assert.ok(found.some((fault) => said.test(fault)), `not found: ${found.join("\n")}`);
  });
}

test("found: a script's error", async () => {
  await spoilt(() => setTimeout(() => nothing.here(), 0));
  await page.waitForTimeout(50);
  assert.ok(heard().some((fault) => fault.startsWith("script: ")));
});

test("found: a style that the policy refuses", async () => {
  await spoilt(() => document.querySelector("main").setAttribute("style", "color:red"));
  assert.ok(heard().some((fault) => /Content Security Policy/.test(fault)));
});

const WALKED = {
  "a control that Tab never reaches": [() => document.querySelector("main form button").setAttribute("tabindex", "-1"), /^Tab never reaches/],
  "a control out of order": [() => document.querySelector("#child").setAttribute("tabindex", "3"), /^a tabindex above 0/],
  "a focus that is not shown": [() => (document.querySelector("main form button").style.cssText = "outline:0!important;box-shadow:none!important;background:#0b4f6c!important;border:0!important"), /does not show/],
  "a trap": [() => document.querySelector("#child").addEventListener("keydown", (event) => event.key === "Tab" && event.preventDefault()), /^Tab never reaches/],
  "a skip link that leads nowhere": [() => (document.querySelector(".govuk-skip-link").href = "#nowhere"), /^the skip link leads/],
};

test("a good page has no fault, seen or walked", async () => {
  await spoilt(() => {});
  heard();
  const found = [...(await look(page, { lang: "ro" })), ...(await walk(page)).faults, ...heard()];
  assert.deepEqual(found, []);
});

for (const [what, [plant, said]] of Object.entries(WALKED)) {
  test(`found: ${what}`, async () => {
    await spoilt(plant);
    const { faults } = await walk(page);
    assert.ok(faults.some((fault) => said.test(fault)), `not found: ${faults.join("\n")}`);
  });
}
