import { steps } from './steps.ts'

const width = 720
const height = 440
const margin = { left: 70, right: 130, top: 40, bottom: 50 }
const colours = ['#4269d0', '#efb118', '#ff725c', '#6cc5b0', '#3ca951', '#a463f2', '#9c6b4e']

/** Seconds of CPU over operations, both logarithmic: linear growth is a line of 45 degrees, as the dotted one. */
export function plot(sizes: readonly number[], seconds: (step: string, size: number) => number): string {
  const all = steps.flatMap((step) => sizes.map((size) => seconds(step, size))).filter(Number.isFinite)
  const [low, high] = [Math.floor(Math.log10(Math.min(...all))), Math.ceil(Math.log10(Math.max(...all)))]
  const first = Math.log10(Math.min(...sizes))
  const last = Math.log10(Math.max(...sizes))
  const x = (size: number) =>
    margin.left + ((Math.log10(size) - first) / (last - first)) * (width - margin.left - margin.right)
  const y = (value: number) =>
    height -
    margin.bottom -
    ((Math.log10(value) - low) / (high - low)) * (height - margin.top - margin.bottom)
  const decades = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index))
  const curves = steps.map((step, index) => {
    const points = sizes.filter((size) => Number.isFinite(seconds(step, size)))
    const places = points.map((size) => ({ x: x(size), y: y(seconds(step, size)) }))
    return { step, colour: colours[index] as string, places, end: places.at(-1) }
  })
  const lines = spread(curves).map(({ step, colour, places, end, label }) => {
    const path = places.map((place) => `${place.x},${place.y}`).join(' ')
    const name = end ? text(end.x + 8, label + 4, step, 'start') : ''
    return `<g fill="${colour}"><polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${name}</g>`
  })
  const linear = `${x(10 ** first)},${y(10 ** low)} ${x(10 ** Math.min(last, first + high - low))},${y(10 ** Math.min(high, low + last - first))}`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12">
<rect width="${width}" height="${height}" fill="#fff"/>
${text(margin.left, 22, 'Seconds of CPU by operations; the dotted line grows linearly', 'start')}
${decades.map((value) => `<path d="M${margin.left} ${y(value)}H${width - margin.right}" stroke="#ddd"/>${text(margin.left - 8, y(value) + 4, `${value} s`, 'end')}`).join('\n')}
${sizes.map((size) => text(x(size), height - margin.bottom + 20, size.toLocaleString('en-US'), 'middle')).join('\n')}
<polyline points="${linear}" fill="none" stroke="#999" stroke-dasharray="2 4"/>
${lines.join('\n')}
</svg>
`
}

/** Labels of lines that end close together are placed below each other. */
function spread<C extends { end: { y: number } | undefined }>(
  curves: readonly C[],
): (C & { label: number })[] {
  let lowest = Number.NEGATIVE_INFINITY
  return curves
    .toSorted((one, other) => (one.end?.y ?? 0) - (other.end?.y ?? 0))
    .map((curve) => {
      lowest = Math.max(curve.end?.y ?? 0, lowest + 14)
      return { ...curve, label: lowest }
    })
}

function text(x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}">${words}</text>`
}
