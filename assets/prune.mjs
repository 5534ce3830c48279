// Drops rules of vendored style sheets whose block (the part of a class name before `__` or `--`) or
// utility class is named in no template. Modifiers of a used block all stay: they are composed at run time.

/** Splits minified CSS into top-level items: statements and blocks with their bodies. */
function items(css) {
  const found = [];
  let at = 0;
  while (at < css.length) {
    if (/\s/.test(css[at])) { at += 1; continue; }
    if (css.startsWith("/*", at)) { at = css.indexOf("*/", at) + 2; continue; }
    const stop = nextOutsideStrings(css, at, "{;");
    if (css[stop] === ";" || stop === css.length) {
      found.push({ head: css.slice(at, stop) });
      at = stop + 1;
      continue;
    }
    const end = closing(css, stop);
    found.push({ head: css.slice(at, stop), body: css.slice(stop + 1, end) });
    at = end + 1;
  }
  return found;
}

function nextOutsideStrings(css, from, wanted) {
  let quote = "";
  for (let i = from; i < css.length; i += 1) {
    const c = css[i];
    if (quote) { if (c === "\\") i += 1; else if (c === quote) quote = ""; }
    else if (c === '"' || c === "'") quote = c;
    else if (c === "\\") i += 1;
    else if (wanted.includes(c)) return i;
  }
  return css.length;
}

function closing(css, open) {
  let depth = 0;
  for (let i = open; i < css.length; i = nextOutsideStrings(css, i + 1, "{}")) {
    depth += css[i] === "{" ? 1 : -1;
    if (depth === 0) return i;
  }
  throw new Error("unbalanced braces");
}

const block = (name) => name.split(/__|--/)[0];

function keeper(text) {
  const words = new Set(text.match(/[a-z][\w!-]*/g) ?? []);
  const blocks = new Set([...words].map(block));
  return (selector) => {
    const classes = [...selector.replace(/:not\([^)]*\)/g, "").matchAll(/\.((?:\\.|[\w-])+)/g)]
      .map((m) => m[1].replace(/\\/g, ""));
    return classes.every((c) => (c.includes("-!-") ? words.has(c) : blocks.has(block(c))));
  };
}

export function pruneCss(css, text) {
  const keep = keeper(text);
  const walk = (part) => items(part).map(({ head, body }) => {
    if (body === undefined) return head.startsWith("@charset") ? "" : `${head};`;
    if (head.includes("\\0")) return ""; // aimed at Internet Explorer alone
    if (/^@(media|supports)/.test(head)) {
      const inner = walk(body);
      return inner ? `${head}{${inner}}` : "";
    }
    if (head.startsWith("@")) return `${head}{${body}}`;
    const kept = splitSelectors(head).filter(keep);
    return kept.length ? `${kept.join(",")}{${body}}` : "";
  }).join("");
  return walk(css);
}

function splitSelectors(head) {
  const found = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < head.length; i += 1) {
    if (head[i] === "(" || head[i] === "[") depth += 1;
    if (head[i] === ")" || head[i] === "]") depth -= 1;
    if (head[i] === "," && depth === 0) { found.push(head.slice(from, i)); from = i + 1; }
  }
  return [...found, head.slice(from)];
}
