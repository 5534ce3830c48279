// Debian's Chromium, driven over its own protocol; nothing is downloaded.

import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const STEP_MS = 20_000;

/** Widths that we look at: a desk and the narrowest phone (400 % zoom of 1280). */
export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 320, height: 720 };

export async function open() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: FLAGS });
}

/** A fresh browser profile that speaks a language. */
export async function profile(browser, origin, lang, more = {}) {
  const locale = lang === "ro" ? "ro-RO" : "en-GB";
  const context = await browser.newContext({ baseURL: origin, locale, viewport: WIDE, timezoneId: "Europe/Bucharest", ...more });
  context.setDefaultTimeout(STEP_MS);
  return context;
}

/**
 * A page whose console, scripts and content policy are listened to. `faults()` gives what was heard since it was
 * last asked. The browser's own line about the status of the document is no fault: the test asks for such pages.
 */
export async function listened(context) {
  const page = await context.newPage();
  const heard = [];
  page.on("console", (message) => {
    if (!["error", "warning"].includes(message.type())) return;
    const own = message.text().startsWith("Failed to load resource") && message.location().url === page.url();
    if (!own) heard.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => heard.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    if (why !== "net::ERR_ABORTED") heard.push(`request: ${request.url()} ${why}`);
  });
  return { page, faults: () => heard.splice(0) };
}

/** The personas on the demo's page, in its order. */
export async function personas(browser, origin) {
  const context = await profile(browser, origin, "en");
  const page = await context.newPage();
  await page.goto("/demo");
  const logins = await page.locator(".app-persona input[name=login]").evaluateAll((all) => all.map((one) => one.value));
  await context.close();
  return logins;
}

/** Becomes a persona with one click, from wherever the page is. */
export async function become(page, login) {
  await page.goto("/demo");
  const form = page.locator("form", { has: page.locator(`input[name=login][value="${login}"]`) });
  await form.getByRole("button").click();
  await page.waitForURL((url) => !["/demo", "/sign-in"].includes(url.pathname));
}
