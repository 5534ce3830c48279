import { make } from "./dom";

const KEY = "punte-covered";

/**
 * "Ascunde ecranul": covers the page at once, by its button or Ctrl+., and stays covered over reloads in
 * this tab until it is shown again. It hides; it does not lock: the session's own timeout does that.
 * Attributes: data-cover (text), data-show (button), data-title (neutral page title).
 */
class HideScreen extends HTMLElement {
  #cover: HTMLElement | undefined;
  #title = "";
  #focused: Element | null = null;

  connectedCallback(): void {
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.cover();
    });
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey && event.key === ".") {
        event.preventDefault();
        if (this.#cover) this.show();
        else this.cover();
      }
    });
    if (sessionStorage.getItem(KEY)) this.cover();
  }

  cover(): void {
    if (this.#cover) return;
    sessionStorage.setItem(KEY, "1");
    for (const open of document.querySelectorAll("dialog[open]")) (open as HTMLDialogElement).close();
    this.#focused = document.activeElement;
    this.#title = document.title;
    document.title = this.dataset.title ?? "";
    const show = make("button", { type: "button", class: "govuk-button" }, this.dataset.show ?? "");
    show.addEventListener("click", () => this.show());
    const inner = make("div", {}, make("p", {}, this.dataset.cover ?? ""), show);
    this.#cover = make("div", { class: "app-cover", role: "dialog", "aria-modal": "true" }, inner);
    this.#cover.setAttribute("aria-label", this.dataset.cover ?? "");
    for (const child of document.body.children) child.toggleAttribute("inert", true);
    document.documentElement.classList.add("app-covered");
    document.body.append(this.#cover);
    show.focus();
  }

  show(): void {
    sessionStorage.removeItem(KEY);
    this.#cover?.remove();
    this.#cover = undefined;
    for (const child of document.body.children) child.toggleAttribute("inert", false);
    document.documentElement.classList.remove("app-covered");
    document.title = this.#title;
    if (this.#focused instanceof HTMLElement) this.#focused.focus();
  }
}

customElements.define("app-hide-screen", HideScreen);
