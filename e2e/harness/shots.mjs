// Pictures for the eye: PUNTE_SHOTS=DIR keeps one of each kind of page at both widths.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NARROW, WIDE } from "./browser.mjs";

const DIR = process.env.PUNTE_SHOTS;

/** A function that takes the pictures of a page, or does nothing. */
export function shooter(page, who) {
  if (!DIR) return async () => {};
  mkdirSync(DIR, { recursive: true });
  return async (what) => {
    const name = `${who}-${what.replace(/[^a-z0-9]+/gi, "_").replace(/^_|_$/g, "") || "home"}`;
    for (const [width, size] of Object.entries({ 1440: WIDE, 320: NARROW })) {
      await page.setViewportSize(size);
      await page.screenshot({ path: join(DIR, `${name}-${width}.png`), fullPage: true });
    }
    await page.setViewportSize(WIDE);
  };
}

/** Keeps a file beside the pictures. */
export async function keep(name, bytes) {
  if (!DIR) return;
  mkdirSync(DIR, { recursive: true });
  writeFileSync(join(DIR, name), bytes);
}
