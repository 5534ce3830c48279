// A demo of its own for each test file: its own directory, its own port, the same seed and day.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const READY = /Punte is ready: http:\/\/localhost:(\d+)/;
const READY_WITHIN_MS = 180_000;
const STOP_WITHIN_MS = 20_000;

/** The day of the demo: pictures and terms are the same on every day. */
export const DAY = "2026-11-23";

/** Where cargo puts what it makes. */
export const target = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");

/** The program under test: PUNTE_BIN, or what `cargo build` made. */
export function binary() {
  const path = process.env.PUNTE_BIN ?? join(target, "debug", "punte");
  if (!existsSync(path)) throw new Error(`${path} is not there: cargo build -p punte`);
  return path;
}

/** The repository. */
export const root = ROOT;

function ended(child) {
  return new Promise((done) => child.once("exit", (code, signal) => done({ code, signal })));
}

/** Serves the demo in a directory, made if it is not there. Ready when it says so. */
async function serve(data, more) {
  const args = ["demo", "--listen", "127.0.0.1:0", "--seed", "1", "--today", DAY, "--data", data, ...more];
  const child = spawn(binary(), args, { stdio: ["ignore", "pipe", "pipe"] });
  const exit = ended(child);
  // A test run that is broken off leaves no server behind.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  let said = "";
  const port = await new Promise((done, fail) => {
    const timer = setTimeout(() => {
      kill();
      fail(new Error(`not ready in time:\n${said}`));
    }, READY_WITHIN_MS);
    const hear = (chunk) => {
      said += chunk;
      const found = READY.exec(said);
      if (found) {
        clearTimeout(timer);
        done(Number(found[1]));
      }
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    exit.then(({ code }) => {
      clearTimeout(timer);
      fail(new Error(`ended with ${code} before it was ready:\n${said}`));
    });
  });
  const stop = async () => {
    child.kill("SIGTERM");
    const timer = setTimeout(kill, STOP_WITHIN_MS);
    const how = await exit;
    clearTimeout(timer);
    process.removeListener("exit", kill);
    return how;
  };
  return { origin: `http://localhost:${port}`, stop, output: () => said };
}

/** Makes a demo's directory to copy from. */
export async function tellDemo(data, more = []) {
  const { stop } = await serve(data, more);
  const { code } = await stop();
  if (code !== 0) throw new Error(`the demo ended with ${code}`);
}

/** Starts a demo: on a copy of the one that `run.mjs` told, or, when a file is run by itself, on a new one. */
export async function startDemo({ empty = false } = {}) {
  const parent = await mkdtemp(join(tmpdir(), "punte-e2e-"));
  const data = join(parent, "demo");
  const told = process.env.PUNTE_TOLD;
  if (told) await cp(join(told, empty ? "empty" : "full"), data, { recursive: true });
  const { origin, stop, output } = await serve(data, empty ? ["--empty"] : []);
  const remove = () => rm(parent, { recursive: true, force: true });
  return { origin, data, stop, remove, output };
}

/** Runs a command of the program to its end. */
export async function punte(...args) {
  const child = spawn(binary(), args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stdout.on("data", (chunk) => (said += chunk));
  child.stderr.on("data", (chunk) => (said += chunk));
  const { code } = await ended(child);
  return { code, said };
}
