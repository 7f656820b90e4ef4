// Numbers, dates and proportions as people read them. null is what could not be computed.

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
const dates = new Intl.DateTimeFormat("en-US", { year: "numeric", month: "short", day: "numeric", timeZone: "UTC" });
const months = new Intl.DateTimeFormat("en-US", { year: "numeric", month: "short", timeZone: "UTC" });

export const NONE = "–";
export const DAY_MS = 86400000;
const missing = (value) => value === null || value === undefined;

export const count = (value) => (missing(value) ? NONE : whole.format(value));
export const number = (value) => (missing(value) ? NONE : Math.abs(value) >= 1000 ? whole.format(value) : short.format(value));
export const percent = (share) => (missing(share) ? NONE : `${(100 * share).toFixed(share > 0 && share < 0.0995 ? 1 : 0)} %`);
export const signed = (value) => (missing(value) ? NONE : `${value > 0 ? "+" : ""}${number(value).replace("-", "−")}`);

export const toDate = (text) => new Date(`${text}T00:00:00Z`);
export const isoOf = (date) => date.toISOString().slice(0, 10);
export const isoOfDay = (day) => isoOf(new Date(day * DAY_MS));
export const date = (text) => (text ? dates.format(toDate(text)) : NONE);
export const month = (value) => months.format(value);
export const plural = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

// "34 % (31–37 %)": a proportion and its 95 % interval.
export const proportion = (p) => (p ? `${percent(p.share)} (${interval(p)})` : NONE);
export const interval = (p) => `${percent(p.low).replace(" %", "")}–${percent(p.high)}`;
export const ofThem = (p) => (p ? `${count(p.k)} of ${count(p.n)}` : "");

export const quartiles = (q) => (q && q.n ? `${count(q.median)} (${count(q.q1)} to ${count(q.q3)})` : NONE);

export const LABELS = { t: "confirmed", f: "false", u: "unlabelled", true: "confirmed", false: "false", null: "unlabelled", undefined: "unlabelled" };
export const KINDS = { p: "purchaser", d: "dealer", a: "address" };
