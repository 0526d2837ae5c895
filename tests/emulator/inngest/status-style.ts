export const STYLE = `
:root{color-scheme:light dark;--bg:#fafaf9;--card:#fff;--ink:#1c1917;--soft:#78716c;--line:#e7e5e4;--good:#15803d;--bad:#b91c1c;--busy:#1d4ed8;--wait:#a16207}
@media(prefers-color-scheme:dark){:root{--bg:#151413;--card:#1e1c1b;--ink:#f5f5f4;--soft:#a8a29e;--line:#35322f;--good:#4ade80;--bad:#f87171;--busy:#93c5fd;--wait:#facc15}}
*{box-sizing:border-box}body{margin:0 auto;max-width:72rem;padding:2rem 1.25rem;background:var(--bg);color:var(--ink);font:14px/1.5 system-ui,sans-serif}
header{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:baseline;gap:.25rem 1rem}h1{font-size:1.25rem;margin:0}h2{font-size:1rem;margin:2rem 0 .5rem}h3{font-size:.875rem;margin:1rem 0 .5rem}
p,small{color:var(--soft);margin:0}small{font-weight:400}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(7rem,1fr));gap:.75rem;margin:1.25rem 0 0}dl div{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.6rem .8rem}
dt{color:var(--soft);font-size:.75rem}dd{margin:0;font-size:1.4rem;font-variant-numeric:tabular-nums}
section{overflow-x:auto}table{width:100%;border-collapse:collapse;background:var(--card);border:1px solid var(--line);border-radius:.5rem}
th{text-align:left;font-size:.75rem;font-weight:500;color:var(--soft)}th,td{padding:.45rem .75rem;border-top:1px solid var(--line);vertical-align:top}thead th{border-top:0}
.time{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.status{font-weight:600;color:var(--wait)}.completed{color:var(--good)}.failed,.error{color:var(--bad)}.running{color:var(--busy)}.cancelled{color:var(--soft)}
.step{display:inline-block;border:1px solid currentColor;border-radius:1rem;padding:0 .5rem;margin:0 0 .2rem;font-size:.75rem;color:var(--wait)}.step.completed{color:var(--good)}.step.failed{color:var(--bad)}
.none{background:var(--card);border:1px dashed var(--line);border-radius:.5rem;padding:1rem}`
