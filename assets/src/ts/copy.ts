/** Copies the text of the element whose id is data-from. Attributes: data-from, data-done (text). */
class Copy extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    const status = this.querySelector<HTMLElement>("[role=status]");
    if (!button || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = document.getElementById(this.dataset.from ?? "")?.textContent?.trim();
      if (!text) return;
      await navigator.clipboard.writeText(text);
      if (status) status.textContent = this.dataset.done ?? "";
    });
  }
}

customElements.define("app-copy", Copy);
