/** The style of the panel: light or dark like the page around it, from a width of 320 pixels. */
export const style = `
:host { display: block; container-type: inline-size; font: 1rem/1.5 system-ui, sans-serif; color: light-dark(#1b1b1f, #ececf1);
  background: light-dark(#fff, #17171c); --line: light-dark(#c9c9d1, #45454f); --soft: light-dark(#f3f3f6, #22222a);
  --accent: light-dark(#1f4fbf, #9dbcff); --quiet: light-dark(#565661, #b0b0bc) }
* { box-sizing: border-box }
[hidden] { display: none !important }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; padding: .75rem 1rem; border-bottom: 1px solid var(--line) }
h2 { font-size: 1.125rem; margin: 0 auto 0 0 }
h3 { font-size: 1rem; margin: 1rem 0 .25rem }
p { margin: .5rem 0 }
small, .none, caption { color: var(--quiet) }
code, pre, textarea { font: .875rem/1.45 ui-monospace, monospace; overflow-wrap: anywhere }
[role=tablist] { display: flex; overflow-x: auto; border-bottom: 1px solid var(--line); padding: 0 .5rem }
[role=tab] { border: 0; border-bottom: 3px solid transparent; border-radius: 0; background: none; padding: .625rem .75rem; white-space: nowrap }
[role=tab][aria-selected=true] { border-bottom-color: var(--accent); color: var(--accent); font-weight: 600 }
[role=tabpanel] { padding: .5rem 1rem 1.5rem }
button, select, input, textarea { font: inherit; color: inherit; background: var(--soft); border: 1px solid var(--quiet); border-radius: .375rem; padding: .375rem .625rem; max-width: 100% }
button { cursor: pointer }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px }
.switch { display: inline-flex; gap: .5rem; align-items: start }
[role=switch] { appearance: none; flex: none; position: relative; width: 2.5rem; height: 1.375rem; padding: 0; margin: .0625rem 0; border-radius: 1rem; cursor: pointer }
[role=switch]::before { content: ""; position: absolute; inset: .1875rem auto .1875rem .25rem; width: .875rem; border-radius: 50%; background: var(--quiet) }
[role=switch]:checked { background: var(--accent); border-color: var(--accent) }
[role=switch]:checked::before { inset-inline: auto .25rem; background: light-dark(#fff, #17171c) }
@media (forced-colors: active) { [role=switch] { appearance: auto } [role=switch]::before { content: none } }
textarea { display: block; width: 100%; font: .875rem/1.45 ui-monospace, monospace; margin: .25rem 0 }
textarea { field-sizing: content; min-height: 5rem; max-height: 24rem }
#latency { width: 6.5rem }
form, .row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center }
ol.requests { list-style: none; margin: 0; padding: 0 }
ol.requests > li { border-bottom: 1px solid var(--line) }
summary { padding: .5rem .25rem; cursor: pointer }
details[open] { padding-bottom: .75rem }
.status { display: inline-block; min-width: 2.75rem; text-align: center; border-radius: .25rem; font-weight: 600; padding: 0 .25rem; border: 1px solid }
.s2 { color: light-dark(#14632f, #7fdc9b) } .s3 { color: var(--accent) }
.s4 { color: light-dark(#8a4100, #ffb86b) } .s5 { color: light-dark(#a11212, #ff9d9d) }
.change { color: var(--accent); font-weight: 600 }
.first { padding-bottom: .5rem; border-bottom: 1px solid var(--line) }
[role=status]:empty { display: none }
header + [role=status] { padding: .5rem 1rem 0; color: var(--accent) }
.scroll { overflow-x: auto; margin: .5rem 0; border: 1px solid var(--line); border-radius: .375rem }
table { border-collapse: collapse; min-width: 100% }
caption { text-align: start; padding: .375rem .625rem; font-size: .875rem }
th, td { text-align: start; vertical-align: top; padding: .375rem .625rem; border-top: 1px solid var(--line) }
td code { display: inline-block; max-width: 24rem; overflow-wrap: break-word }
td .line { white-space: nowrap }
pre { background: var(--soft); padding: .625rem; border-radius: .375rem; white-space: pre-wrap; margin: .25rem 0 }
.time { font-size: 1.25rem; font-weight: 600 }
[role=alert]:not(:empty) { border: 1px solid; border-radius: .375rem; padding: .5rem .75rem; margin: .5rem 1rem; color: light-dark(#a11212, #ff9d9d) }
@container (max-width: 38rem) {
  header { padding: .5rem .75rem }
  h2, h3 { font-size: .9375rem }
  [role=tablist] { padding: 0 .25rem }
  [role=tab] { padding: .5rem }
  [role=tabpanel] { padding: .25rem .75rem 1rem }
  th, td { padding: .25rem .5rem }
  caption, .changes :is(td, td code) { overflow-wrap: anywhere }
  .changes td { min-width: 5rem }
  .changes td code { max-width: none; white-space: normal }
}
`
