// The crossing: a child's alarm becomes a file, one part of it goes to another organisation, the answer comes back.
// One story, told in Romanian with and without scripts; every step says what must be seen and what must not.

import assert from "node:assert/strict";
import { become, listened, profile } from "./browser.mjs";
import { good } from "./good.mjs";
import { look } from "./look.mjs";

const CHILD = { given: "Ștefania", family: "Țurcanu" };
const NAME = `${CHILD.given} ${CHILD.family}`;
/** A word of each thing that is written, to be found or not found elsewhere. */
const WORDS = {
  alarm: "O fată de 15 ani a fost văzută noaptea la gară cu un bărbat care îi ține actele.",
  core: "Prima discuție: calmă, vrea să meargă la școală. Cere să nu fie sunată seara.",
  private: "Îngrijorare a mea: cred că îi este frică de unchiul ei.",
  summary: "Reprezentare ca parte civilă în dosarul penal; audierea este programată luna viitoare.",
  session: "Am explicat drepturile și cum decurge audierea. Vrea videoconferință.",
};

const main = (page) => page.locator("main");
const text = (page) => main(page).innerText();

/** Sends the form that holds a button; the answer's document. */
async function press(page, name) {
  const button = main(page).getByRole("button", { name, exact: true });
  const [response] = await Promise.all([page.waitForNavigation(), button.click()]);
  assert.equal(response.status(), 200, `${name}: ${await text(page)}`);
  return response;
}

async function follow(page, name) {
  const link = page.getByRole("link", { name, exact: true }).first();
  const [response] = await Promise.all([page.waitForNavigation(), link.click()]);
  assert.equal(response.status(), 200, `${name}: ${response.status()}`);
}

async function notice(page, sentence) {
  assert.match(await main(page).getByRole("status").first().innerText(), sentence);
}

/** Opens what hides a field, as a person does. */
async function unfold(field) {
  const folded = field.locator("xpath=ancestor::details[not(@open)]");
  if (await folded.count()) await folded.locator("summary").first().click();
}

/** Fills fields by their name: lists and buttons by value, the rest by text. */
async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = main(page).locator(`[name="${name}"]`);
    await unfold(field.first());
    const kind = await field.first().evaluate((node) => node.type);
    if (kind === "radio" || kind === "checkbox") await main(page).locator(`[name="${name}"][value="${value}"]`).check();
    else if (kind === "select-one") await field.selectOption(value);
    else await field.fill(value);
  }
}

/** The option of a list whose text holds all of these words. */
async function option(page, name, ...words) {
  const found = await main(page)
    .locator(`[name="${name}"] option`)
    .evaluateAll((all, words) => all.filter((one) => words.every((word) => one.textContent.includes(word))).map((one) => one.value), words);
  assert.equal(found.length, 1, `${name}: ${found.length} options with ${words.join(", ")}`);
  return found[0];
}

async function raise(page) {
  await page.goto("/");
  await follow(page, "Semnalează un copil în pericol");
  await fill(page, {
    danger: "no", what: WORDS.alarm, sex: "female", years: "15", under_18: "yes", county: "IS", place: "Gara Iași",
  });
  await press(page, "Trimite semnalarea");
  await notice(page, /Semnalarea a fost trimisă/);
  assert.match(await text(page), /văzută noaptea la gară/);
}

async function open(page) {
  await follow(page, "Deschide un dosar");
  // What the alarm says need not be typed again.
  assert.equal(await page.inputValue("[name=years]"), "15");
  assert.equal(await page.inputValue("[name=county]"), "IS");
  await fill(page, { cover_name: "Vrabia", given: CHILD.given, family: CHILD.family });
  await press(page, "Deschide un dosar");
  await notice(page, /Dosarul a fost deschis/);
  const code = new URL(page.url()).pathname.split("/").at(-1);
  assert.match(code, /^RO-/);
  return code;
}

async function note(page, code, compartment, words) {
  await page.goto(`/files/${code}/notes/new`);
  await fill(page, { compartment, text: words });
  await press(page, "Salvează");
  await notice(page, /Nota este salvată/);
}

/** The wizard, its preview, and what the preview says. */
async function refer(page, code) {
  await page.goto(`/files/${code}`);
  const more = page.locator("details.app-menu > summary");
  await more.click();
  await follow(page, "Trimite o referire");
  await fill(page, { danger: "no" });
  await press(page, "Continuă");
  await fill(page, { to: await option(page, "to", "Pavăza"), service: "legal_aid", urgency: "urgent", summary: WORDS.summary });
  await press(page, "Continuă");
  await fill(page, { compartments: "core" });
  await fill(page, { compartments: "identity" });
  await fill(page, { basis: "lawful:legal_claims" });
  await press(page, "Continuă");
  const preview = await text(page);
  assert.ok(preview.includes(NAME), "the name that opens is shown");
  assert.ok(preview.includes(WORDS.core), "what opens is shown word for word");
  assert.ok(preview.includes(WORDS.summary), "what is read before accepting is shown");
  assert.ok(!preview.includes(WORDS.private), "what stays shut is not in the preview");
  return preview;
}

/** The lawyer before accepting: what is asked, and no name. */
async function inbox(page) {
  await follow(page, "Referiri");
  const row = page.locator("tr", { hasText: "Asistență juridică" }).filter({ hasText: "Cărarea" });
  const links = await row.getByRole("link").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  for (const href of links) {
    await page.goto(href);
    if ((await text(page)).includes(WORDS.summary)) return;
  }
  assert.fail(`the referral is not among ${links.length} in the inbox`);
}

/** Everything that is open to the reader on the tabs of a file, as one text. */
async function everything(page, code) {
  let all = "";
  await page.goto(`/files/${code}`);
  const tabs = await page.locator(".app-tabs a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const href of tabs) {
    await page.goto(href);
    all += await text(page);
  }
  return all;
}

/**
 * The whole crossing. `scripts` false: the browser runs none. `shoot(page, name)` takes a picture at its place in the
 * story.
 */
export async function cross({ browser, origin, scripts = true, shoot = async () => {} }) {
  const context = await profile(browser, origin, "ro", { javaScriptEnabled: scripts });
  const { page, faults: heard } = await listened(context);
  const faults = [];
  const check = async (what) => {
    const found = scripts ? await look(page, { lang: "ro", names: [CHILD.given, CHILD.family] }) : [];
    faults.push(...[...heard(), ...found].map((fault) => `${what}: ${fault}`));
  };

  await become(page, "elena");
  await shoot(page, "today");
  await check("today");
  // A file that has been worked on for months says more than the one that this story opens.
  await page.goto("/files?manager=me");
  await follow(page, await page.locator("tbody tr", { hasText: "Scăzut" }).first().getByRole("link").innerText());
  await shoot(page, "file");
  await page.goto("/");
  await raise(page);
  await check("the concern");
  const code = await open(page);
  await check("the new file");
  await note(page, code, "core", WORDS.core);
  await note(page, code, "private", WORDS.private);
  await refer(page, code);
  await check("the preview");
  await shoot(page, "preview");
  await press(page, "Trimite");
  await notice(page, /Referirea a fost trimisă/);
  const referral = new URL(page.url()).pathname;
  const sent = await text(page);
  assert.match(sent, /Necitit|necitit|Nu a fost citit/, sent);

  await become(page, "mihai");
  await inbox(page);
  const before = await text(page);
  assert.ok(!before.includes(code) && !before.includes(CHILD.family), "before acceptance nobody is named");
  assert.ok(!before.includes(WORDS.core), "before acceptance nothing is open");
  await check("the referral, unanswered");
  const early = await page.goto(`/files/${code}`);
  assert.equal(early.status(), 404, "the file is not there before acceptance");
  await page.goto(referral);
  await press(page, "Acceptă referirea");
  await notice(page, /Ați acceptat/);
  await check("the referral, accepted");

  await follow(page, `Deschide dosarul ${code}`);
  await check("the file as the lawyer sees it");
  const seen = await everything(page, code);
  assert.ok(seen.includes(NAME) && seen.includes(WORDS.core), "what was offered is open");
  assert.ok(!seen.includes(WORDS.private), "somebody's own note is not");
  const shut = await page.goto(`/files/${code}/psychosocial`);
  assert.equal(shut.status(), 404, "what was not offered is as if it were not there");
  await page.goto(`/files/${code}`);
  assert.equal(await page.locator(".app-tabs__locked", { hasText: "Psihosocial" }).count(), 1, "a closed door is shown closed");

  await service(page, code);
  await check("the service");

  await become(page, "elena");
  await page.goto(`/files/${code}`);
  const back = await everything(page, code);
  assert.ok(back.includes("Asistență juridică"), "the service is on the file");
  await page.goto(referral);
  assert.match(await text(page), /Acceptat/, "the answer is found");
  await check("the answer");
  await access(page, code);
  await check("who sees what");

  await page.goto("/statistics");
  const statistics = await text(page);
  for (const figure of ["500", "GLOTIP"]) assert.ok(statistics.includes(figure), `statistics: ${figure}`);
  await context.close();
  good(faults);
  return { code };
}

/** The lawyer begins a service on the file and records a session of it. */
async function service(page, code) {
  await page.goto(`/files/${code}/services/new`);
  await fill(page, { kind: "legal_aid" });
  await press(page, "Salvează");
  await notice(page, /Serviciul a început/);
  await page.goto(`/files/${code}/plan`);
  await follow(page, "Notează o ședință");
  await fill(page, { summary: WORDS.session, compartment: "core" });
  await press(page, "Salvează");
  await notice(page, /Ședința este notată/);
}

/** The case manager sees who sees what and why, and the file with the lawyer's eyes. */
async function access(page, code) {
  await page.goto(`/files/${code}/access`);
  const row = page.locator("tbody tr", { hasText: "Mihai" }).first();
  const said = await row.innerText();
  for (const words of [/(^|\s)Vede\s/, /partajat până la/, /nu s-a partajat/]) assert.match(said, words);
  await Promise.all([page.waitForNavigation(), row.getByRole("link", { name: /^Mihai/ }).click()]);
  const theirs = await text(page);
  assert.match(theirs, /Vedeți dosarul ca/);
  assert.ok(!theirs.includes(WORDS.private), "the lawyer's view has no private note");
}
