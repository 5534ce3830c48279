// Every component once, as `cargo test --test look` renders it, in the real style sheet and scripts.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { listened, open, profile } from "./harness/browser.mjs";
import { good } from "./harness/good.mjs";
import { walk } from "./harness/keys.mjs";
import { look } from "./harness/look.mjs";
import { startDemo, target } from "./harness/server.mjs";
import { shooter } from "./harness/shots.mjs";

const DIR = join(target, "tmp", "look");

let demo;
let browser;
before(async () => {
  demo = await startDemo({ empty: true });
  browser = await open();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
  await demo?.remove();
});

test("the samples are there in both languages", () => {
  assert.ok(existsSync(DIR), `${DIR} is not there: cargo test --test look`);
  const names = readdirSync(DIR);
  for (const lang of ["ro", "en"]) assert.ok(names.includes(`gallery-${lang}.html`), `gallery-${lang}.html`);
});

for (const lang of ["ro", "en"]) {
  test(`samples in ${lang}`, async () => {
    const context = await profile(browser, demo.origin, lang);
    const { page, faults: heard } = await listened(context);
    const faults = [];
    for (const name of readdirSync(DIR).filter((name) => name.endsWith(`-${lang}.html`))) {
      const body = readFileSync(join(DIR, name), "utf8");
      await page.route(`**/sample/${name}`, (route) => route.fulfill({ body, contentType: "text/html; charset=utf-8" }));
      const response = await page.goto(`/sample/${name}`);
      const found = [...(await look(page, { response, lang })), ...(await walk(page)).faults];
      faults.push(...[...heard(), ...found].map((fault) => `${name}: ${fault}`));
      await shooter(page, "sample")(name);
    }
    await context.close();
    good(faults);
  });
}
