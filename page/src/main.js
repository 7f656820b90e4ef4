import * as Plot from "@observablehq/plot";
const d = JSON.parse(document.getElementById("document").textContent);
const page = document.getElementById("page");
const h = document.createElement("h1");
h.textContent = d.format;
page.append(h, Plot.plot({ marks: [Plot.barX([1, 2, 3])] }));
