import { fill } from "./dom";

/**
 * Says how many characters are left once three quarters are used. Wraps one textarea or input.
 * Attributes: data-max; data-left-one, data-left-few, data-left-other and data-over-one, data-over-few,
 * data-over-other with {n}. The server enforces the limit.
 */
class CharacterCount extends HTMLElement {
  connectedCallback(): void {
    const field = this.querySelector<HTMLTextAreaElement | HTMLInputElement>("textarea, input");
    const message = this.querySelector<HTMLElement>(".app-count-left");
    const max = Number(this.dataset.max);
    if (!field || !message || !(max > 0)) return;
    const lang = document.documentElement.lang;
    const rules = new Intl.PluralRules(lang);
    const format = new Intl.NumberFormat(lang);
    const say = () => {
      const left = max - [...field.value].length;
      message.hidden = left > max * 0.25;
      const count = Math.abs(left);
      const category = rules.select(count);
      const key = (left < 0 ? "over" : "left") + category.charAt(0).toUpperCase() + category.slice(1);
      message.textContent = fill(this.dataset[key] ?? "", { n: format.format(count) });
      message.classList.toggle("app-count-left--over", left < 0);
    };
    field.addEventListener("input", say);
    say();
  }
}

customElements.define("app-character-count", CharacterCount);
