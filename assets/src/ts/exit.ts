/**
 * Quick exit on public pages: blanks the page at once and replaces it, so that Back does not return;
 * also Shift pressed three times within five seconds. History already written is not erased, and the
 * page says so. Wraps a link.
 */
class Exit extends HTMLElement {
  #presses: number[] = [];

  connectedCallback(): void {
    const link = this.querySelector("a");
    if (!link) return;
    const leave = () => {
      document.title = "";
      document.body.replaceChildren();
      location.replace(link.href);
    };
    link.addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Shift") {
        this.#presses = [];
        return;
      }
      if (event.repeat) return;
      this.#presses = [...this.#presses, event.timeStamp].filter((t) => event.timeStamp - t < 5000);
      if (this.#presses.length >= 3) leave();
    });
  }
}

customElements.define("app-exit", Exit);
