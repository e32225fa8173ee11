import { useEffect, useRef } from 'react'
import { Banner } from './banner.tsx'
import { Calls } from './calls.tsx'
import { Conditions } from './conditions.tsx'
import { CustomerPage } from './customers/customer-page.tsx'
import { CustomerList } from './customers/list.tsx'
import { useRoute } from './route.ts'
import { ThemeSwitch } from './theme.tsx'
import { Mark } from './ui/icons.tsx'
import { Toasts } from './ui/toasts.tsx'

export function App() {
  const id = useRoute()
  const main = useRef<HTMLElement>(null)
  const isFirst = useRef(true)
  // Moves the focus when the page changes, so that a screen reader starts there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page changes with the id
  useEffect(() => {
    if (!isFirst.current) main.current?.focus()
    isFirst.current = false
    scrollTo(0, 0)
  }, [id])
  return (
    <>
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        Skip to content
      </button>
      <header className="top">
        <div className="top-inner">
          <a className="brand" href="#/">
            <Mark /> Clientele <span className="brand-more">console</span>
          </a>
          <div className="top-tools">
            <Conditions />
            <ThemeSwitch />
          </div>
        </div>
      </header>
      <Banner />
      <main id="main" ref={main} tabIndex={-1}>
        {id === undefined ? <CustomerList /> : <CustomerPage key={id} id={id} />}
      </main>
      <Calls />
      <Toasts />
    </>
  )
}
