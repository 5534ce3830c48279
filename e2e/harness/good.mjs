import assert from "node:assert/strict";

const SHOWN = 60;

/** No fault, or all of them in words. */
export function good(faults) {
  const shown = [...new Set(faults)];
  assert.equal(shown.length, 0, `${shown.length} faults\n${shown.slice(0, SHOWN).join("\n")}`);
}
