import { isTyping, make } from "./dom";

const CHORD_MS = 1200;

/** The element's text without the key caps in it. */
function visibleText(element: HTMLElement): string {
  const copy = element.cloneNode(true) as HTMLElement;
  for (const hidden of copy.querySelectorAll("[aria-hidden]")) hidden.remove();
  return copy.textContent?.trim() ?? "";
}

/**
 * Keyboard shortcuts. Every element with data-shortcut="g a" is followed, or focused when it is a field.
 * `?` lists those of the page. Attributes: data-title, data-close (texts), data-off to switch off
 * (WCAG 2.1.4).
 */
class Shortcuts extends HTMLElement {
  #first = "";
  #at = 0;

  connectedCallback(): void {
    if (this.hasAttribute("data-off")) return;
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event: KeyboardEvent): void {
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    if (modified || event.defaultPrevented || isTyping(event.target)) return;
    if (document.querySelector("dialog[open], .app-cover")) return;
    const chord = event.timeStamp - this.#at < CHORD_MS ? `${this.#first} ${event.key}` : "";
    this.#first = event.key;
    this.#at = event.timeStamp;
    if (event.key === "?") {
      event.preventDefault();
      this.#list();
      return;
    }
    const target = this.#find(chord) ?? this.#find(event.key);
    if (!target) return;
    event.preventDefault();
    if (isTyping(target)) target.focus();
    else target.click();
  }

  #find(keys: string): HTMLElement | null {
    return keys ? document.querySelector<HTMLElement>(`[data-shortcut="${CSS.escape(keys).replace(/\\ /g, " ")}"]`) : null;
  }

  #list(): void {
    const rows = make("dl");
    for (const element of document.querySelectorAll<HTMLElement>("[data-shortcut]")) {
      const keys = (element.dataset.shortcut ?? "").split(" ").map((k) => make("kbd", {}, k));
      const label = element.dataset.shortcutLabel ?? visibleText(element);
      rows.append(make("dt", {}, ...keys), make("dd", {}, label));
    }
    const heading = make("h2", { class: "govuk-heading-m", id: "shortcuts-title" }, this.dataset.title ?? "");
    const close = make("button", { type: "button", class: "govuk-button" }, this.dataset.close ?? "");
    const dialog = make("dialog", { class: "app-dialog", "aria-labelledby": "shortcuts-title" }, heading, rows, close);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }
}

customElements.define("app-shortcuts", Shortcuts);
