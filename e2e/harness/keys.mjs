// What a person does who has a keyboard and no mouse.

const MOST_TABS = 400;

/** Everything that Tab must reach, numbered on the page in its order; a group of radio buttons is one stop. */
async function number(page) {
  return page.evaluate(() => {
    const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
    const groups = new Set();
    const stops = [...document.querySelectorAll(`${controls}, [tabindex]`)].filter((node) => {
      // A control that is taken out of the order is one that is never reached; other things may be.
      if (node.disabled || node.closest("[inert]") || (node.tabIndex < 0 && !node.matches(controls))) return false;
      if (!node.checkVisibility({ visibilityProperty: true })) return false;
      if (node.type !== "radio") return true;
      const group = `${node.form?.action} ${node.name}`;
      if (groups.has(group)) return false;
      groups.add(group);
      return true;
    });
    stops.forEach((node, at) => (node.dataset.stop = at));
    // Any button of a group may be its stop: the one that is chosen, or the first.
    for (const node of document.querySelectorAll("input[type=radio]:not([data-stop])")) {
      const first = stops.find((stop) => stop.type === "radio" && stop.name === node.name && stop.form === node.form);
      if (first) node.dataset.stop = first.dataset.stop;
    }
    return stops.map((node) => node.outerHTML.slice(0, 120));
  });
}

/** The stop that has the focus, and what is wrong with how it shows it. */
async function focused(page) {
  return page.evaluate(() => {
    const node = document.activeElement;
    if (!node || node === document.body) return null;
    const look = () => {
      const parts = [[node, null], [node, "::before"], [node, "::after"], [node.nextElementSibling, null], [node.nextElementSibling, "::before"], [node.parentElement, null]];
      return parts
        .filter(([part]) => part)
        .map(([part, pseudo]) => {
          const style = getComputedStyle(part, pseudo);
          // What cannot be seen shows nothing: no width, or no colour.
          const drawn = (width, kind, colour) => (width === "0px" || kind === "none" || /, 0\)$|transparent/.test(colour) ? "" : `${width} ${kind} ${colour}`);
          const outline = drawn(style.outlineWidth, style.outlineStyle, style.outlineColor);
          const border = drawn(style.borderBottomWidth, style.borderBottomStyle, style.borderBottomColor);
          return [outline, border, style.boxShadow, style.backgroundColor].join(" ");
        })
        .join("|");
    };
    const faults = [];
    const seen = look();
    const box = node.getBoundingClientRect();
    // The middle of what is in the window: a tall field may stand in it in part.
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    const [x, y] = [box.x + Math.min(box.width / 2, 20), (top + bottom) / 2];
    const there = document.elementFromPoint(x, y);
    if (!there) faults.push("is outside of the window");
    else if (!node.contains(there) && !there.contains(node) && !there.closest("label")) faults.push(`is covered by ${there.outerHTML.slice(0, 80)}`);
    node.blur();
    if (look() === seen) faults.push("does not show that it has the focus");
    node.focus({ preventScroll: true });
    return { stop: node.dataset.stop, what: node.outerHTML.slice(0, 120), faults };
  });
}

/**
 * Walks the page with Tab: the skip link comes first and leads to the content, every control is reached in the
 * document's order, each shows that it has the focus and is not covered, and nothing holds the focus.
 */
export async function walk(page) {
  const faults = [];
  const stops = await number(page);
  if (await page.evaluate(() => document.querySelector("[tabindex]:not([tabindex='0'], [tabindex='-1'])") !== null)) faults.push("a tabindex above 0");
  // From the top, whatever had the focus (an error summary takes it).
  await page.evaluate(() => {
    document.activeElement?.blur();
    getSelection().removeAllRanges();
    const top = document.createElement("span");
    top.tabIndex = -1;
    document.body.prepend(top);
    top.focus();
    top.remove();
  });
  const reached = [];
  for (let tab = 0; tab < Math.min(MOST_TABS, stops.length + 20); tab += 1) {
    await page.keyboard.press("Tab");
    const here = await focused(page);
    if (!here || here.stop === undefined) {
      if (here) faults.push(`Tab stops at ${here.what}, which is no control`);
      if (reached.length >= stops.length) break;
      continue;
    }
    const stop = Number(here.stop);
    if (reached.includes(stop)) break;
    if (reached.length && stop < reached.at(-1)) faults.push(`Tab goes back to ${here.what}`);
    reached.push(stop);
    faults.push(...here.faults.map((fault) => `${fault}: ${here.what}`));
  }
  if (stops.length <= MOST_TABS) {
    faults.push(...stops.filter((_, at) => !reached.includes(at)).map((what) => `Tab never reaches ${what}`));
  }
  if (reached[0] !== 0 || !stops[0]?.includes("skip-link")) faults.push("the first stop is not the skip link");
  else faults.push(...(await skip(page)));
  return { faults, stops: reached.length };
}

/** Enter on the skip link goes on from the content: the next Tab is inside of it. */
async function skip(page) {
  await page.focus("[data-stop='0']");
  await page.keyboard.press("Enter");
  const at = await page.evaluate(() => document.activeElement?.id);
  return at === "main" ? [] : [`the skip link leads to "${at}"`];
}

/** Presses Tab until the control that a selector names has the focus. */
export async function tabTo(page, selector) {
  for (let tab = 0; tab < MOST_TABS; tab += 1) {
    if (await page.evaluate((selector) => document.activeElement?.matches(selector), selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reaches ${selector} on ${page.url()}`);
}

/** Fills one control by keyboard: text is typed, a radio button found with the arrows, a list by typing what it shows. */
export async function enter(page, name, value) {
  const kind = await page.locator(`main [name="${name}"]`).first().evaluate((node) => node.type);
  if (kind === "checkbox") {
    await tabTo(page, `[name="${name}"][value="${value}"]`);
    await page.keyboard.press("Space");
  } else if (kind === "radio") {
    await tabTo(page, `[name="${name}"]`);
    for (let turn = 0; turn < 12; turn += 1) {
      if (await page.evaluate((value) => document.activeElement.value === value && document.activeElement.checked, value)) return;
      if (await page.evaluate((value) => document.activeElement.value === value, value)) await page.keyboard.press("Space");
      else await page.keyboard.press("ArrowDown");
    }
    throw new Error(`no arrow leads to ${name}=${value}`);
  } else if (kind === "select-one") {
    await tabTo(page, `[name="${name}"]`);
    const options = await page.evaluate(() => document.activeElement.options.length);
    await page.keyboard.press("Home");
    for (let turn = 0; turn < options; turn += 1) {
      if (await page.evaluate((value) => document.activeElement.value === value, value)) return;
      await page.keyboard.press("ArrowDown");
    }
    throw new Error(`no arrow leads to ${name}=${value}`);
  } else {
    await tabTo(page, `[name="${name}"]`);
    await page.keyboard.type(value);
  }
}

/** Sends the form in which the focus is, from its first button. */
export async function send(page) {
  await tabTo(page, "main form button:not([type=button])");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}
