const __later=load=>({get it(){const it=load();Object.defineProperty(this,"it",{value:it});return it}});var __defProp=Object.defineProperty,__getOwnPropDesc=Object.getOwnPropertyDescriptor,__getOwnPropNames=Object.getOwnPropertyNames,__hasOwnProp=Object.prototype.hasOwnProperty,__export=(target,all)=>{for(var name in all)__defProp(target,name,{get:all[name],enumerable:!0})},__copyProps=(to,from,except,desc)=>{if(from&&typeof from=="object"||typeof from=="function")for(let key of __getOwnPropNames(from))!__hasOwnProp.call(to,key)&&key!==except&&__defProp(to,key,{get:()=>from[key],enumerable:!(desc=__getOwnPropDesc(from,key))||desc.enumerable});return to},__toCommonJS=mod=>__copyProps(__defProp({},"__esModule",{value:!0}),mod),stdin_exports={};__export(stdin_exports,{LOGO:()=>LOGO,code:()=>code,drawing:()=>drawing,folded:()=>folded,frame:()=>frame,paragraph:()=>paragraph,px:()=>px,table:()=>table,toned:()=>toned}),module.exports=__toCommonJS(stdin_exports);var import_chunk_CTCUUZX2_later=__later(()=>require("./chunk-CTCUUZX2.cjs")),import_chunk_TYIQFOL7_later=__later(()=>require("./chunk-TYIQFOL7.cjs")),code=text=>`<code>${(0,import_chunk_TYIQFOL7_later.it.html)(text)}</code>`,toned=({text,tone})=>text===""?"":`<span class="word ${tone}">${(0,import_chunk_TYIQFOL7_later.it.html)(text)}</span>`,paragraph=(message,kind="")=>`<p${kind===""?"":` class="${kind}"`}>${(0,import_chunk_TYIQFOL7_later.it.htmlMessage)(message)}</p>`;function table(titles,rows,right=titles.length){let cells=(row,tag)=>row.map((cell,i)=>{let scope=tag==="th"?' scope="col"':i===0?' scope="row"':"",name=tag==="td"&&i===0?"th":tag;return`<${name}${scope}${i>=right?' class="right"':""}>${cell}</${name}>`}).join("");return`<div class="wide" tabindex="0"><table>
<thead><tr>${cells(titles,"th")}</tr></thead>
<tbody>
${rows.map(row=>`<tr>${cells(row,"td")}</tr>`).join(`
`)}
</tbody>
</table></div>`}var folded=(title,body)=>`<details><summary>${(0,import_chunk_TYIQFOL7_later.it.html)(title)}</summary>
${body}
</details>`,px=value=>String(Math.round(value*10)/10),drawing=(name,title,description,attributes,body)=>`<svg role="img" aria-labelledby="${name}-t ${name}-d" ${attributes}><title id="${name}-t">${(0,import_chunk_TYIQFOL7_later.it.html)(title)}</title><desc id="${name}-d">${(0,import_chunk_TYIQFOL7_later.it.html)(description)}</desc>
${body}</svg>`,STYLE=`
:root {
  --ink: #1a1f26; --dim: #57606b; --paper: #ffffff; --ground: #f5f6f8; --line: #d9dee4; --link: #1f4fb8;
  --good: #11693a; --weak: #855300; --bad: #b3231b;
  --good-ground: #e7f4ec; --weak-ground: #fdf3de; --bad-ground: #fdeceb;
  --k64: #d9c8ee; --k32: #bcd3f5; --k16: #b5e3d8; --k8: #f6dfa4; --kx: #dde1e6; --head: #e4e8ee;
  --recommended: #b2e0c3; --acceptable: #c3d8f4; --unsuitable: #f5d7a0;
  --c1: #bcd3f5; --c2: #b2e0c3; --c3: #d9c8ee; --c4: #f6dfa4; --c5: #f3c6cf; --c6: #dde1e6; --c7: #c7e6ea;
  --edge: #66707c; --equal: #11693a; --gap: #9a6100;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e8ebef; --dim: #a3adb9; --paper: #14181d; --ground: #1c2128; --line: #363e48; --link: #93b8ff;
    --good: #6bd498; --weak: #ecbd62; --bad: #ff9189;
    --good-ground: #17291f; --weak-ground: #2b2416; --bad-ground: #321d1c;
    --k64: #4d3a69; --k32: #274a7d; --k16: #1d5b4f; --k8: #664d12; --kx: #3c444e; --head: #2a313a;
    --recommended: #1d5c38; --acceptable: #2b4d7c; --unsuitable: #6d4d13;
    --c1: #274a7d; --c2: #1d5c38; --c3: #4d3a69; --c4: #664d12; --c5: #6b2f3c; --c6: #3c444e; --c7: #1f565e;
    --edge: #8b96a3; --equal: #6bd498; --gap: #d9a441;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1, h2, h3, h4, p, ul, dl, figure { margin: 0; }
h1 { font-size: 2rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { font-size: 1.35rem; line-height: 1.3; margin-bottom: 0.9rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 0.4rem; }
h4 { font-size: 1rem; }
section { margin-top: 3rem; scroll-margin-top: 1rem; }
section > p, section > ul { margin: 0.7rem 0; }
ul { padding-left: 1.2rem; }
a { color: var(--link); }
code { font: 0.875em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; unicode-bidi: isolate; }
pre { margin: 0; padding: 0.7rem 0.9rem; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; }
b { font-weight: 650; }
.dim, small { color: var(--dim); }
.good { color: var(--good); } .weak { color: var(--weak); } .bad { color: var(--bad); font-weight: 650; }

header { padding: 1.6rem 1.8rem; border-radius: 12px; background: var(--ground); border: 1px solid var(--line); }
header.good { background: var(--good-ground); } header.weak { background: var(--weak-ground); } header.bad { background: var(--bad-ground); font-weight: normal; }
header.good, header.weak, header.bad { color: var(--ink); }
.brand { display: flex; align-items: center; gap: 0.45rem; color: var(--dim); font-weight: 600; margin-bottom: 0.8rem; }
.what { color: var(--dim); margin-top: 0.2rem; }
.what b { color: var(--ink); }
.verdict { display: flex; gap: 0.7rem; align-items: flex-start; margin-top: 1rem; font-size: 1.1rem; }
.seal { flex: none; width: 1.7rem; height: 1.7rem; line-height: 1.7rem; text-align: center; border-radius: 50%; font-weight: 700; color: var(--paper) !important; }
.seal.good { background: var(--good); } .seal.weak { background: var(--weak); } .seal.bad { background: var(--bad); }
.figures { display: flex; flex-wrap: wrap; gap: 0.8rem 2.4rem; list-style: none; padding: 1.1rem 0 0; margin-top: 1.2rem; border-top: 1px solid var(--line); }
.figures li { color: var(--dim); }
.figures b { display: block; color: var(--ink); font-size: 1.35rem; line-height: 1.2; }
nav { margin-top: 1rem; font-size: 0.925rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1.3rem; list-style: none; padding: 0 0.2rem; }

.wide { overflow-x: auto; margin: 0.9rem 0; }
table { border-collapse: collapse; width: 100%; font-size: 0.925rem; }
th, td { padding: 0.45rem 1rem 0.45rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: normal; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--dim); font-size: 0.85rem; white-space: nowrap; }
tbody th { min-width: 11rem; }
td .word { white-space: nowrap; }
.right { text-align: right !important; white-space: nowrap; font-variant-numeric: tabular-nums; }

figure { margin: 1rem 0; }
figcaption { color: var(--dim); font-size: 0.9rem; margin-top: 0.45rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; }
.pair > :only-child { grid-column: 1 / -1; }
svg { display: block; }
svg text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: var(--ink); unicode-bidi: isolate; }
.bar, .map { border-radius: 6px; overflow: hidden; }
.bar rect, .map rect { stroke: var(--paper); stroke-width: 1.5; }
.map text { font-size: 11.5px; } .map .name { font-weight: 600; } .map .detail { fill: var(--ink); font-size: 10.5px; }
.head { fill: var(--head); }
.k64 { fill: var(--k64); background: var(--k64); } .k32 { fill: var(--k32); background: var(--k32); } .k16 { fill: var(--k16); background: var(--k16); } .k8 { fill: var(--k8); background: var(--k8); } .kx { fill: var(--kx); background: var(--kx); }
.recommended { fill: var(--recommended); background: var(--recommended); } .acceptable { fill: var(--acceptable); background: var(--acceptable); } .unsuitable { fill: var(--unsuitable); background: var(--unsuitable); }
.c1 { fill: var(--c1); background: var(--c1); } .c2 { fill: var(--c2); background: var(--c2); } .c3 { fill: var(--c3); background: var(--c3); } .c4 { fill: var(--c4); background: var(--c4); } .c5 { fill: var(--c5); background: var(--c5); } .c6 { fill: var(--c6); background: var(--c6); } .c7 { fill: var(--c7); background: var(--c7); }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.3rem; list-style: none; padding: 0; margin: 0.55rem 0 0; font-size: 0.875rem; }
.legend li { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.35rem; }
.key { align-self: center; width: 0.85rem; height: 0.85rem; border-radius: 3px; border: 1px solid var(--edge); }
.sample { align-self: center; }
details { margin-top: 0.6rem; }
summary { cursor: pointer; color: var(--link); font-size: 0.9rem; }
.names { columns: 2; list-style: none; padding: 0; font-size: 0.9rem; }
.names li { break-inside: avoid; padding: 0.1rem 0; }

.model, .finding { border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.2rem; margin: 1rem 0; }
.model h3 { margin: 0; font-size: 1.05rem; }
.model > p { margin-top: 0.5rem; }
.model figure { margin-bottom: 0; }
.weight { color: var(--dim); }
.badges { display: flex; flex-wrap: wrap; gap: 0.4rem 0.6rem; }
.badge { padding: 0.1rem 0.65rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--ground); font-size: 0.875rem; }
.facts { display: flex; flex-wrap: wrap; gap: 0.3rem 1.5rem; margin-top: 0.6rem; font-size: 0.875rem; }
.facts div { display: flex; gap: 0.4rem; min-width: 0; }
.facts dt { color: var(--dim); } .facts dd { margin: 0; overflow-wrap: anywhere; }

.graph { margin-bottom: 1.6rem; }
.graph > svg { max-width: 100%; height: auto; }
.graph .down { display: none; }
.box rect:first-of-type { fill: var(--ground); stroke: var(--line); }
.box .edge-mark { fill: var(--edge); }
.box.good .edge-mark { fill: var(--good); } .box.weak .edge-mark { fill: var(--gap); }
.box.gap rect:first-of-type { fill: none; stroke: var(--gap); stroke-dasharray: 5 4; }
.box .file { font: 600 12.5px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; } .box .words { font-size: 13px; font-weight: 600; }
.box.weak, .box.good, .box.bad { font-weight: normal; }
.detail { fill: var(--dim); font-size: 11.5px; }
.column { fill: var(--dim); font-size: 12px; font-weight: 600; }
path.made, path.equal, path.proven, path.named, path.gap { fill: none; stroke: var(--edge); stroke-width: 1.4; }
path.equal, path.proven { stroke: var(--equal); stroke-width: 2; } path.named { stroke-dasharray: 2 4; } path.gap { stroke: var(--gap); stroke-dasharray: 5 4; }
.dot { fill: var(--ink); stroke: var(--paper); stroke-width: 1.5; }
path.tip { stroke: none; fill: var(--edge); } path.tip.equal, path.tip.proven { fill: var(--equal); } path.tip.gap { fill: var(--gap); }

.evidence { display: grid; grid-template-columns: max-content 1fr; gap: 0.4rem 1.4rem; }
.evidence dt { color: var(--dim); }
.evidence dd { margin: 0; overflow-wrap: anywhere; font-weight: normal; color: var(--ink); }
.mark { color: var(--dim); } .good > .mark { color: var(--good); } .weak > .mark { color: var(--weak); }
.finding { border-left-width: 5px; }
.finding.error { border-left-color: var(--bad); } .finding.warning { border-left-color: var(--weak); }
.finding ul { margin: 0.5rem 0 0; }
.finding li:only-child { list-style: none; margin-left: -1.2rem; }
.rule { color: var(--dim); font-size: 0.875rem; }
.severity { font-weight: 650; } .error .severity { color: var(--bad); } .warning .severity { color: var(--weak); }
.place::after { content: " "; }
.advice { margin-top: 0.5rem; padding-left: 1.4rem; text-indent: -1.4rem; }
.advice::before { content: "\u2192"; display: inline-block; width: 1.4rem; text-indent: 0; color: var(--dim); }
.commands h3 { color: var(--dim); font-weight: normal; font-size: 0.9rem; margin: 0.8rem 0 0.25rem; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--dim); font-size: 0.9rem; }

@media (max-width: 46rem) {
  body { padding: 1rem; }
  header { padding: 1.2rem 1.1rem; }
  h1 { font-size: 1.6rem; }
  .pair { grid-template-columns: 1fr; }
  .names { columns: 1; }
  .model, .finding { padding: 0.9rem; }
  .graph .across { display: none; }
  .graph .down { display: block; }
  .evidence { grid-template-columns: 1fr; gap: 0; }
  .evidence dt { margin-top: 0.6rem; }
  svg text.small { display: none; }
  table { font-size: 0.875rem; } tbody th { min-width: 7rem; } th, td { padding-right: 0.6rem; }
  .figures { gap: 0.8rem 1.6rem; }
}
@media print {
  :root { --ink: #000; --dim: #444; --paper: #fff; --ground: #fff; --line: #bbb; --link: #000; --edge: #555; }
  @page { margin: 16mm 14mm; }
  html { font-size: 9.5pt; }
  body { max-width: none; padding: 0; }
  .model { break-inside: auto; } .model h3, .model > p { break-after: avoid; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  nav, .wide::-webkit-scrollbar { display: none; }
  .wide, pre { overflow: visible; } pre { white-space: pre-wrap; }
  section { margin-top: 1.6rem; }
  h2, h3, h4 { break-after: avoid; }
  .finding, figure, tr, .commands, header { break-inside: avoid; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
  summary { list-style: none; color: var(--dim); }
  tbody th { min-width: 0; }
}
`;function frame(title,header,parts){let shown=parts.filter(({body})=>body!==""),contents=shown.map(({id,title:name})=>`<li><a href="#${id}">${(0,import_chunk_TYIQFOL7_later.it.html)(name)}</a></li>`).join("");return`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>modelbag: ${(0,import_chunk_TYIQFOL7_later.it.html)(title.replaceAll("`",""))}</title>
<style>
${STYLE}</style>
</head>
<body>
${header}
${shown.length>1?`<nav aria-label="Contents"><ul>${contents}</ul></nav>
`:""}<main>
${shown.map(({id,title:name,body})=>`<section id="${id}" aria-labelledby="${id}-h">
<h2 id="${id}-h">${(0,import_chunk_TYIQFOL7_later.it.html)(name)}</h2>
${body}
</section>`).join(`
`)}
</main>
<footer><p>${(0,import_chunk_TYIQFOL7_later.it.html)(import_chunk_CTCUUZX2_later.it.DISCLAIMER)}</p></footer>
</body>
</html>
`}var LOGO='<svg aria-hidden="true" width="22" height="22" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round"><path d="M5 8h14l1 12H4z"/><path d="M9 8V6a3 3 0 0 1 6 0v2"/><path d="M9 13.5l2 2 4-4"/></svg>';
