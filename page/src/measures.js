// The figures of a cell: how each is named, read and written.
import { count, number, percent, plural, proportion, quartiles, NONE } from "./format.js";

const plain = (id, name, says, more = {}) => ({
  id, name, says, get: (f) => (f[id] === null || f[id] === undefined ? null : { value: f[id] }), show: (value) => number(value), text: (f) => number(f[id]), ...more,
});
const share = (id, name, says, more = {}) => ({
  id, name, says, share: true, get: (f) => (f[id] ? { value: f[id].share, low: f[id].low, high: f[id].high } : null),
  show: percent, text: (f) => proportion(f[id]), ...more,
});

export const MEASURES = [
  plain("leads", "Leads", "all leads"),
  plain("week_median", "Leads a week, median", "leads first shown in the median week"),
  plain("week_busiest", "Leads a week, busiest", "leads first shown in the busiest week"),
  plain("purchasers", "Purchasers", "purchasers with a lead"),
  plain("guns", "Guns", "guns in the leads' evidence"),
  share("precision", "Precision", "confirmed among the leads that have a label"),
  share("recall", "Recall", "labelled subjects that have a lead"),
  share("confirmed_share", "Confirmed of all", "confirmed among all leads, labelled or not"),
  plain("lift", "Lift", "times as often confirmed as a purchaser taken at random"),
  plain("false_for_true", "False for one true", "false leads for each confirmed one"),
  {
    id: "days_gained", name: "Days gained, median", says: "days from the first lead to the first trace or the opened case",
    get: (f) => (f.days_gained?.n ? { value: f.days_gained.median, low: f.days_gained.q1, high: f.days_gained.q3 } : null),
    show: count, text: (f) => quartiles(f.days_gained), spread: "quartiles",
  },
  plain("guns_after", "Guns after the first lead", "guns bought after the first lead: what acting on it could have stopped"),
];
export const measure = (id) => MEASURES.find((m) => m.id === id);

// The columns of a table of figures, behind those that name its rows. of(row) -> the figure.
export function figureColumns(of, more = []) {
  const plainColumn = (id, name = measure(id).name) => ({ name, number: true, value: (row) => of(row)[id] ?? null });
  const shareColumn = (id) => ({
    name: measure(id).name, number: true, value: (row) => of(row)[id]?.share ?? null, text: (row) => proportion(of(row)[id]),
    csv: ["k", "n", "share", "low", "high"].map((part) => ({ name: `${id}_${part}`, value: (row) => of(row)[id]?.[part] ?? null })),
  });
  return [
    plainColumn("leads"), ...more, plainColumn("week_median", "A week"), plainColumn("week_busiest", "Busiest"), plainColumn("purchasers"), plainColumn("guns"),
    { name: "Confirmed", number: true, value: (row) => of(row).true }, { name: "False", number: true, value: (row) => of(row).false },
    { name: "Unlabelled", number: true, value: (row) => of(row).unlabelled },
    shareColumn("precision"), shareColumn("recall"), plainColumn("lift"), plainColumn("false_for_true", "False for 1"),
    {
      name: "Days gained", number: true, value: (row) => of(row).days_gained?.median ?? null, text: (row) => quartiles(of(row).days_gained),
      csv: ["n", "q1", "median", "q3"].map((part) => ({ name: `days_gained_${part}`, value: (row) => of(row).days_gained?.[part] ?? null })),
    },
    plainColumn("guns_after", "Guns after"),
  ];
}

// The lines of a note on a figure: what a mark says when it is pointed at.
export function lines(f) {
  return [
    `${plural(f.leads, "lead")}, ${number(f.week_median)} in the median week`,
    `confirmed ${count(f.true)}, false ${count(f.false)}, unlabelled ${count(f.unlabelled)}`,
    `precision ${proportion(f.precision)}`, `recall ${proportion(f.recall)}`,
    `days gained ${quartiles(f.days_gained)}`, `guns after the first lead ${f.guns_after === null || f.guns_after === undefined ? NONE : count(f.guns_after)}`,
  ];
}
