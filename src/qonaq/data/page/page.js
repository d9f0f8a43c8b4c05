// What a pointer or the keyboard reaches: intervals and sources of numbers, days on the fans, another day on the map.
// Everything that is shown stands in the page itself.
(function () {
  "use strict";
  const format = new Intl.NumberFormat(document.documentElement.lang);
  const words = JSON.parse(document.body.dataset.tip || "{}");
  const tip = document.createElement("div"); tip.className = "tip"; tip.id = "tip"; tip.setAttribute("role", "tooltip"); document.body.append(tip);
  const rounded = (v, few) => { const n = Number(v); if (n === 0) return "0"; if (few && n > 0 && n < 10) return "<10"; const p = Math.pow(10, Math.floor(Math.log10(Math.abs(n))) - 1); return format.format(Math.round(n / p) * p); };
  const band = (v, few) => rounded(v[0], few) + " (" + rounded(v[1], few) + "–" + rounded(v[2], few) + ")";

  function tell(x, y, head, lines) {
    tip.textContent = "";
    if (head) { const strong = document.createElement("strong"); strong.textContent = head; tip.append(strong); }
    for (const text of lines) { const div = document.createElement("div"); div.textContent = text; tip.append(div); }
    tip.classList.add("on");
    const left = Math.min(x + 12, window.innerWidth - tip.offsetWidth - 8), above = y - tip.offsetHeight - 12;
    tip.style.left = Math.max(left, 8) + "px"; tip.style.top = (above > 8 ? above : y + 20) + "px";
  }
  function hush() { tip.classList.remove("on"); }
  document.addEventListener("keydown", (e) => { if (e.key === "Escape") hush(); });
  window.addEventListener("scroll", hush, { passive: true });

  // Numbers: the interval, and the passage or model that they come from.
  function source(key) {
    const row = document.getElementById(key); if (!row) return "";
    const title = row.querySelector(".st"), passage = row.querySelector("q"), kind = row.querySelector(".tag");
    const told = passage ? passage.textContent : "";
    return kind.textContent + ": " + title.textContent + (told ? " “" + (told.length > 160 ? told.slice(0, 160) + "…" : told) + "”" : "");
  }
  function about(link) {
    const d = link.dataset, lines = [];
    if (d.iv) lines.push(words.interval + " " + d.iv); else if ("reported" in d) lines.push(words.reported);
    for (const key of (d.src || "").split(" ")) { const text = source(key); if (text) lines.push(text); }
    const box = link.getBoundingClientRect(); link.setAttribute("aria-describedby", "tip");
    tell(box.left, box.top, link.textContent, lines);
  }
  for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, (e) => { const link = e.target.closest && e.target.closest("a.fig"); if (link) about(link); });
  for (const kind of ["pointerout", "focusout"]) document.addEventListener(kind, (e) => { if (e.target.closest && e.target.closest("a.fig")) hush(); });

  // Fans: the median and its interval on the day under the pointer; with the keyboard, one day after another.
  for (const fan of document.querySelectorAll("svg.fan[data-days]")) {
    const days = fan.dataset.days.split("|"), rows = fan.dataset.values.split(" ").map((t) => t.split("/").map(Number));
    const left = Number(fan.dataset.left), right = Number(fan.dataset.right), line = fan.querySelector(".cursor");
    let at = Number(fan.dataset.today);
    const point = (k) => {
      at = Math.min(Math.max(k, 0), days.length - 1);
      const x = left + (right - left) * at / Math.max(days.length - 1, 1), box = fan.getBoundingClientRect();
      line.setAttribute("x1", x); line.setAttribute("x2", x); line.setAttribute("visibility", "visible");
      tell(box.left + box.width * x / fan.viewBox.baseVal.width, box.top + 30, days[at], [band(rows[at], fan.dataset.unit === "people")]);
    };
    const leave = () => { hush(); line.setAttribute("visibility", "hidden"); };
    fan.addEventListener("pointermove", (e) => {
      if (e.target.closest("a")) return;
      const box = fan.getBoundingClientRect(), x = (e.clientX - box.left) * fan.viewBox.baseVal.width / box.width;
      point(Math.round((x - left) / (right - left) * (days.length - 1)));
    });
    fan.addEventListener("pointerleave", leave); fan.addEventListener("blur", leave);
    fan.addEventListener("focus", () => point(at));
    fan.addEventListener("keydown", (e) => { const step = { ArrowLeft: -1, ArrowRight: 1 }[e.key]; if (step && e.target === fan) { e.preventDefault(); point(at + step); } });
    for (const mark of fan.querySelectorAll("a")) {
      const title = mark.querySelector("title"), text = title ? title.textContent : ""; if (title) { title.remove(); mark.setAttribute("aria-label", text); }
      const show = () => { const box = mark.getBoundingClientRect(); tell(box.left, box.top, text, [source(mark.getAttribute("href").slice(1))]); };
      mark.addEventListener("pointerenter", show); mark.addEventListener("focus", show);
      mark.addEventListener("pointerleave", hush); mark.addEventListener("blur", hush);
    }
  }

  window.addEventListener("beforeprint", () => { for (const fold of document.querySelectorAll("details")) fold.open = true; });

  const box = document.querySelector(".mapbox[data-days]");
  if (!box) return;
  const map = box.querySelector("svg.map"), slider = document.getElementById("day"), told = document.getElementById("day-told");
  const play = document.getElementById("play"), days = JSON.parse(box.dataset.days), labels = JSON.parse(box.dataset.words);
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
    for (const f of flows) { f.p.setAttribute("stroke-width", 0.4 + 9 * f.people[day] / f.widest); f.p.setAttribute("visibility", f.people[day] < 0.04 * f.widest ? "hidden" : "visible"); }
    told.textContent = days[day]; slider.setAttribute("aria-valuetext", days[day]);
  }
  function place(m, x, y) {
    const day = Number(slider.value), d = m.g.dataset, lines = [days[day]];
    if (m.people.length) lines.push((d.kind === "crossing" ? labels.queue : labels.people) + " " + band(m.people[day], true));
    if (m.taken.length) lines.push(labels.taken + " " + Math.round(100 * m.taken[day]) + "\u00a0%" + (d.beds ? " / " + rounded(d.beds) : ""));
    lines.push(labels.source);
    tell(x, y, d.name, lines);
  }
  for (const m of marks) {
    m.g.addEventListener("pointermove", (e) => place(m, e.clientX, e.clientY));
    m.g.addEventListener("focus", () => { const g = m.g.getBoundingClientRect(); place(m, g.right, g.top); });
    for (const name of ["pointerleave", "blur"]) m.g.addEventListener(name, hush);
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
