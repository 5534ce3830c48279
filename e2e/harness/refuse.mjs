// Sends forms with nothing in them, as an impatient person does: the form must come back and say what it lacks.

import { look } from "./look.mjs";

/** Forms of the frame, not of the page. */
const FRAME = /^\/(search|sign-out|language|hide|sign-in)$/;

/** Whether the page has a form in which something is typed or chosen. */
export async function hasForm(page) {
  return page.evaluate(
    (frame) =>
      [...document.querySelectorAll("main form[method=post]")].some(
        (form) => !new RegExp(frame).test(new URL(form.action).pathname) && form.querySelector("input:not([type=hidden]), textarea, select"),
      ),
    FRAME.source,
  );
}

/** Empties every form in turn and sends it. Gives how many were refused, and what was wrong with those pages. */
export async function refuse({ page, heard, path, lang, shoot, what }) {
  const faults = [];
  let refused = 0;
  await page.goto(path);
  const forms = await page.locator("main form[method=post]").count();
  for (let at = 0; at < forms; at += 1) {
    await page.goto(path);
    const form = page.locator("main form[method=post]").nth(at);
    if (!(await emptied(form))) continue;
    const [response] = await Promise.all([page.waitForNavigation(), form.locator("button:not([type=button])").first().click()]);
    const status = response.status();
    if (status < 400) continue;
    const here = (fault) => `${what} sent empty (${status}): ${fault}`;
    if (status !== 422) {
      faults.push(here("not 422"));
      heard();
      continue;
    }
    refused += 1;
    faults.push(...(await summary(page)).map(here));
    const found = await look(page, { response, lang });
    faults.push(...heard().map(here), ...found.map(here));
    await shoot(`${what}-refused`);
  }
  return { refused, faults };
}

/** Empties what can be emptied. */
async function emptied(form) {
  return form.evaluate((form, frame) => {
    if (new RegExp(frame).test(new URL(form.action).pathname)) return false;
    for (let up = form; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    const fields = [...form.querySelectorAll("input:not([type=hidden]), textarea, select")];
    for (const field of fields) {
      if (field.type === "checkbox" || field.type === "radio") field.checked = false;
      else if (field.tagName === "SELECT") field.selectedIndex = 0;
      else field.value = "";
    }
    form.noValidate = true;
    return fields.length > 0;
  }, FRAME.source);
}

/** The summary of what is wrong leads to the fields, has the focus, and each field says it again. */
async function summary(page) {
  return page.evaluate(() => {
    const box = document.querySelector(".govuk-error-summary");
    if (!box) return ["no error summary"];
    const faults = [];
    const links = [...box.querySelectorAll("a[href]")];
    if (!links.length) faults.push("the error summary leads nowhere");
    for (const link of links) {
      const target = document.querySelector(`[id="${CSS.escape(link.hash.slice(1))}"]`);
      if (!target) faults.push(`the error summary leads to ${link.hash}, which is not there`);
    }
    // A refusal of the whole form (the task is done already) leads to the form; one of a field is said at the field too.
    const ofFields = links.some((link) => !document.getElementById(link.hash.slice(1))?.matches("form, main"));
    if (ofFields && !document.querySelector(".govuk-error-message")) faults.push("no field says what is wrong");
    if (!box.contains(document.activeElement)) faults.push("the error summary hasn't the focus");
    return faults;
  });
}
