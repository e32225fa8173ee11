import { curlSample, type SampleRequest, typescriptSample } from '@clientele/code-samples'
import { answerView } from './answer-view.ts'
import type { TryItData } from './data.ts'
import { type Destination, givenBaseUrl, mockBaseUrl, servedByMock } from './destination.ts'
import { FormProblem, formRequest } from './form-request.ts'
import { send } from './send.ts'

/** Any token opens the mock; this one says in its log where the call came from. */
const mockToken = 'try-it'

/** The form that sends the operation of its page. */
class TryIt extends HTMLElement {
  #data!: TryItData
  #mock!: boolean

  connectedCallback(): void {
    this.#data = JSON.parse(this.#part('script').textContent ?? '') as TryItData
    this.#mock = servedByMock(document)
    if (this.#mock) this.#becomeMockForm()
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.#submit()
    })
    this.#form.addEventListener('input', () => this.#showEquivalent())
    this.#showEquivalent()
  }

  get #form(): HTMLFormElement {
    return this.#part<HTMLFormElement>('form')
  }

  get #answer(): HTMLElement {
    return this.#part('.answer')
  }

  #part<T extends HTMLElement>(selector: string): T {
    const part = this.querySelector<T>(selector)
    if (!part) throw new Error(`The form has no ${selector}.`)
    return part
  }

  #becomeMockForm(): void {
    this.#part('[data-outside]').hidden = true
    this.#part('.to-mock').hidden = false
    this.#part<HTMLInputElement>('[name=token]').value = mockToken
  }

  #destination(): Destination {
    if (this.#mock) return { baseUrl: mockBaseUrl(location.origin, this.#data.target.server), isMock: true }
    const address = this.#part<HTMLInputElement>('[name=address]').value
    return { baseUrl: givenBaseUrl(address), isMock: false }
  }

  async #submit(): Promise<void> {
    // A write that was clicked twice would be two writes.
    if (this.#form.ariaBusy === 'true') return
    try {
      this.#complain('')
      const destination = this.#destination()
      const request = formRequest(this.#data, new FormData(this.#form), destination.baseUrl)
      if (!destination.isMock && request.method !== 'GET' && !(await this.#confirmed(request))) return
      await this.#send(request)
    } catch (error) {
      this.#answer.hidden = true
      this.#complain(problemText(error))
    }
  }

  async #send(request: SampleRequest): Promise<void> {
    // The answer before is none to this request.
    this.#answer.hidden = true
    this.#wait(true)
    try {
      const answer = await send(request, this.#part<HTMLInputElement>('[name=token]').value)
      this.#answer.replaceChildren(...answerView(answer))
      this.#answer.hidden = false
    } finally {
      this.#wait(false)
    }
  }

  #wait(waiting: boolean): void {
    this.#form.ariaBusy = String(waiting)
    this.#part('.progress').textContent = waiting ? 'Sending…' : ''
  }

  /** Asks before anything that is not a read leaves for anything that is not the mock. */
  #confirmed(request: SampleRequest): Promise<boolean> {
    const dialog = this.#part<HTMLDialogElement>('.confirm')
    const question = dialog.querySelector('p')
    if (question) question.textContent = `${request.method} ${request.url} changes real data. Send it?`
    dialog.returnValue = 'cancel'
    dialog.showModal()
    return new Promise((resolve) => {
      dialog.addEventListener('close', () => resolve(dialog.returnValue === 'send'), { once: true })
    })
  }

  #complain(text: string): void {
    this.#part('.problem').textContent = text
  }

  #showEquivalent(): void {
    const form = new FormData(this.#form)
    for (const block of this.querySelectorAll<HTMLElement>('.equivalent pre')) {
      try {
        const request = formRequest(this.#data, form, this.#shownBaseUrl())
        block.textContent =
          block.dataset.language === 'curl' ? curlSample(request) : typescriptSample(request)
      } catch (error) {
        block.textContent = problemText(error)
      }
    }
  }

  /** Before an address is given, the samples speak to the API itself. */
  #shownBaseUrl(): string {
    try {
      return this.#destination().baseUrl
    } catch {
      return this.#data.target.server
    }
  }
}

function problemText(error: unknown): string {
  if (error instanceof FormProblem) return error.message
  // fetch says nothing more than TypeError, by design: the reason could tell about other origins.
  if (error instanceof TypeError) {
    return 'No answer. Is the address right, is the server up, and does it allow calls from this page (CORS)?'
  }
  return String(error)
}

export function defineTryIt(): void {
  customElements.define('try-it', TryIt)
}
