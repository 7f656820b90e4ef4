// Bundle page/src into one HTML file: script, style and licences within, a place for the document.
// usage: node page/build.mjs MODULES OUT       MODULES: the folder where npm put node_modules
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const MARK = '{"leadline":"document"}';
const source = path.join(path.dirname(fileURLToPath(import.meta.url)), "src");
const [modules, out] = process.argv.slice(2).map((name) => path.resolve(name));
const esbuild = createRequire(path.join(modules, "package.json"))("esbuild");

const settings = {
  bundle: true, minify: true, write: false, metafile: true, legalComments: "none", logLevel: "warning",
  nodePaths: [path.join(modules, "node_modules")],
};

async function bundled(entry, more) {
  const result = await esbuild.build({ ...settings, ...more, entryPoints: [path.join(source, entry)] });
  const [written] = Object.values(result.metafile.outputs);
  const inputs = Object.entries(written.inputs).filter(([, input]) => input.bytesInOutput > 0).map(([name]) => name);
  return { text: result.outputFiles[0].text.trim(), inputs };
}

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

// Every package whose code is in the bundle, with its licence text.
function licences(inputs) {
  const named = inputs.map((name) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(name)?.[1]).filter(Boolean);
  return [...new Set(named)].sort().map((name) => {
    const folder = path.join(modules, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} ${version} has no licence file: the page may not be given on without it`);
    return { name: `${name} ${version}`, license, text: readFileSync(path.join(folder, file), "utf8").trim() };
  });
}

function licencesHtml(list) {
  return list.map(({ name, license, text }) =>
    `<h3>${escaped(name)} (${escaped(license)})</h3>\n<pre>${escaped(text)}</pre>`).join("\n");
}

const [script, style] = await Promise.all([
  bundled("main.js", { format: "iife", target: "es2020", charset: "utf8" }),
  bundled("style.css", {}),
]);
if (/<\/script|<!--/i.test(script.text)) throw new Error("the script would end its element early");
const hash = createHash("sha256").update(script.text).digest("base64");
const parts = {
  STYLE: style.text, SCRIPT: script.text, HASH: `'sha256-${hash}'`, DOCUMENT: MARK, LICENCES: licencesHtml(licences(script.inputs)),
};
const html = readFileSync(path.join(source, "page.html"), "utf8").replace(/%([A-Z]+)%/g, (all, name) => parts[name] ?? all);
if (html.split(MARK).length !== 2) throw new Error(`${MARK} has to be in the page exactly once`);
writeFileSync(out, html);
