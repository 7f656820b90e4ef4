// One lead, or the two versions of it, as a card with its evidence drawn.
import { h } from "./dom.js";
import { LABELS, count, date, plural } from "./format.js";
import { canvas, dataTable } from "./figure.js";
import { sidesOf, timeline } from "./timeline.js";

export const SYMBOL_LEGEND = () => h("span", { class: "legend" }, h("span", { class: "sym" }, "● sale"), h("span", { class: "sym" }, "▲ trace"), h("span", { class: "sym" }, "■ report"),
  h("span", { class: "sym" }, "filled: part of a hit; dashed: no evidence of this lead; number: guns"), h("span", { class: "key open-key" }), "business day", h("span", { class: "key closed-key" }), "closed day", h("span", { class: "key dots-key" }), "days left out");

const WHY_SHOWN = 3;

const says = (lead) => [`score ${count(lead.score)}`, `${plural(lead.guns, "gun")}`, LABELS[lead.label], lead.groups.length ? `to ${lead.groups.join(", ")}` : "to no group"].join(" · ");

// What differs between the two, in words.
function differences(a, b) {
  const ids = (lead) => lead.indicators.map((i) => i.id), more = ids(b).filter((id) => !ids(a).includes(id)), fewer = ids(a).filter((id) => !ids(b).includes(id));
  return [
    a.since !== b.since && `first shown ${date(b.since)} instead of ${date(a.since)}`, a.score !== b.score && `score ${count(b.score)} instead of ${count(a.score)}`,
    more.length > 0 && `also ${more.join(", ")}`, fewer.length > 0 && `without ${fewer.join(", ")}`, a.groups.join() !== b.groups.join() && `to ${b.groups.join(", ") || "no group"} instead of ${a.groups.join(", ") || "no group"}`,
    a.first_date + a.last_date !== b.first_date + b.last_date && `evidence ${date(b.first_date)} to ${date(b.last_date)} instead of ${date(a.first_date)} to ${date(a.last_date)}`,
  ].filter(Boolean);
}

const columns = [
  { name: "Pack", value: (r) => r.pack }, { name: "Date", head: true, value: (r) => r.item.date }, { name: "Kind", value: (r) => r.item.kind }, { name: "Guns", number: true, value: (r) => r.item.guns }, { name: "What", value: (r) => r.item.what },
  { name: "Dealer", value: (r) => r.item.dealer }, { name: "State", value: (r) => r.item.state }, { name: "Known", value: (r) => r.item.known }, { name: "Evidence", value: (r) => (r.item.evidence === false ? "no" : "yes") }, { name: "In a hit", value: (r) => (r.item.in_hit ? "yes" : "no") },
];

// What why says of it, in its own lines: a few are shown, more are opened.
export function whyLines(lines) {
  if (!lines?.length) return null;
  const text = h("pre", { class: "why" }, lines.join("\n"));
  return lines.length <= WHY_SHOWN ? text : h("details", null, h("summary", null, `Why, in ${count(lines.length)} lines`), text);
}

// sample: {present, candidate}; tag: what the card is called by; why: lines of reasons.
export function leadCard(sample, tag, why = []) {
  const sides = sidesOf(sample), lead = sides[sides.length - 1].lead;
  const changes = sample.present && sample.candidate ? differences(sample.present, sample.candidate) : [];
  const rows = sides.flatMap((side) => side.lead.items.map((item) => ({ pack: side.name, item })));
  return h("article", { class: "card" }, h("h4", null, tag && h("span", { class: `tag ${tag.kind}` }, tag.text), ` ${lead.kind} `, h("span", { class: "mono" }, lead.key)),
    h("p", { class: "quiet" }, h("span", { class: "mono" }, lead.lead_id), ` · first shown ${date(lead.since)} · ${says(lead)}`),
    changes.length > 0 && h("p", null, h("strong", null, "Changed: "), `${changes.join("; ")}.`),
    whyLines(why),
    sides.some((side) => side.lead.left_out) && h("p", { class: "quiet" }, `${count(Math.max(...sides.map((side) => side.lead.left_out ?? 0)))} further items are not drawn.`),
    lead.items.length > 0 && canvas((width) => timeline(sides, width), { label: `Evidence of ${lead.lead_id} by day` }),
    rows.length > 0 && dataTable({ caption: `Evidence of ${lead.lead_id}`, columns, rows }, `evidence-${lead.lead_id}`, `evidence of ${lead.lead_id}`));
}

// A list of cards, some at a time.
export function cards(list, make, most, ...what) {
  const box = h("div", { class: "cards" }), more = h("div", { class: "more" });
  let shown = 0;
  const add = () => {
    const first = list.slice(shown, shown + most).map(make);
    box.append(...first);
    shown += first.length;
    more.replaceChildren(...(shown < list.length ? [h("button", { type: "button", onclick: () => { const next = shown; add(); box.children[next].setAttribute("tabindex", "-1"); box.children[next].focus(); } }, `Show ${count(Math.min(most, list.length - shown))} more of ${plural(list.length, ...what)}`)] : []));
  };
  add();
  return h("div", null, box, more);
}
