// Runs the browser tests with node's own runner. Arguments are files; without, all of them.

import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const asked = process.argv.slice(2);
const files = asked.length ? asked : readdirSync(here).filter((name) => name.endsWith(".test.mjs")).sort();
const args = ["--test", "--test-reporter=spec", "--test-concurrency=2", ...files];
const tests = spawn(process.execPath, args, { cwd: here, stdio: "inherit" });
tests.on("exit", (code) => process.exit(code ?? 1));
