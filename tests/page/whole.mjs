// The page as a whole: opens from a file, says what is missing, is readable by everyone, prints.
import { readFileSync, statSync } from "node:fs";
import { axe, check, documentOf, download, fileOf, open, same, settled, shot } from "./browser.mjs";

const KINDS = ["axis", "grid", "plain", "empty", "hostile", "real"];
const SECTIONS = ["overview", "weeks", "sweep", "figures", "gained", "places", "overlap", "changes", "samples", "weights", "leads"];
const OPEN_MS = 2000, BYTES_MAX = 10e6, ELEMENTS_MAX = 15000;

export async function opens_without_fault() {
  for (const kind of KINDS) {
    const page = await open(kind);
    await settled(page);
    same(await page.$$eval("main > section", (all) => all.map((s) => s.id)), SECTIONS, `${kind}: sections`);
    const bare = await page.$$eval("main figure", (all) => all.filter((f) => f.querySelector(".drawing") && !(/\d|No |None/.test(f.querySelector(".sentence")?.textContent ?? "") && (f.querySelector("details summary") && f.querySelector(".save")))).map((f) => f.textContent.slice(0, 80)));
    same(bare, [], `${kind}: every chart has a sentence with a number, its table and its file`);
    const broken = await page.evaluate(() => [...document.querySelectorAll("main *")].filter((e) => /NaN|undefined|Infinity|\[object/.test([...e.attributes].map((a) => a.value).join(" ") + (e.children.length ? "" : e.textContent))).map((e) => e.outerHTML.slice(0, 150)));
    same(broken.slice(0, 3), [], `${kind}: nothing is written that is no number`);
    if (kind === "axis") await page.screenshot({ path: shot("axis.png"), fullPage: true });
    await page.done();
  }
}

export async function says_what_is_missing() {
  const page = await open("plain"), text = await page.innerText("main"), doc = documentOf("plain");
  check(text.includes(doc.notes[0]), "the document's notes are shown");
  for (const why of ["--candidate", "--sweep", "--weights", "No lead has a label"]) check(text.includes(why), `a missing part tells of ${why}`);
  await page.done();
  const empty = await open("empty");
  same(await empty.$$eval("main > section:not(:has(.absent))", (all) => all.map((s) => s.id)), ["overview"], "an empty history: each section says why");
  await empty.done();
}

export async function is_accessible() {
  for (const kind of ["axis", "grid", "empty"]) {
    const page = await open(kind, { colorScheme: "light", reducedMotion: "reduce" });
    await page.$$eval("main details:not([data-rows='130'])", (all) => all.slice(0, 5).forEach((d) => { d.fill?.(); d.open = true; }));
    await settled(page);
    await axe(page, `${kind}, light`);
    await page.screenshot({ path: shot(`${kind}-light.png`) });
    await page.emulateMedia({ colorScheme: "dark" });
    await axe(page, `${kind}, dark`, ["color-contrast"]);
    await page.screenshot({ path: shot(`${kind}-dark.png`) });
    await page.done();
  }
}

export async function turns_dark_and_light() {
  const page = await open("axis", { colorScheme: "light" }), ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole("button", { name: "Dark colours" }).click();
  const dark = await ground();
  check(light !== dark, "the toggle changes the colours");
  await page.getByRole("button", { name: "Light colours" }).click();
  same(await ground(), light, "and back");
  await page.done();
}

export async function keyboard_alone_suffices() {
  const page = await open("axis"), focused = (what) => page.evaluate((name) => document.activeElement.getAttribute(name), what);
  await settled(page);
  await page.keyboard.press("Tab");
  same(await focused("class"), "skip", "the first stop is the skip link");
  await page.keyboard.press("Enter");
  same(await focused("id"), "main", "it leads to the figures");
  for (let n = 0; n < 30 && (await focused("role")) !== "slider"; n++) await page.keyboard.press("Tab");
  same(await focused("aria-valuenow"), "0", "then to the weeks");
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  const doc = documentOf("axis"), at = doc.weeks.all.present.length - 2;
  same(await focused("aria-valuenow"), String(at), "arrows go from week to week");
  check((await focused("aria-valuetext")).includes(`All leads: ${doc.weeks.all.present[at]} leads`), "and tell the week's leads");
  check((await page.innerText("#tip")).includes("All leads"), "which are shown beside it");
  await page.locator("#sweep [data-mark]").first().focus();
  await page.keyboard.press("ArrowRight");
  const mark = await focused("aria-label");
  check(await page.evaluate(() => document.activeElement.matches("#sweep [data-mark]") && document.activeElement.tabIndex === 0), "arrows go from mark to mark");
  await page.keyboard.press("Enter");
  same(await page.innerText("#tip strong"), mark.split("\n")[0], "Enter keeps the note");
  check(await page.locator("#tip.pinned").isVisible(), "pinned");
  await page.keyboard.press("Escape");
  check(await page.locator("#tip").isHidden(), "Escape takes it away");
  same(await page.$$eval("main a, main button, main select, main input, main summary, main [tabindex='0']", (all) => all.filter((e) => e.tabIndex < 0 && !e.disabled).length), 0, "nothing to use is out of reach");
  await page.done();
}

export async function prints() {
  const page = await open("axis", { colorScheme: "dark" });
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print", colorScheme: null });
  check(await page.locator("#weights details table").isVisible(), "tables that fit are opened");
  same(await page.locator("#weeks details").first().getAttribute("open"), null, "long ones are not");
  for (const hidden of ["nav", ".toolbar", ".save"]) check(!(await page.locator(hidden).first().isVisible()), `${hidden} is not printed`);
  same(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)", "on white");
  await page.pdf({ path: shot("axis.pdf"), format: "Letter", printBackground: true });
  check(readFileSync(shot("axis.pdf")).subarray(0, 5).toString() === "%PDF-" && statSync(shot("axis.pdf")).size > 50000, "a PDF is made");
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  same(await page.locator("main details[open]").count(), 0, "afterwards they are closed again");
  await page.done();
}

export async function many_leads_open_soon() {
  check(statSync(fileOf("many")).size < BYTES_MAX, "100,000 leads stay under 10 MB");
  let least = Infinity;
  for (let n = 0; n < 3 && least >= OPEN_MS; n++) {
    const page = await open("many");
    await page.waitForSelector("#leads tbody tr");
    least = Math.min(least, await page.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventEnd));
    await settled(page);
    check((await page.$$eval("*", (all) => all.length)) < ELEMENTS_MAX, "only what is shown is in the page");
    same(await page.innerText("#leads-told"), "100,000 leads of 100,000.", "all leads are there");
    await page.done();
  }
  console.log(`100,000 leads: open after ${Math.round(least)} ms, ${statSync(fileOf("many")).size} bytes`);
  check(least < OPEN_MS, `100,000 leads open in ${Math.round(least)} ms`);
}

export async function hostile_names_stay_text() {
  const page = await open("hostile");
  await settled(page);
  await page.$$eval("main details", (all) => all.forEach((d) => { d.fill?.(); d.open = true; }));
  check((await page.title()) !== "broken", "no script of a name runs");
  same(await page.locator("#broken, main img").count(), 0, "no element comes of a name");
  check((await page.innerText("main")).includes("</script><b id=broken>"), "it is shown as it is");
  const file = await download(page, () => page.getByRole("button", { name: "Save CSV: Figures by group" }).click());
  check(file.text.includes("\r\n'=HYPERLINK(1),"), "no cell of a file is a formula");
  await page.done();
}

export async function keeps_the_document() {
  const page = await open("axis");
  const file = await download(page, () => page.getByRole("button", { name: "Save JSON" }).click());
  same([file.name, JSON.parse(file.text)], ["tune.json", documentOf("axis")], "Save JSON gives the document");
  await page.done();
}

export async function damage_is_told() {
  for (const [kind, told] of [["damaged", "damaged"], ["other", "leadline.tune/9"]]) {
    const page = await open(kind);
    check((await page.innerText("main")).includes(told), `${kind}: the page says why it shows nothing`);
    await page.done();
  }
  const bare = await open("axis", { javaScriptEnabled: false });
  check((await bare.innerText("body")).includes("Allow scripts for this file"), "without scripts it says so");
  await bare.done();
}

export async function fits_a_small_window() {
  const page = await open("axis", { viewport: { width: 390, height: 800 } });
  await settled(page);
  check(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "no sideways scrolling at 390 pixels");
  await page.screenshot({ path: shot("small.png") });
  await page.done();
}
