// Builds build/static from static/src and the packages in node_modules. Run by scripts/setup.py with the wheel's Node.
//
// The packages' own assets (fonts, crown, GOV.UK images) are never copied: they are not for services off GOV.UK.

import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { compile } from "sass";

const root = resolve(import.meta.dirname, "..");
const out = join(root, "build/static");
const copies = {
  "app/app.js": "static/src/app.js",
  "app/try.js": "static/src/try.js",
  "vendor/govuk-frontend.min.js": "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js",
};

rmSync(out, { recursive: true, force: true });
for (const [to, from] of Object.entries(copies)) {
  mkdirSync(dirname(join(out, to)), { recursive: true });
  copyFileSync(join(root, from), join(out, to));
}

// The Ministry of Justice's sheets import "node_modules/govuk-frontend/...", hence the parent as well.
const { css } = compile(join(root, "static/src/app.scss"), {
  loadPaths: [join(root, "node_modules"), root],
  style: "compressed",
  quietDeps: true,
});
writeFileSync(join(out, "app/app.css"), css);
