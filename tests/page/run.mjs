// The browser's tests of the tuning page.
// usage: node run.mjs MODULES FOLDER SHOTS [NAME...]      FOLDER: KIND.json and KIND.html of every kind of sample.py, and of a real history
import { counts, program, start, stop } from "./browser.mjs";
import * as charts from "./charts.mjs";
import * as lists from "./lists.mjs";
import * as whole from "./whole.mjs";

if (!program) {
  console.log("tune_page: skipped, no chromium (make deps)");
  console.log("0 passed, 0 failed, 1 skipped");
  process.exit(0);
}
await start();
const wanted = process.argv.slice(5);
for (const [name, test] of Object.entries({ ...whole, ...charts, ...lists })) {
  if (wanted.length && !wanted.includes(name)) continue;
  const began = performance.now();
  try {
    await test();
  } catch (error) {
    counts.failed++;
    console.log(`FAILED ${name}: ${error.stack}`);
  }
  console.log(`${name}: ${Math.round(performance.now() - began)} ms`);
}
await stop();
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed ? 1 : 0;
