// A browser for the tests, and what they ask of it.
import { createRequire } from "node:module";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

const [, , modules, folder, shots] = process.argv;
const require = createRequire(path.resolve(modules, "package.json"));
const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const PROGRAMS = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export const program = PROGRAMS.find((name) => name && existsSync(name));
export const fileOf = (kind) => path.resolve(folder, `${kind}.html`);
export const documentOf = (kind) => JSON.parse(readFileSync(path.resolve(folder, `${kind}.json`), "utf8"));
export const shot = (name) => path.resolve(shots, name);
mkdirSync(shots, { recursive: true });

export const counts = { passed: 0, failed: 0 };
export function check(good, what) {
  counts[good ? "passed" : "failed"]++;
  if (!good) console.log(`FAILED ${what}`);
}
export function same(got, wanted, what) {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  check(a === b, `${what}: ${a?.slice(0, 300)} instead of ${b?.slice(0, 300)}`);
}

let browser = null;
// Root has no sandbox of its own; everyone else keeps it.
export const start = async () => { browser = await chromium.launch({ executablePath: program, args: process.getuid() === 0 ? ["--no-sandbox"] : [] }); };
export const stop = () => browser?.close();

// Open a document's page, offline. faults gathers what the console says, what goes wrong, and what is asked of any network.
export async function open(kind, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, offline: true, acceptDownloads: true, ...options });
  const page = await context.newPage(), faults = [], file = `file://${fileOf(kind)}`;
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) faults.push(message.text()); });
  page.on("pageerror", (error) => faults.push(String(error.stack)));
  page.on("request", (request) => { if (!/^(data|blob):/.test(request.url()) && request.url().split("#")[0] !== file) faults.push(`asked for ${request.url()}`); });
  await page.goto(file);
  page.done = async (what) => {
    same(faults, [], `${kind}: console and network${what ? `, ${what}` : ""}`);
    await context.close();
  };
  return page;
}

// Every drawing of the page is there.
export const settled = (page) => page.waitForFunction(() => [...document.querySelectorAll(".drawing")].every((place) => place.querySelector("svg, table") || place.closest("details:not([open])")));

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// rules: of axe, where not all of the tags above are meant.
export async function axe(page, what, rules = RULES) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async (runOnly) => {
    const result = await window.axe.run(document, { resultTypes: ["violations"], runOnly });
    return result.violations.map((v) => `${v.id}: ${v.nodes.length} times, ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary?.slice(0, 200)}`);
  }, rules);
  same(found, [], `axe, ${what}`);
}

export async function download(page, act) {
  const [file] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
}

// RFC 4180, as far as the page writes it.
export function csv(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows[rows.length - 1].push(quoted === undefined ? plain : quoted.replace(/""/g, '"'));
    if (end === "\r\n") rows.push([]);
  }
  rows.pop();
  return rows;
}
