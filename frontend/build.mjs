// Writes tabler.css: Tabler's core without the rules no page of ours uses, and with its dark theme
// working by itself. Run by tools/frontend.py: node build.mjs OUT_FILE
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";

const here = dirname(fileURLToPath(import.meta.url));
const product = join(here, "..", "nastavnik");
const DARK = "[data-bs-theme=dark]";
// Weighs as much as DARK itself, so that the order of Tabler's rules still decides between them.
const AUTO = ":root:where(:not([data-bs-theme=light]))";

function filesBelow(folder, ...endings) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => endings.includes(extname(name)))
    .map((name) => join(folder, name));
}

function safelist() {
  const lines = readFileSync(join(here, "safelist.txt"), "utf-8").split("\n").map((line) => line.trim());
  const wanted = lines.filter((line) => line && !line.startsWith("#"));
  return wanted.map((line) => (line.startsWith("/") ? new RegExp(line.slice(1, -1)) : line));
}

/** Our own style sheets are not purged, but they lean on Tabler's variables. */
function variablesOfOurs() {
  const texts = filesBelow(join(product, "portal"), ".css", ".html").map((name) => readFileSync(name, "utf-8"));
  return [...new Set(texts.join("\n").match(/--tblr-[\w-]+/g) ?? [])];
}

async function purged(css) {
  const content = [...filesBelow(product, ".html"), ...filesBelow(join(product, "portal"), ".py", ".js")];
  const [result] = await new PurgeCSS().purge({
    css: [{ raw: css }],
    content,
    safelist: { standard: [...safelist(), ":root", ":host"], variables: variablesOfOurs() },
    // Pictures that differ by theme: they would need a rule of their own in a dark system. Not used.
    blocklist: [/^hide-theme-/, /^img-(dark|light)$/],
    dynamicAttributes: ["data-bs-theme"],
    fontFace: true,
    keyframes: true,
    variables: true,
  });
  return result.css;
}

/** Repeats every rule of the dark theme for readers whose system is dark and who chose nothing else. */
function darkByItself(root) {
  root.walkRules((rule) => {
    if (rule.parent.type === "atrule" && /keyframes$/.test(rule.parent.name)) return;
    const roots = rule.selectors.filter((one) => one.startsWith(DARK) || one.startsWith(":root" + DARK));
    if (!roots.length) return;
    const twin = rule.clone({ selectors: roots.map((one) => one.replace(/^(:root)?\[data-bs-theme=dark\]/, AUTO)) });
    const media = postcss.atRule({ name: "media", params: "(prefers-color-scheme:dark)", nodes: [twin] });
    rule.after(media);
  });
}

/** Themes we never set: Tabler's old attribute names and its theme of the navigation bar. */
function withoutForeignThemes(root) {
  root.walkRules((rule) => {
    const kept = rule.selectors.filter((one) => !/\.theme-dark|\[data-theme=|data-bs-navbar-theme/.test(one));
    if (kept.length === rule.selectors.length) return;
    if (kept.length) rule.selectors = kept;
    else rule.remove();
  });
}

function withoutEmptyRules(root) {
  root.walkRules((rule) => {
    if (!rule.nodes.length) rule.remove();
  });
  root.walkAtRules((rule) => {
    if (rule.nodes && !rule.nodes.length) rule.remove();
  });
}

const source = readFileSync(join(here, "node_modules/@tabler/core/dist/css/tabler.min.css"), "utf-8");
const sheet = postcss.parse(await purged(source.replace(/\/\*# sourceMappingURL=[^*]*\*\//g, "")));
withoutForeignThemes(sheet);
withoutEmptyRules(sheet);
darkByItself(sheet);
writeFileSync(process.argv[2], sheet.toString());
