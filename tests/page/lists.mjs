// Tables that sort, and the list of all leads: searched, filtered, a page at a time.
import { check, csv, documentOf, download, open, same } from "./browser.mjs";

export async function tables_sort() {
  const page = await open("axis"), doc = documentOf("axis"), head = page.locator("#figures thead").first();
  const column = async (n) => page.$$eval("#figures .scroll table", (all, at) => [...all[0].querySelectorAll("tbody tr")].map((row) => row.children[at].textContent), n);
  const leads = doc.cells[0].indicators.map((i) => i.all.leads).sort((a, b) => b - a).map((n) => n.toLocaleString("en-US"));
  same(await column(1), leads, "most leads first");
  await head.getByRole("button", { name: "Leads" }).click();
  same(await column(1), [...leads].reverse(), "a click turns it round");
  same(await head.locator("th").nth(1).getAttribute("aria-sort"), "ascending", "and says so");
  await head.getByRole("button", { name: "Indicator" }).click();
  same(await column(0), doc.cells[0].indicators.map((i) => i.id).sort(), "names by the alphabet");
  same(await page.evaluate(() => document.activeElement.textContent.slice(0, 9)), "Indicator", "the focus stays");
  await page.done();
}

export async function leads_are_found() {
  const page = await open("many"), doc = documentOf("many"), { leads } = doc, told = page.locator("#leads-told"), rows = page.locator("#leads tbody tr");
  same(await rows.count(), 25, "a page of rows");
  await page.getByRole("button", { name: "Last", exact: true }).click();
  check((await page.innerText("#leads .pager")).includes("of 4,000"), "four thousand pages");
  const oldest = leads.since.reduce((a, b) => Math.min(a, b));
  same(leads.since[leads.id.indexOf(await rows.last().locator("th").innerText())], oldest, "the last is the oldest");
  await page.locator("#leads .pager input").fill("17");
  await page.locator("#leads .pager input").press("Enter");
  const order = leads.id.map((_, n) => n).sort((a, b) => leads.since[b] - leads.since[a] || a - b);
  same(await rows.first().locator("th").innerText(), leads.id[order[16 * 25]], "a page by its number");
  await page.locator("#leads thead").getByRole("button", { name: "Score" }).click();
  same(await rows.first().locator("td").nth(2).innerText(), String(leads.score.reduce((a, b) => Math.max(a, b))), "the highest score");
  await page.locator("#leads input[type=search]").fill(leads.id[777].slice(2, 14).toLowerCase());
  same([await rows.count(), await rows.first().locator("th").innerText()], [1, leads.id[777]], "a lead by a part of its name");
  await page.locator("#leads input[type=search]").fill("no such lead");
  same([await rows.count(), await told.innerText()], [0, "0 leads of 100,000."], "none");
  await page.done();
}

export async function found_leads_are_saved() {
  const page = await open("many"), { leads } = documentOf("many"), id = leads.ids[7];
  await page.locator(".toolbar select").selectOption(id);
  await page.locator("#leads select").first().selectOption("t");
  await page.locator("#leads select").nth(1).selectOption("d");
  const wanted = leads.id.filter((_, n) => Math.floor(leads.hits[n] / 2 ** 7) % 2 && leads.label[n] === "t" && leads.kind[n] === "d");
  const file = await download(page, () => page.getByRole("button", { name: "Save CSV: the leads that are found" }).click()), rows = csv(file.text);
  same(file.name, "leads.csv", "its name");
  same(rows.slice(1).map((row) => row[0]).sort(), [...wanted].sort(), "what is found is what is saved");
  const n = leads.id.indexOf(rows[1][0]);
  same(rows[1].slice(1, 6), ["dealer", new Date(leads.since[n] * 86400000).toISOString().slice(0, 10), String(leads.score[n]), String(leads.guns[n]), "confirmed"], "with its figures");
  await page.done();
}
