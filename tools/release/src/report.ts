import type { Judgement } from './judge.ts'

/** The comparison of one API with its release, for a terminal or a log. */
export function renderJudgement({ api, version, released, draft, changes, waived, step }: Judgement): string {
  if (draft) return `${api.name}: a draft; drafts have no releases.`
  if (released === undefined) return `${api.name}: never released; nothing to compare with.`
  const from = `${api.name}: ${released} -> ${version ?? 'no version'}`
  if (changes.length + waived.length === 0) return `${from}, no change that a program can notice`
  const lines = changes.map(
    (change) => `  ${change.step.padEnd(5)}  ${change.message} For ${change.audience}.`,
  )
  const left = waived.map((change) => `  waived ${change.message}`)
  return [`${from}, the changes are ${step ?? 'all waived'}`, ...lines, ...left].join('\n')
}
