// What the candidate would change: how many leads, where, and samples with their evidence.
import { h, select } from "./dom.js";
import { count, percent, plural } from "./format.js";
import { absent, canvas, changing } from "./figure.js";
import { SYMBOL_LEGEND, cards, leadCard } from "./lead.js";
import { cut, INK, Plot, QUIET, plot } from "./plot.js";

const KINDS = { only_present: "only in force", changed: "changed", only_candidate: "only candidate", same: "the same" };
const FILL = { only_present: "url(#hatch)", changed: "url(#dots)", only_candidate: "var(--candidate)" };
const counting = { by: "indicators" }, sampling = { change: "" };
const BY = { indicators: "indicator", states: "dealer's state", divisions: "division", groups: "group" };

function drawing(rows, width) {
  const left = Math.min(230, width * 0.36), parts = rows.flatMap((r) => [
    { id: r.id, kind: "only_present", from: -r.only_present - r.changed, to: -r.changed, n: r.only_present, of: r }, { id: r.id, kind: "changed", from: -r.changed, to: 0, n: r.changed, of: r },
    { id: r.id, kind: "only_candidate", from: 0, to: r.only_candidate, n: r.only_candidate, of: r },
  ]);
  return plot({
    width, height: 56 + 26 * rows.length, marginLeft: left, marginRight: 44, marginTop: 6, marginBottom: 40, x: { label: "← lost or changed · leads · new →", tickFormat: (v) => count(Math.abs(v)), grid: true, labelAnchor: "center", insetLeft: 34, insetRight: 30 },
    y: { domain: rows.map((r) => r.id ?? "none known"), label: null, tickSize: 0, tickFormat: (id) => cut(id, Math.floor(left / 7)) }, color: { type: "identity" },
    marks: [
      Plot.barX(parts.filter((p) => p.n), { y: (p) => p.id ?? "none known", x1: "from", x2: "to", fill: (p) => FILL[p.kind], stroke: INK, strokeWidth: 0.6, ariaLabel: (p) => `${p.id ?? "none known"}\n${plural(p.n, "lead")} ${KINDS[p.kind]}\nthe same ${count(p.of.same)}, changed ${count(p.of.changed)}\nonly in force ${count(p.of.only_present)}, only candidate ${count(p.of.only_candidate)}` }),
      Plot.ruleX([0], { stroke: QUIET, strokeWidth: 1.5 }),
      Plot.text(parts.filter((p) => p.n && p.kind === "only_present"), { y: (p) => p.id ?? "none known", x: "from", text: (p) => count(p.n), dx: -5, textAnchor: "end", fill: INK }),
      Plot.text(parts.filter((p) => p.n && p.kind === "only_candidate"), { y: (p) => p.id ?? "none known", x: "to", text: (p) => count(p.n), dx: 5, textAnchor: "start", fill: INK }),
    ],
  });
}

function counted(changes) {
  return changing(counting, (now, choose) => {
    const rows = [...(changes[now.by] ?? [])].sort((a, b) => b.only_present + b.only_candidate + b.changed - a.only_present - a.only_candidate - a.changed), all = changes.same + changes.changed + changes.only_present + changes.only_candidate;
    const columns = [{ name: BY[now.by], head: true, value: (r) => r.id ?? "none known" }, ...Object.keys(KINDS).map((kind) => ({ name: KINDS[kind], number: true, value: (r) => r[kind] }))];
    return {
      title: `Changed leads by ${BY[now.by]}`, file: `changes-by-${now.by}`,
      sentence: `Of ${plural(all, "lead")}, ${count(changes.same)} (${percent(all ? changes.same / all : null)}) stay the same; the candidate loses ${count(changes.only_present)}, adds ${count(changes.only_candidate)} and changes ${count(changes.changed)} (score ${count(changes.score)}, dates ${count(changes.dates)}, routes ${count(changes.routes)}).`,
      controls: [select("By", Object.entries(BY), now.by, (value) => choose("by", value)), h("span", { class: "legend" }, h("span", { class: "key hatch-key" }), "only in force", h("span", { class: "key dots-key" }), "changed", h("span", { class: "key candidate-key" }), "only candidate")],
      body: rows.length ? canvas((width) => drawing(rows.slice(0, 30), width), { label: `Changed leads by ${BY[now.by]}` }) : h("p", { class: "quiet" }, `No lead has a ${BY[now.by]}.`), data: { caption: `Changed leads by ${BY[now.by]}`, columns, rows },
    };
  });
}

const hasIndicator = (sample, id) => [sample.present, sample.candidate].some((lead) => lead?.indicators.some((i) => i.id === id));

function sampled(context, samples) {
  return changing(sampling, (now, choose) => {
    const list = samples.filter((s) => (!now.change || s.change === now.change) && (!context.filter || hasIndicator(s, context.filter)));
    return {
      title: "Changed leads, with their evidence", file: "changed-leads", sentence: `${plural(list.length, "lead")} of a sample of ${count(samples.length)}${context.filter ? ` have ${context.filter}` : ""}.`,
      controls: [select("Show", [["", "every change"], ...Object.entries(KINDS).filter(([kind]) => kind !== "same")], now.change, (value) => choose("change", value)), SYMBOL_LEGEND()],
      body: list.length ? cards(list, (s) => leadCard(s, { kind: s.change, text: KINDS[s.change] ?? s.change }), 5, "changed lead") : h("p", { class: "quiet" }, "None of the sample."),
    };
  });
}

export function changes(context) {
  const { doc } = context;
  if (!doc.changes) return [absent("Changed leads", "No candidate was given. --candidate PACK tells what other rules would change.", context.notesOn(/candidate/i))];
  return [counted(doc.changes), doc.changes.samples?.length ? sampled(context, doc.changes.samples) : absent("Changed leads, with their evidence", "No lead changed, or no sample was asked for (--samples).")];
}
