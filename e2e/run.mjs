// Runs the browser tests with node's own runner. Arguments are files; without, all of them. The demo is told once and
// copied for each file: they run beside each other and each may write.

import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { tellDemo } from "./harness/server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const asked = process.argv.slice(2);
const files = asked.length ? asked : readdirSync(here).filter((name) => name.endsWith(".test.mjs")).sort();
const told = await mkdtemp(join(tmpdir(), "punte-told-"));
let code = 1;
try {
  await Promise.all([tellDemo(join(told, "full")), tellDemo(join(told, "empty"), ["--empty"])]);
  const args = ["--test", "--test-reporter=spec", "--test-concurrency=2", ...files];
  const tests = spawn(process.execPath, args, { cwd: here, stdio: "inherit", env: { ...process.env, PUNTE_TOLD: told } });
  code = await new Promise((done) => tests.on("exit", (code) => done(code ?? 1)));
} finally {
  await rm(told, { recursive: true, force: true });
}
process.exit(code);
