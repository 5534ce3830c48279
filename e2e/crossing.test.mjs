// The first paragraph of what Punte is for, in one go; then the ledger of that day is verified.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { open } from "./harness/browser.mjs";
import { cross } from "./harness/crossing.mjs";
import { punte, root, startDemo } from "./harness/server.mjs";

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

/** PUNTE_PICTURES=1 remakes the README's; otherwise the same pictures go where nobody keeps them. */
async function pictures() {
  const kept = process.env.PUNTE_PICTURES === "1";
  const dir = kept ? join(root, "docs/img") : await mkdtemp(join(tmpdir(), "punte-pictures-"));
  mkdirSync(dir, { recursive: true });
  return async (page, name) => {
    if (kept && !["today", "file"].includes(name)) return;
    await page.evaluate("scrollTo(0, 0)");
    await page.screenshot({ path: join(dir, `${name}.png`), clip: { x: 0, y: 0, width: 1440, height: 1000 }, fullPage: true });
  };
}

test("a child's file crosses from one organisation to another and back", async () => {
  const { code } = await cross({ browser, origin: demo.origin, shoot: await pictures() });
  assert.ok(code);
});

test("the same without JavaScript", async () => {
  await cross({ browser, origin: demo.origin, scripts: false });
});

test("afterwards the ledger verifies", async () => {
  const { code } = await demo.stop();
  assert.equal(code, 0);
  const { code: verdict, said } = await punte("verify", "--data", demo.data);
  assert.equal(verdict, 0, said);
});
