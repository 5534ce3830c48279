// What every page must be. Each check gives sentences; none is good.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { NARROW, WIDE } from "./browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
/** Bytes of HTML before compression (design: the gallery, which holds every component, stays under it too). */
const PAGE_BYTES = 60 * 1024;
/** A file on paper is one document, however long its history. */
const PAPER = /\/print$/;
/** WCAG 2.2, 2.5.8, in CSS pixels. */
const TARGET_PX = 24;

/** axe-core on the page as it is. */
export async function axe(page) {
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(AXE);
  const found = await page.evaluate(
    ({ tags, levels }) =>
      globalThis.axe.run(document, { runOnly: tags, resultTypes: levels }).then(({ violations, passes }) => ({
        passed: passes.length,
        faults: violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}: ${node.html.slice(0, 160)}`)),
      })),
    { tags: TAGS, levels: ["violations", "passes"] },
  );
  if (found.passed < 5) return ["axe: hardly anything was checked"];
  return found.faults.map((fault) => `axe ${fault}`);
}

/** Nothing is wider than the window. */
async function overflow(page) {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide <= 0) return [];
    const inScroller = (node) => {
      for (let up = node.parentElement; up; up = up.parentElement) if (getComputedStyle(up).overflowX !== "visible") return true;
      return false;
    };
    const guilty = [...document.body.querySelectorAll("*")]
      .filter((node) => node.getBoundingClientRect().right > innerWidth + 0.5 && !inScroller(node))
      .slice(0, 3)
      .map((node) => node.outerHTML.slice(0, 120));
    return [`scrolls sideways by ${wide} px: ${guilty.join(" | ")}`];
  });
}

/** What is clicked is large enough, or is a link in a line of text. */
async function targets(page) {
  return page.evaluate((least) => {
    const all = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]");
    const inText = (node) => node.matches("a") && getComputedStyle(node).display === "inline";
    const seen = (node) => node.checkVisibility({ opacityProperty: false, visibilityProperty: true });
    // A link for the keyboard alone is one pixel until it has the focus.
    const small = ({ width, height }) => width > 1 && height > 1 && (width < least - 0.5 || height < least - 0.5);
    return [...all]
      .filter((node) => seen(node) && !inText(node) && small(node.getBoundingClientRect()))
      .map((node) => {
        const { width, height } = node.getBoundingClientRect();
        return `target of ${width.toFixed(0)}×${height.toFixed(0)} px: ${node.outerHTML.slice(0, 140)}`;
      });
  }, TARGET_PX);
}

/** The document says its language, has a title and one main heading, and no id twice. */
async function document_(page, lang) {
  return page.evaluate((lang) => {
    const faults = [];
    if (document.documentElement.lang !== lang) faults.push(`lang is ${document.documentElement.lang}, not ${lang}`);
    if (!document.title.includes(" · ")) faults.push(`title "${document.title}"`);
    const headings = document.querySelectorAll("h1").length;
    if (headings !== 1) faults.push(`${headings} main headings`);
    const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
    if (twice.length) faults.push(`id twice: ${twice.join(", ")}`);
    // A message that has no text shows its key; a value that was left out shows braces.
    const text = document.body.innerText;
    const raw = text.match(/\{\s*\$?[a-z-]+\s*\}|\u2068|\u2069|\b(?:pack|refusal|done|problem)-[a-z]+(?:-[a-z]+)+\b/);
    if (raw) faults.push(`a raw message: ${raw[0]}`);
    return faults;
  }, lang);
}

/** No name of a child where it would be kept by the browser: title and address. */
export async function unnamed(page, names) {
  const title = await page.title();
  const kept = `${title} ${decodeURIComponent(page.url())}`.toLocaleLowerCase("ro");
  return names.filter((name) => kept.includes(name.toLocaleLowerCase("ro"))).map(() => `a child's name in title or address: "${title}"`);
}

/**
 * Everything at once. `response` is the document's answer, `names` those of children that must not be kept. Without
 * `deep` all but axe, which sees the page at both widths.
 */
export async function look(page, { response, lang, names = [], deep = true }) {
  const faults = [];
  if (response) {
    const bytes = (await response.body()).length;
    if (bytes > PAGE_BYTES && !PAPER.test(new URL(page.url()).pathname)) faults.push(`${bytes} bytes`);
  }
  faults.push(...(await document_(page, lang)), ...(await unnamed(page, names)), ...(await targets(page)));
  if (deep) faults.push(...(await axe(page)));
  await page.setViewportSize(NARROW);
  faults.push(...(await overflow(page)), ...(await targets(page)));
  if (deep) faults.push(...(await axe(page)));
  await page.setViewportSize(WIDE);
  return [...new Set(faults)];
}
