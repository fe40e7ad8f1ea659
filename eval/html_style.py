"""How a run's page looks and filters: it is read from a file, perhaps offline, light or dark."""

from __future__ import annotations

STYLE = """
:root{color-scheme:light dark;--page:#f5f6f8;--card:#fff;--soft:#eef1f6;--line:#d5dbe5;--text:#1b2430;--dim:#566273;
--ink:#1f4e8c;--good:#1c6b45;--bad:#a4262c;--amber:#8a5300}
@media(prefers-color-scheme:dark){:root{--page:#12161d;--card:#1a202a;--soft:#252e3b;--line:#3a4556;--text:#e8ecf2;
--dim:#a6b1c1;--ink:#8fbaf0;--good:#7fd3a5;--bad:#ff9c9c;--amber:#f0bf6c}}
*{box-sizing:border-box}
body{font:15px/1.65 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif;margin:0;
background:var(--page);color:var(--text)}
main{max-width:76rem;margin:0 auto;padding:1.2rem 1rem 3rem}
h1{font-size:1.5rem;color:var(--ink);margin:0 0 .2rem}h2{font-size:1.15rem;margin:1.6rem 0 .5rem}
.dim,small{color:var(--dim)}.dim{margin:0 0 .8rem}
.tiles{display:flex;flex-wrap:wrap;gap:.6rem;margin:.8rem 0}
.tiles button{font:inherit;text-align:left;background:var(--card);color:var(--text);border:1px solid var(--line);
border-radius:10px;
padding:.4rem .9rem;min-width:6.5rem;cursor:pointer}
.tiles button:hover{border-color:var(--ink)}.tiles b{display:block;font-size:1.3rem;line-height:1.4;
font-variant-numeric:tabular-nums}
:focus-visible{outline:2px solid var(--ink);outline-offset:2px}
.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:8px;margin:.4rem 0}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
td,th{border-bottom:1px solid var(--line);padding:.3rem .7rem;text-align:left;vertical-align:top}
th{font-weight:600}.board td,.board th{white-space:nowrap}
.board th:first-child{position:sticky;left:0;background:var(--card);border-right:1px solid var(--line)}
.board{border-collapse:separate;border-spacing:0}.settings th{width:8rem}.settings td{overflow-wrap:anywhere}
pre{margin:0;padding:.6rem .8rem;overflow-x:auto;font-size:85%;background:var(--card);border:1px solid var(--line);
border-radius:8px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.4rem 0}dd{margin:0;color:var(--dim)}
summary{cursor:pointer;overflow-wrap:anywhere}.fold>summary{color:var(--ink);width:fit-content}
form{position:sticky;top:0;background:var(--page);padding:.5rem 0;border-bottom:1px solid var(--line);z-index:1;
display:flex;flex-wrap:wrap;gap:.4rem .6rem;align-items:center}
select,input{font:inherit;max-width:100%;min-height:2.2rem;background:var(--card);color:var(--text);
border:1px solid var(--line);border-radius:6px;padding:0 .4rem}
output{color:var(--dim)}
.q{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--good);border-radius:8px;
margin:.4rem 0;padding:.4rem .9rem}
.q.bad{border-left-color:var(--bad)}.q p{margin:.4rem 0;overflow-wrap:anywhere}
.tag{display:inline-block;background:var(--soft);color:var(--dim);border-radius:4px;padding:0 .45rem;
margin-left:.3rem;font-size:80%}
.tag.wrong,.tag.worse{color:var(--bad);outline:1px solid currentColor;background:none}
.tag.better{color:var(--good);outline:1px solid currentColor;background:none}
.pair{display:grid;grid-template-columns:minmax(3.4em,max-content) 1fr;gap:.25rem .8rem;margin:.5rem 0;
overflow-wrap:anywhere}
.pair dt{color:var(--dim)}.pair dd{color:var(--text);min-width:0}.why{color:var(--bad)}
blockquote{margin:0 0 .3rem;padding:.2rem .7rem;border-left:3px solid var(--line);color:var(--dim);
overflow-wrap:anywhere}
blockquote.off{border-color:var(--bad)}
[hidden]{display:none!important}
@media(max-width:600px){dl{grid-template-columns:1fr}.pair{grid-template-columns:1fr;gap:0}.pair dd{margin-bottom:.4rem}
form{position:static}.settings th{width:6rem}pre{font-size:72%}
.board td{white-space:normal}.board span{display:block;white-space:nowrap}td,th{padding:.3rem .5rem}
select,form input{flex:1 1 9rem;min-width:0}}
"""

# Filters need no library and no address.
SCRIPT = """
const form=document.querySelector("form"),all=[...document.querySelectorAll("[data-kind]")];
const words=new Map(all.map(q=>[q,q.textContent]));
function show(){const d=new FormData(form),w=(d.get("words")||"").trim();let n=0;for(const q of all){
const keep=["kind","split","outcome","change"].every(k=>!d.get(k)||q.dataset[k].split(" ").includes(d.get(k)))
&&(!w||words.get(q).includes(w));q.hidden=!keep;n+=keep}
document.querySelector("output").textContent=n+" / "+all.length+" 题"}
form.addEventListener("input",show);form.addEventListener("submit",e=>e.preventDefault());
for(const tile of document.querySelectorAll(".tiles button"))tile.addEventListener("click",()=>{form.reset();
const [k,v]=tile.dataset.set.split("=");if(k&&form.elements[k])form.elements[k].value=v;show();form.scrollIntoView()});
show();
"""
