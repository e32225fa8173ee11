import type { ContentTypeFault } from '../fault-plan.ts'
import { withContentType } from './headers.ts'
import type { MakeEffect } from './kind.ts'

export const contentType: MakeEffect<ContentTypeFault> = ({ contentType }) => {
  return () => ({
    alter: (answer) => {
      if (answer.body === undefined) return answer
      return { ...answer, headers: withContentType(answer.headers, contentType) }
    },
    why: `content type ${contentType}`,
  })
}
