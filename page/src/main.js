// The page: reads its document, makes the sections, and makes anew those that the chosen indicator changes.
import { h, select } from "./dom.js";
import { save } from "./csv.js";
import { HATCHES } from "./plot.js";
import { facts, headline, notes, tiles } from "./overview.js";
import { changes } from "./changes.js";
import { figures } from "./figures.js";
import { gained } from "./gained.js";
import { leads } from "./leads.js";
import { overlap } from "./overlap.js";
import { places } from "./places.js";
import { samples } from "./samples.js";
import { drawWaiting } from "./figure.js";
import { start } from "./tip.js";
import { sweep } from "./sweep.js";
import { weeks } from "./weeks.js";
import { weights } from "./weights.js";

const FORMAT = "leadline.tune/1", PRINTED_ROWS = 40;

// id, heading, what makes its figures; filtered: the chosen indicator changes it.
const SECTIONS = [
  { id: "weeks", name: "Leads over time", make: weeks, filtered: true },
  { id: "sweep", name: "Swept values", make: sweep },
  { id: "figures", name: "Figures", make: figures, filtered: true },
  { id: "gained", name: "Days gained", make: gained, filtered: true },
  { id: "places", name: "Places and groups", make: places },
  { id: "overlap", name: "Overlap", make: overlap, filtered: true },
  { id: "changes", name: "Changed leads", make: changes, filtered: true },
  { id: "samples", name: "Near misses", make: samples, filtered: true },
  { id: "weights", name: "Weights", make: weights },
  { id: "leads", name: "All leads", make: leads, filtered: true },
];

function contextOf(doc) {
  const cells = (kind) => doc.cells.find((cell) => cell.kind === kind) ?? null;
  const titles = new Map(doc.cells.flatMap((cell) => cell.indicators.map((i) => [i.id, i.title ?? i.id])));
  const ids = [...new Set([...(doc.leads?.ids ?? []), ...titles.keys()])];
  return {
    doc, ids, present: cells("present"), candidate: cells("candidate"), filter: null,
    titleOf: (id) => titles.get(id) ?? id, notesOn: (pattern) => doc.notes.filter((note) => pattern.test(note)),
  };
}

function themeButton() {
  const root = document.documentElement, dark = () => (root.dataset.theme ?? (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const button = h("button", { type: "button", class: "theme", onclick: () => { root.dataset.theme = dark() ? "light" : "dark"; tell(); } });
  const tell = () => { button.textContent = dark() ? "Light colours" : "Dark colours"; };
  tell();
  return button;
}

function toolbar(context) {
  const list = select("Indicator", [["", "all indicators"], ...context.ids.map((id) => [id, context.titleOf(id)])], "", (value) => context.setFilter(value || null));
  const clear = h("button", { type: "button", hidden: true, onclick: () => { context.setFilter(null); list.querySelector("select").focus(); } }, "Show all");
  context.told = () => { list.querySelector("select").value = context.filter ?? ""; clear.hidden = !context.filter; };
  return h("div", { class: "toolbar", role: "group", "aria-label": "For the whole page" }, list, clear, h("span", { class: "spring" }), themeButton(),
    h("button", { type: "button", onclick: () => save("tune.json", "application/json", JSON.stringify(context.doc)) }, "Save JSON"), h("button", { type: "button", onclick: () => window.print() }, "Print"));
}

function makeSection(context, section) {
  const place = h("div", { class: "figures" }, section.make(context));
  section.again = () => place.replaceChildren(...section.make(context));
  return h("section", { id: section.id, "aria-labelledby": `${section.id}-title` }, h("h2", { id: `${section.id}-title`, tabindex: "-1" }, section.name), place);
}

// Tables that fit are opened for print, and closed again afterwards.
function printing() {
  const opened = [];
  window.addEventListener("beforeprint", () => {
    drawWaiting();
    for (const details of document.querySelectorAll("main details:not([open])")) {
      if (Number(details.dataset.rows ?? 0) > PRINTED_ROWS) continue;
      details.fill?.();
      details.open = true;
      opened.push(details);
    }
  });
  window.addEventListener("afterprint", () => { for (const details of opened.splice(0)) details.open = false; });
}

function filtering(context) {
  context.setFilter = (id) => {
    const from = document.activeElement, within = from?.closest?.("section")?.id, button = from?.dataset?.id;
    context.filter = id;
    context.told();
    for (const section of SECTIONS) if (section.filtered) section.again();
    if (within && button) document.querySelector(`#${within} button[data-id="${CSS.escape(button)}"]`)?.focus({ preventScroll: true });
    document.getElementById("said").textContent = id ? `Showing ${context.titleOf(id)}` : "Showing all indicators";
  };
}

function build(doc) {
  const context = contextOf(doc), page = document.getElementById("page");
  filtering(context);
  document.title = `Tuning ${doc.packs.present.id}${doc.packs.candidate ? ` against ${doc.packs.candidate.id}` : ""}: Leadline`;
  const hatches = h("div");
  hatches.innerHTML = HATCHES;
  start();
  page.append(hatches,
    h("header", null, h("p", { class: "brand" }, "Leadline tuning report"), h("h1", null, doc.packs.candidate ? `What ${doc.packs.candidate.id} would change` : `What ${doc.packs.present.id} finds`), headline(context), toolbar(context)),
    h("div", { class: "columns" },
      h("nav", { "aria-label": "Sections" }, h("ul", null, h("li", null, h("a", { href: "#main" }, "Overview")), SECTIONS.map((s) => h("li", null, h("a", { href: `#${s.id}` }, s.name))))),
      h("main", { id: "main", tabindex: "-1" }, h("section", { id: "overview", "aria-labelledby": "overview-title" }, h("h2", { id: "overview-title" }, "Overview"), tiles(context), notes(doc), facts(doc)), SECTIONS.map((s) => makeSection(context, s)))));
  printing();
}

function run() {
  const text = document.getElementById("document").textContent, fail = (why) => document.getElementById("page").append(h("main", null, h("h1", null, "This report cannot be shown"), h("p", null, why)));
  let doc = null;
  try {
    doc = JSON.parse(text);
  } catch (error) {
    fail(`Its document is damaged: ${error.message}. Make the report again with leadline tune --report.`);
    return;
  }
  if (doc.format !== FORMAT) fail(`Its document is ${doc.format ?? "of no known form"}, this page shows ${FORMAT}. Make the report again with one and the same leadline.`);
  else build(doc);
}

run();
