/** Opens every <details> before printing and closes again those that were closed. */
export function openForPrint(view: Window): void {
  let opened: HTMLDetailsElement[] = [];
  view.addEventListener("beforeprint", () => {
    opened = [...view.document.querySelectorAll<HTMLDetailsElement>("details:not([open]):not(.app-menu)")];
    for (const details of opened) details.open = true;
  });
  view.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
}
