/** A form is sent once: a second press while the first is under way does nothing. */
export function guardDoubleSubmit(page: Document): void {
  const sent = new WeakSet<HTMLFormElement>();
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post" || event.defaultPrevented) return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    event.submitter?.setAttribute("aria-disabled", "true");
  });
  // A page brought back from the history may be sent again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of page.forms) sent.delete(form);
    for (const button of page.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  });
}
