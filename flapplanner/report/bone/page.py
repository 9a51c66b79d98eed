"""The figure in space as a page that stands alone: a canvas to turn, with nothing fetched."""

from __future__ import annotations

import json
from html import escape
from typing import Any

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
html, body {{ margin: 0; height: 100%; background: {paper}; color: {words};
  font: 13px/1.35 "Source Sans", sans-serif; }}
body {{ display: flex; flex-direction: column; }}
canvas {{ flex: 1; min-height: 0; width: 100%; touch-action: none; cursor: grab; }}
canvas:focus-visible {{ outline: 2px solid {words}; outline-offset: -3px; }}
nav, ul {{ display: flex; flex-wrap: wrap; gap: 4px 14px; margin: 0; padding: 6px 10px;
  list-style: none; }}
li::before {{ content: ""; display: inline-block; width: 22px; height: 0; margin-right: 6px;
  vertical-align: middle; border-top: 4px var(--dash) var(--colour); opacity: var(--see); }}
button {{ font: inherit; color: inherit; background: none; border: 1px solid currentColor;
  border-radius: 4px; padding: 2px 9px; cursor: pointer; }}
</style></head><body><nav></nav>
<canvas tabindex="0" role="img" aria-label="{title}. Drag it or use the arrow keys to turn it.">
</canvas>
<ul></ul><script id="figure" type="application/json">{figure}</script>
<script>{script}</script></body></html>
"""
# Triangles and lines are drawn from the farthest to the nearest. What looks away from the eye on
# a translucent skin comes first of all and what looks towards it last, as all else lies within.
_SCRIPT = """
const { data, layout } = JSON.parse(document.getElementById("figure").textContent);
const canvas = document.querySelector("canvas"), pen = canvas.getContext("2d");
const { eye } = layout.scene.camera;
const VIEWS = { "from behind": [0, 0], "from the right": [90, 0], "from the left": [-90, 0],
  "from the front": [180, 0], "from above": [0, 89] };
let turn = Math.atan2(eye.x, -eye.y), lift = Math.atan2(eye.z, Math.hypot(eye.x, eye.y));
let zoom = 1;
const all = [0, 1, 2].map((i) => data.flatMap((t) => t["xyz"[i]].filter((v) => v !== null)));
const low = all.map((v) => v.reduce((a, b) => Math.min(a, b)));
const high = all.map((v) => v.reduce((a, b) => Math.max(a, b)));
const middle = low.map((v, i) => (v + high[i]) / 2);
const reach = Math.hypot(...low.map((v, i) => high[i] - v)) / 2;
const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
const meshes = data.filter((t) => t.type === "mesh3d"), wires = data.filter((t) => t.line);

function draw() {
  const wide = canvas.clientWidth, tall = canvas.clientHeight, fine = devicePixelRatio || 1;
  canvas.width = wide * fine; canvas.height = tall * fine;
  pen.scale(fine, fine);
  pen.lineJoin = "round";
  const scale = zoom * 0.62 * Math.min(wide, tall) / reach;
  const [ct, st, cl, sl] = [Math.cos(turn), Math.sin(turn), Math.cos(lift), Math.sin(lift)];
  const seen = (t) => t.x.map((x, i) => {
    if (x === null) return null;
    const [a, b, c] = [x - middle[0], t.y[i] - middle[1], t.z[i] - middle[2]];
    const u = a * ct + b * st, away = b * ct - a * st;
    return [wide / 2 + scale * u, tall / 2 - scale * (c * cl + away * sl), away * cl - c * sl];
  });
  const back = [], within = [], front = [];
  meshes.forEach((t) => {
    const at = seen(t), colour = rgb(t.color), skin = t.name === "skin";
    t.i.forEach((first, n) => {
      const [p, q, r] = [at[first], at[t.j[n]], at[t.k[n]]];
      const a = [q[0] - p[0], p[1] - q[1], q[2] - p[2]];
      const b = [r[0] - p[0], p[1] - r[1], r[2] - p[2]];
      const normal = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0]];
      const facing = Math.abs(normal[2]) / (Math.hypot(...normal) || 1);
      const light = 0.55 + 0.45 * facing;
      const rim = skin ? t.opacity * (1.5 - facing) : t.opacity;
      const fill = `rgba(${colour.map((c) => Math.round(c * light))},${rim})`;
      const place = skin ? (normal[2] < 0 ? back : front) : within;
      place.push({ depth: (p[2] + q[2] + r[2]) / 3, points: [p, q, r], fill,
        solid: t.opacity === 1 });
    });
  });
  wires.forEach((t) => {
    const at = seen(t);
    let along = 0;  // the dashes run on from one piece of a line to the next
    at.slice(1).forEach((q, i) => {
      const p = at[i];
      if (!p || !q) return;
      within.push({ depth: (p[2] + q[2]) / 2 - 0.5, points: [p, q], stroke: t.line.color,
        width: t.line.width / 2, gone: t.line.dash === "dash", along });
      along += Math.hypot(q[0] - p[0], q[1] - p[1]);
    });
  });
  [back, within, front].forEach((part) => part.sort((a, b) => b.depth - a.depth).forEach(shape));
}

function shape({ points, fill, stroke, width, gone, along, solid }) {
  pen.beginPath();
  points.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.setLineDash(gone ? [5, 4] : []);
  pen.lineCap = gone ? "butt" : "round";
  pen.lineDashOffset = along || 0;
  if (fill) { pen.closePath(); pen.fillStyle = fill; pen.fill(); }
  if (stroke || solid) {
    pen.strokeStyle = stroke || fill; pen.lineWidth = width || 0.5; pen.stroke();
  }
}

function turned(sideways, upward) {
  turn -= sideways; lift = Math.max(-1.55, Math.min(1.55, lift + upward)); draw();
}
canvas.onpointerdown = (event) => canvas.setPointerCapture(event.pointerId);
canvas.onpointermove = (event) => {
  if (event.buttons) turned(event.movementX / 120, event.movementY / 120);
};
canvas.onwheel = (event) => {
  event.preventDefault();
  zoom = Math.max(0.5, Math.min(6, zoom * Math.exp(-event.deltaY / 600))); draw();
};
canvas.onkeydown = (event) => {
  const step = { ArrowLeft: [0.1, 0], ArrowRight: [-0.1, 0], ArrowUp: [0, 0.1],
    ArrowDown: [0, -0.1] }[event.key];
  if (step) { event.preventDefault(); turned(...step); }
};
Object.entries(VIEWS).forEach(([name, [degrees, up]]) => {
  const button = document.createElement("button");
  button.textContent = name;
  button.onclick = () => { turn = degrees * Math.PI / 180; lift = up * Math.PI / 180; draw(); };
  document.querySelector("nav").append(button);
});
data.filter((t) => t.name !== "skin").forEach((t) => {
  const entry = document.createElement("li");
  entry.textContent = t.name;
  entry.style.setProperty("--colour", t.color || t.line.color);
  entry.style.setProperty("--dash", t.line?.dash === "dash" ? "dashed" : "solid");
  entry.style.setProperty("--see", Math.max(0.4, t.opacity ?? 1));
  document.querySelector("ul").append(entry);
});
new ResizeObserver(draw).observe(canvas);
"""


def bone_page(figure: dict[str, Any], title: str) -> str:
    """The figure of `bone_space` as one HTML page without any library, to be turned by hand.

    It draws the solids and the lines of that figure and nothing else of Plotly's format. It is
    turned by mouse, touch or arrow keys, and a row of buttons leads to the usual views.
    """
    layout = figure["layout"]
    text = json.dumps(figure, separators=(",", ":"), ensure_ascii=True).replace("<", "\\u003c")
    return _PAGE.format(
        title=escape(title),
        paper=layout["paper_bgcolor"],
        words=layout["font"]["color"],
        figure=text,
        script=_SCRIPT,
    )
