// Observable Plot with the page's look: its colours are the page's custom properties, so that themes and print change them.
import { areaY, barX, barY, cell, dot, line, lineY, rect, rectY, ruleX, ruleY, text, tickY, plot as draw } from "@observablehq/plot";

// What the page uses of Plot, named, so that the rest is left out of the bundle.
export const Plot = { areaY, barX, barY, cell, dot, line, lineY, rect, rectY, ruleX, ruleY, text, tickY };
export const PRESENT = "var(--present)", CANDIDATE = "var(--candidate)", QUIET = "var(--quiet)", INK = "var(--ink)";

export const plot = (options) => draw({
  ...options, marks: options.marks.filter(Boolean), style: { fontFamily: "inherit", fontSize: "12px", background: "none", overflow: "visible", ...options.style },
});

// A share of the main colour, from next to none (0) to as much as ink can still be read on (1).
export const shade = (part) => `color-mix(in oklab, var(--heat) calc(8% + ${part.toFixed(3)} * var(--heat-range)), var(--surface))`;

// Ticks of an axis of shares that reaches so far: small ones need a place behind the point.
export const percentTicks = (most) => (share) => `${(100 * share).toFixed(most < 0.005 ? 2 : most < 0.05 ? 1 : 0)} %`;

// Long names cut for an axis; the full one is in the mark's note.
export const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

// The hatches that tell kinds apart without colour; drawings refer to them by url(#…).
export const HATCHES = `<svg class="hatches" width="0" height="0" aria-hidden="true" focusable="false"><defs>
<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" class="hatch-under"/><rect width="2.5" height="6" class="hatch-line"/></pattern>
<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" class="dots-under"/><circle cx="3" cy="3" r="1.4" class="dots-line"/></pattern>
</defs></svg>`;
