// Shows another day on the map, and a mark's numbers at the pointer. Everything it needs is in the page itself.
(function () {
  "use strict";
  const box = document.querySelector(".mapbox");
  if (!box) return;
  const map = box.querySelector("svg.map"), slider = document.getElementById("day"), told = document.getElementById("day-told");
  const play = document.getElementById("play"), tip = box.querySelector(".tip");
  const days = JSON.parse(box.dataset.days), labels = JSON.parse(box.dataset.words);
  const format = new Intl.NumberFormat(document.documentElement.lang);
  const rounded = (v) => { const n = Number(v); if (n === 0) return "0"; const p = Math.pow(10, Math.floor(Math.log10(Math.abs(n))) - 1); return format.format(Math.round(n / p) * p); };
  const marks = Array.from(map.querySelectorAll("g.place")).map((g) => ({
    g: g, dot: g.querySelector(".dot"), rings: g.querySelectorAll(".ring"),
    people: g.dataset.people ? g.dataset.people.split(" ").map((t) => t.split("/").map(Number)) : [],
    taken: g.dataset.taken ? g.dataset.taken.split(" ").map(Number) : [], most: Number(g.dataset.most)
  }));
  const flows = Array.from(map.querySelectorAll(".flow")).map((p) => ({ p: p, people: p.dataset.people.split(" ").map(Number), widest: Number(p.dataset.widest) }));
  function show(day) {
    for (const m of marks) {
      if (!m.people.length) continue;
      const r = 3 + 23 * Math.sqrt(Math.max(m.people[day][0], 0) / m.most);
      if (m.dot.tagName === "circle") m.dot.setAttribute("r", r);
      else { const s = 1.6 * r, x = Number(m.dot.dataset.x), y = Number(m.dot.dataset.y); m.dot.setAttribute("width", s); m.dot.setAttribute("height", s); m.dot.setAttribute("x", x - s / 2); m.dot.setAttribute("y", y - s / 2); }
      for (const ring of m.rings) {
        const size = r + 3.5, around = 2 * Math.PI * size; ring.setAttribute("r", size);
        if (ring.classList.contains("taken")) ring.setAttribute("stroke-dasharray", Math.min(m.taken[day] || 0, 1) * around + " " + around);
      }
    }
    for (const f of flows) { f.p.setAttribute("stroke-width", 0.4 + 9 * f.people[day] / f.widest); f.p.setAttribute("visibility", f.people[day] < 0.5 ? "hidden" : "visible"); }
    told.textContent = days[day]; slider.setAttribute("aria-valuetext", days[day]);
  }
  function tell(m, x, y) {
    const day = Number(slider.value), d = m.g.dataset; tip.textContent = "";
    const head = document.createElement("strong"); head.textContent = d.name; tip.append(head);
    const line = (text) => { tip.append(document.createElement("br"), text); };
    if (m.people.length) { const v = m.people[day]; line((d.kind === "crossing" ? labels.queue : labels.people) + " " + rounded(v[0]) + " (" + rounded(v[1]) + "–" + rounded(v[2]) + ")"); }
    if (m.taken.length) line(labels.taken + " " + Math.round(100 * m.taken[day]) + " %" + (d.beds ? " / " + rounded(d.beds) : ""));
    tip.style.visibility = "visible";
    const width = box.clientWidth;
    tip.style.left = Math.min(x + 12, width - tip.offsetWidth - 4) + "px"; tip.style.top = Math.max(y - tip.offsetHeight - 10, 0) + "px";
  }
  for (const m of marks) {
    m.g.addEventListener("pointermove", (e) => { const b = box.getBoundingClientRect(); tell(m, e.clientX - b.left, e.clientY - b.top); });
    m.g.addEventListener("focus", () => { const b = box.getBoundingClientRect(), g = m.g.getBoundingClientRect(); tell(m, g.right - b.left, g.top - b.top); });
    for (const name of ["pointerleave", "blur"]) m.g.addEventListener(name, () => { tip.style.visibility = "hidden"; });
    const native = m.g.querySelector("title"); m.g.setAttribute("role", "img"); if (native) { m.g.setAttribute("aria-label", native.textContent); native.remove(); }
  }
  slider.addEventListener("input", () => show(Number(slider.value)));
  let timer = 0;
  play.addEventListener("click", () => {
    if (timer) { clearInterval(timer); timer = 0; play.textContent = labels.play; return; }
    play.textContent = labels.pause;
    timer = setInterval(() => { const next = (Number(slider.value) + 1) % days.length; slider.value = next; show(next); if (next === days.length - 1) play.click(); }, 350);
  });
})();
