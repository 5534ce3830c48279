import { fill, make } from "./dom";

/**
 * Warns before the session ends and offers to go on. The server alone decides when it ends.
 * Attributes: data-idle (seconds), data-warn (seconds before the end), data-keep (URL to POST to),
 * data-csrf, data-ended (URL to go to); texts data-title, data-text with {minutes}, data-stay, data-leave.
 */
class SessionTimeout extends HTMLElement {
  #timer = 0;
  #end = 0;
  #dialog: HTMLDialogElement | undefined;

  connectedCallback(): void {
    this.#restart();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
  }

  #restart(): void {
    clearTimeout(this.#timer);
    const idle = Number(this.dataset.idle);
    const warn = Number(this.dataset.warn);
    if (!(idle > warn && warn > 0)) return;
    this.#end = Date.now() + idle * 1000;
    this.#timer = window.setTimeout(() => this.#warn(warn), (idle - warn) * 1000);
  }

  #warn(seconds: number): void {
    const minutes = String(Math.max(1, Math.round(seconds / 60)));
    const heading = make("h2", { class: "govuk-heading-m", id: "timeout-title" }, this.dataset.title ?? "");
    const text = make("p", { class: "govuk-body", role: "alert" }, fill(this.dataset.text ?? "", { minutes }));
    const stay = make("button", { type: "button", class: "govuk-button" }, this.dataset.stay ?? "");
    stay.addEventListener("click", () => void this.#keep());
    const leave = make("a", { class: "govuk-link", href: this.dataset.ended ?? "/" }, this.dataset.leave ?? "");
    const actions = make("div", { class: "app-form-actions" }, stay, leave);
    const dialog = make("dialog", { class: "app-dialog", "aria-labelledby": "timeout-title" }, heading, text, actions);
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    this.#dialog = dialog;
    document.body.append(dialog);
    dialog.showModal();
    this.#wait();
  }

  // Timers sleep with the machine: the wall clock decides.
  #wait(): void {
    if (!this.#dialog) return;
    if (Date.now() >= this.#end) location.replace(this.dataset.ended ?? "/");
    else this.#timer = window.setTimeout(() => this.#wait(), 1000);
  }

  async #keep(): Promise<void> {
    const headers = { "x-csrf-token": this.dataset.csrf ?? "" };
    const answer = await fetch(this.dataset.keep ?? "", { method: "POST", headers }).catch(() => undefined);
    if (!answer?.ok) {
      location.replace(this.dataset.ended ?? "/");
      return;
    }
    this.#dialog?.close();
    this.#dialog?.remove();
    this.#dialog = undefined;
    this.#restart();
  }
}

customElements.define("app-session-timeout", SessionTimeout);
