// What the charts tell when they are pointed at, clicked, filtered; and the files they save.
import { check, csv, documentOf, download, open, same, settled, shot } from "./browser.mjs";

const firstOf = (rows, id) => rows.find((row) => row.id === id);
const save = (page, label) => download(page, () => page.getByRole("button", { name: `Save CSV: ${label}`, exact: true }).click());

export async function marks_tell_their_numbers() {
  const page = await open("axis"), doc = documentOf("axis");
  await settled(page);
  const mark = page.locator("#figures .drawing [data-mark]").first(), says = await mark.getAttribute("aria-label");
  const best = doc.cells[0].indicators.filter((i) => i.all.precision).sort((a, b) => b.all.precision.share - a.all.precision.share)[0];
  check(says.startsWith(best.title) && says.includes(`${best.all.precision.k} of ${best.all.precision.n}`), "the first mark is of the most precise indicator");
  await mark.scrollIntoViewIfNeeded();
  await mark.hover();
  same((await page.$$eval("#tip > *", (all) => all.map((e) => e.textContent))), says.split("\n"), "pointing shows what it says");
  await page.mouse.move(5, 5);
  check(await page.locator("#tip").isHidden(), "and no longer when it is left");
  await mark.click();
  await page.mouse.move(5, 5);
  check(await page.locator("#tip").isVisible(), "a click keeps it");
  await page.screenshot({ path: shot("pinned.png") });
  await page.getByRole("button", { name: "Close the note" }).click();
  check(await page.locator("#tip").isHidden(), "until it is closed");
  await page.done();
}

export async function an_indicator_filters_the_page() {
  const page = await open("axis"), doc = documentOf("axis"), id = "shared-address", bit = doc.leads.ids.indexOf(id);
  const wanted = doc.leads.hits.filter((mask) => Math.floor(mask / 2 ** bit) % 2).length, told = page.locator("#leads-told");
  await page.locator(`#weeks button[data-id="${id}"]`).click();
  same(await page.locator("#weeks .week-row").count(), 2, "the weeks are those of all leads and of the indicator");
  same(await page.evaluate(() => [document.activeElement.dataset.id, document.activeElement.getAttribute("aria-pressed")]), [id, "true"], "the focus stays, pressed");
  check((await told.innerText()).startsWith(`${wanted} leads of 4,200 with`), "the list has its leads");
  same(await page.locator(".toolbar select").inputValue(), id, "the choice above says the same");
  await page.getByRole("button", { name: "Show all" }).click();
  same(await told.innerText(), "4,200 leads of 4,200.", "and all again");
  await page.locator(".toolbar select").selectOption("cash-spree");
  same(await page.locator("#gained .gained-row").count(), 2, "days gained follow");
  await page.done();
}

export async function weeks_answer_the_pointer() {
  const page = await open("axis"), doc = documentOf("axis"), drawing = page.locator("#weeks .week-row svg").first();
  await drawing.scrollIntoViewIfNeeded();
  const box = await drawing.boundingBox();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 20);
  const at = Number(await drawing.locator(".cursor").getAttribute("aria-valuenow"));
  check(Math.abs(at - doc.weeks.all.present.length / 2) < 6, "the week under the pointer");
  check((await page.innerText("#tip")).includes(`All leads: ${doc.weeks.all.present[at]} leads`), "tells its leads");
  await page.done();
}

export async function files_have_the_numbers() {
  const page = await open("axis"), doc = documentOf("axis");
  await settled(page);
  const weeks = csv((await save(page, "Leads by week and indicator")).text), column = weeks[0].indexOf("five-or-more-guns");
  same(weeks.slice(1).map((row) => Number(row[column])), firstOf(doc.weeks.present, "five-or-more-guns").counts, "leads by week");
  same(weeks.slice(1).map((row) => Number(row[weeks[0].indexOf("all leads")])), doc.weeks.all.present, "all leads by week");
  const sweep = csv((await save(page, `Precision and recall by ${doc.axes[0].target}`)).text), of = (name) => sweep.slice(1).map((row) => Number(row[sweep[0].indexOf(name)]));
  const cells = doc.cells.filter((cell) => cell.kind === "swept");
  same([of("Leads"), of("precision_k"), of("recall_high"), of("days_gained_median")], [(f) => f.leads, (f) => f.precision.k, (f) => f.recall.high, (f) => f.days_gained.median].map((get) => cells.map((cell) => get(cell.all))), "the sweep");
  const gained = csv((await save(page, "Days gained by indicator")).text);
  same(gained.find((row) => row[0] === "cash-spree").slice(5).map(Number), firstOf(doc.gained.present, "cash-spree").counts, "days gained");
  const places = csv((await save(page, "Leads by place and group")).text);
  same(places.slice(1).map((row) => Number(row[3])), doc.places.present.map((place) => place.leads), "places");
  const overlap = csv((await save(page, "Indicators that come together")).text), [a, b] = [0, 3];
  same(Number(overlap.find((row) => row[0] === doc.overlap.ids[a])[overlap[0].indexOf(doc.overlap.ids[b])]), doc.overlap.both[a][b], "overlap");
  const changed = csv((await save(page, "Changed leads by indicator")).text);
  same(changed.slice(1).map((row) => Number(row[1])).sort((x, y) => x - y), doc.changes.indicators.map((row) => row.only_present).sort((x, y) => x - y), "changes");
  await page.done();
}

export async function a_grid_shows_any_figure() {
  const page = await open("grid"), doc = documentOf("grid"), cells = doc.cells.filter((cell) => cell.kind === "swept");
  await settled(page);
  same(await page.locator("#sweep [data-mark]").count(), cells.length, "a cell for each");
  await page.locator("#sweep select").first().selectOption("leads");
  await settled(page);
  const says = await page.$$eval("#sweep [data-mark]", (all) => all.map((mark) => mark.getAttribute("aria-label")));
  for (const cell of [cells[0], cells[cells.length - 1]]) {
    const [x, y] = [doc.axes[1].values[cell.values[1]], doc.axes[0].values[cell.values[0]]], count = cell.all.leads.toLocaleString("en-US");
    check(says.some((s) => s.startsWith(`${doc.axes[1].target} = ${x}, ${doc.axes[0].target} = ${y}`) && s.includes(`Leads: ${count}\n`)), `leads at ${x} and ${y}`);
  }
  await page.locator("#sweep [data-mark]").first().focus();
  const before = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  const after = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  const place = (text) => [doc.axes[1], doc.axes[0]].map((axis) => axis.values.indexOf(new RegExp(`${axis.target} = (\\S+?)[,\\n ]`).exec(text)?.[1]));
  same(place(after), place(before).map((n) => n + 1), "arrows go across and down");
  await page.locator("#sweep").screenshot({ path: shot("grid-sweep.png") });
  await page.done();
}

export async function evidence_is_drawn() {
  const page = await open("axis"), doc = documentOf("axis");
  await page.locator("#changes select").nth(1).selectOption("changed");
  await settled(page);
  const sample = doc.changes.samples.find((s) => s.change === "changed"), card = page.locator("#changes .card").first();
  const says = await card.locator("[data-mark]").evaluateAll((all) => all.map((mark) => mark.getAttribute("aria-label")));
  const items = [...sample.present.items, ...sample.candidate.items], hits = items.filter((item) => item.in_hit).length;
  same(says.filter((s) => s.endsWith("part of a hit")).length, hits, "items of hits are told apart");
  same(says.filter((s) => /: (sale|trace|report)\n/.test(s)).length, items.length, "every item is a mark");
  check((await card.innerText()).includes("first shown") && (await card.locator("svg").innerHTML()).includes("first shown"), "the day it was first shown");
  check((await card.locator('svg [fill="var(--closed)"], svg g[fill="var(--closed)"] rect').count()) > 0, "closed days are grey");
  const more = page.locator("#changes .more button");
  const before = await page.locator("#changes .card").count();
  await more.click();
  check((await page.locator("#changes .card").count()) > before, "more are shown when asked for");
  await page.locator("#changes").screenshot({ path: shot("changes.png") });
  same(await page.locator("#samples .card.miss").count(), Math.min(8, doc.samples.below.length), "near misses");
  check((await page.locator("#samples .card.miss").first().innerText()).includes(`Lacks ${doc.samples.below[0].lacks}`), "tell what they lack");
  await page.done();
}

export async function places_can_be_chosen() {
  const page = await open("axis"), doc = documentOf("axis"), houston = doc.places.present.filter((p) => p.division === "Houston");
  const cell = () => page.locator("#places .heat-cell").evaluateAll((all) => all.map((e) => e.getAttribute("aria-label") + "|" + e.textContent));
  check((await cell()).some((text) => text.startsWith("Houston, laredo") && text.endsWith(`|${houston.find((p) => p.group === "laredo").leads}`)), "leads by division and group");
  await page.locator("#places select").first().selectOption("guns");
  check((await cell()).some((text) => text.startsWith("Houston, laredo") && text.endsWith(`|${houston.find((p) => p.group === "laredo").guns.toLocaleString("en-US")}`)), "guns");
  await page.locator("#places select").nth(1).selectOption("state");
  check((await page.innerText("#places .map")).includes("AZ"), "by state");
  await page.done();
}
