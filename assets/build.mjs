// Builds assets/dist from assets/src and the vendored packages. `node build.mjs --check` builds in
// memory and fails when the committed files differ.
import { build } from "esbuild";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { pruneCss } from "./prune.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..");
const pkg = (path) => join(here, "node_modules", path);
const check = process.argv.includes("--check");

/** Every source in which a class name may stand. */
async function sources(dir, extensions) {
  const found = [];
  for (const entry of await readdir(dir, { withFileTypes: true, recursive: true }).catch(() => [])) {
    if (entry.isFile() && extensions.some((e) => entry.name.endsWith(e))) {
      found.push(await readFile(join(entry.parentPath ?? entry.path, entry.name), "utf8"));
    }
  }
  return found;
}

const text = [
  ...(await sources(join(root, "crates/web/templates"), [".html"])),
  ...(await sources(join(root, "crates/web/src"), [".rs"])),
  ...(await sources(join(here, "src"), [".ts"])),
].join("\n");

/** The crown and GDS Transport may be used on GOV.UK only; the rest of the two packages is MIT. */
async function vendor(path, used) {
  const css = await readFile(pkg(path), "utf8");
  const own = css
    .replace(/@font-face\{[^}]*GDS Transport[^}]*\}/g, "")
    .replace(/\/\*![^*]*Margaret Calvert[^*]*\*\//g, "")
    .replace(/GDS Transport,\s*arial,\s*sans-serif/g, "var(--app-font)")
    .replace(/[a-z-]+:[^;{}]*url\(\/assets\/images[^;{}]*;?/g, "");
  if (/GDS Transport|govuk-crest|url\(/.test(own)) throw new Error(`${path}: something of GOV.UK's own is left`);
  return pruneCss(own, used);
}

const vendored = {
  "vendor:govuk": await vendor("govuk-frontend/dist/govuk/govuk-frontend.min.css", text),
  "vendor:moj": await vendor("@ministryofjustice/frontend/moj/moj-frontend.min.css", text),
};

const virtual = {
  name: "vendored",
  setup(b) {
    b.onResolve({ filter: /^vendor:/ }, (a) => ({ path: a.path, namespace: "vendored" }));
    b.onLoad({ filter: /.*/, namespace: "vendored" }, (a) => ({ contents: vendored[a.path], loader: "css" }));
    b.onResolve({ filter: /^font:/ }, (a) => ({
      path: pkg(`@fontsource-variable/public-sans/files/${a.path.slice(5)}`),
    }));
  },
};

const result = await build({
  entryPoints: [
    { in: join(here, "src/css/app.css"), out: "app" },
    { in: join(here, "src/ts/app.ts"), out: "app" },
    { in: join(here, "src/favicon.svg"), out: "favicon" },
  ],
  outdir: join(here, "dist"),
  bundle: true,
  minify: true,
  write: false,
  legalComments: "none",
  target: ["es2022", "chrome109", "firefox115", "safari16"],
  format: "iife",
  loader: { ".woff2": "file", ".svg": "copy" },
  assetNames: "[name]",
  charset: "utf8",
  plugins: [virtual],
  logLevel: "warning",
});

const built = new Map(
  result.outputFiles.map((f) => [f.path.slice(join(here, "dist").length + 1), f.contents]),
);
const licences = [
  ["licences/govuk-frontend.txt", null],
  ["licences/public-sans.txt", pkg("@fontsource-variable/public-sans/LICENSE")],
];
for (const [to, from] of licences) {
  if (from && !check) await writeFile(join(here, to), await readFile(from));
}

if (check) {
  let stale = 0;
  for (const [name, contents] of built) {
    const old = await readFile(join(here, "dist", name)).catch(() => null);
    if (!old || !old.equals(Buffer.from(contents))) {
      console.error(`assets/dist/${name} is not what the sources give: run node assets/build.mjs`);
      stale += 1;
    }
  }
  process.exit(stale ? 1 : 0);
}

await rm(join(here, "dist"), { recursive: true, force: true });
await mkdir(join(here, "dist"), { recursive: true });
for (const [name, contents] of built) {
  await writeFile(join(here, "dist", name), contents);
  console.log(`${name} ${contents.length}`);
}

// The lock names no registry host, so that any mirror can serve it.
const lockPath = join(here, "package-lock.json");
const lock = await readFile(lockPath, "utf8").catch(() => null);
if (lock) {
  const bare = JSON.stringify(JSON.parse(lock, (k, v) => (k === "resolved" ? undefined : v)), null, 2) + "\n";
  if (bare !== lock) await writeFile(lockPath, bare);
}
