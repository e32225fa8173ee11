import { codeSamples, type SampleRequest } from '@clientele/code-samples'
import { answerView, colour, resetHint } from './answer-view.ts'
import type { FormBody, TryItData } from './data.ts'
import { type Destination, givenBaseUrl, mockBaseUrl, pageBaseUrl, servedByMock } from './destination.ts'
import { FormProblem, formRequest } from './form-request.ts'
import { keptWorld } from './kept-world.ts'
import type { MockBehind } from './mock-behind.ts'
import { offerKeys } from './offered-keys.ts'
import { type Collection, choicesOf, collectionsFor } from './records.ts'
import type { Answer } from './send.ts'
import { servedMock } from './tried-mock.ts'

/** The mock takes any token; this one says in its log where the call came from. */
const mockToken = 'try-it'

/** The form that sends the operation of its page. The samples of the page follow what is typed. */
export class Form {
  readonly #root: HTMLElement
  readonly #isBeside: () => boolean
  readonly #data: TryItData
  /** Whether the mock has served the page. */
  readonly #served: boolean
  /** Set with the first request to it. */
  #mock: Promise<MockBehind> | undefined

  /**
   * @param root - has the form, its data, and places for the answer and the panel of the mock.
   * @param isBeside - whether there is room for the answer beside the form.
   */
  constructor(root: HTMLElement, isBeside: () => boolean) {
    this.#root = root
    this.#isBeside = isBeside
    this.#data = JSON.parse(this.#part('script').textContent ?? '') as TryItData
    this.#served = servedByMock(document)
    if (this.#served) this.#becomeMockForm()
    else this.#offerPlaces()
    if (this.#data.body) this.#prepareBody(this.#data.body)
    for (const input of root.querySelectorAll<HTMLInputElement>('[data-several]')) offerSeveral(input)
    offerKeys(root, this.#data, this.#known())
    this.#form.addEventListener('input', () => this.showSamples())
    this.#form.addEventListener('focusin', ({ target }) => {
      if (target instanceof Element && target.closest('.place-path')) void this.#offerKeys()
    })
  }

  /** Offers the ids of the records that exist by now. */
  async #offerKeys(): Promise<void> {
    const { api, target } = this.#data
    if (this.#mock) return (await this.#mock).offer()
    const now = this.#served ? await choicesOf(servedMock, api, target.path) : undefined
    offerKeys(this.#root, this.#data, now ?? this.#known())
  }

  /** What the page knows without asking a mock. */
  #known(): readonly Collection[] {
    const { api, target, records } = this.#data
    const { '/__mock/state': kept } = this.#served ? {} : keptWorld()
    return kept ? collectionsFor(kept, api, target.path) : records
  }

  get #form(): HTMLFormElement {
    return this.#part<HTMLFormElement>('form')
  }

  get #answer(): HTMLElement {
    return this.#part('.answer')
  }

  #part<T extends HTMLElement>(selector: string): T {
    const part = this.#root.querySelector<T>(selector)
    if (!part) throw new Error(`The form has no ${selector}.`)
    return part
  }

  #becomeMockForm(): void {
    this.#part('.places').hidden = true
    this.#part('.to-mock').hidden = false
    this.#part('[data-token]').hidden = false
    this.#part<HTMLInputElement>('[name=token]').value = mockToken
  }

  /** Shows the fields of another address when it is chosen. */
  #offerPlaces(): void {
    const show = () => {
      for (const name of ['[data-address]', '[data-token]']) this.#part(name).hidden = this.#inPage
    }
    this.#part('.places').addEventListener('change', show)
    show()
  }

  /** Whether a mock in the page answers. */
  get #inPage(): boolean {
    return !this.#served && this.#part<HTMLInputElement>('[name=where][value=page]').checked
  }

  #prepareBody({ examples, fields }: FormBody): void {
    const json = this.#part<HTMLTextAreaElement>('[name=body]')
    if (examples.length > 1) this.#offerExamples(examples, json)
    const button = this.#part<HTMLButtonElement>('.switch')
    button.hidden = fields.length === 0
    const place = this.#part('.body-fields')
    button.addEventListener('click', async () => {
      place.hidden = !place.hidden
      button.ariaPressed = String(!place.hidden)
      const { BodyFields } = await import('./body-fields.ts')
      if (place.childElementCount === 0) new BodyFields(place, json, fields)
    })
  }

  #offerExamples(examples: FormBody['examples'], json: HTMLTextAreaElement): void {
    const label = this.#part('[data-examples]')
    const select = this.#part<HTMLSelectElement>('[data-examples] select')
    label.hidden = false
    select.append(...examples.map((example) => new Option(example.label)))
    select.addEventListener('input', () => {
      json.value = examples[select.selectedIndex]?.text ?? json.value
      json.dispatchEvent(new Event('input', { bubbles: true }))
    })
  }

  #destination(): Destination {
    const { server } = this.#data.target
    if (this.#served) return { baseUrl: mockBaseUrl(location.origin, server), isMock: true }
    if (this.#inPage) return { baseUrl: pageBaseUrl(location.origin, server), isMock: true }
    const address = this.#part<HTMLInputElement>('[name=address]').value
    return { baseUrl: givenBaseUrl(address), isMock: false }
  }

  /** Sends what is typed, and shows the answer or what is wrong. */
  async submit(): Promise<void> {
    // A second click would write twice.
    if (this.#form.ariaBusy === 'true') return
    try {
      this.#complain('')
      const destination = this.#destination()
      const request = formRequest(this.#data, new FormData(this.#form), destination.baseUrl)
      if (!destination.isMock && request.method !== 'GET' && !(await this.#confirmed(request))) return
      await this.#send(request, destination.baseUrl)
    } catch (error) {
      this.#answer.hidden = true
      this.#complain(problemText(error))
    }
  }

  async #send(request: SampleRequest, baseUrl: string): Promise<void> {
    // The earlier answer does not belong to this request.
    this.#answer.hidden = true
    try {
      const mock = this.#inPage || this.#served ? await this.#mockBehind() : undefined
      this.#wait('Sending…')
      const { nextPage } = await import('./next-page.ts')
      const answer = await this.#answerOf(request, mock)
      const hint = mock ? resetHint(request.method, answer.status) : []
      this.#show(answer, hint, nextPage(answer, request, baseUrl), baseUrl)
      await mock?.follow()
    } finally {
      this.#wait('')
    }
  }

  async #answerOf(request: SampleRequest, mock: MockBehind | undefined): Promise<Answer> {
    const { send } = await import('./send.ts')
    try {
      return await send(request, this.#token, mock?.transport)
    } catch (error) {
      if (!mock || !(error instanceof TypeError)) throw error
      await mock.follow()
      throw new FormProblem('The connection was lost: no answer came.')
    }
  }

  get #token(): string {
    return this.#inPage ? mockToken : this.#part<HTMLInputElement>('[name=token]').value
  }

  /** Loaded at the first request. When that fails, the next request tries again. */
  #mockBehind(): Promise<MockBehind> {
    this.#mock ??= this.#loadMock().catch((error) => {
      this.#mock = undefined
      throw error
    })
    return this.#mock
  }

  async #loadMock(): Promise<MockBehind> {
    this.#wait(this.#served ? 'Sending…' : 'Loading the mock…')
    const { MockBehind } = await import('./mock-behind.ts')
    return MockBehind.open(this.#root, this.#data, this.#served)
  }

  #show(answer: Answer, hint: Node[], next: SampleRequest | undefined, baseUrl: string): void {
    this.#answer.replaceChildren(
      ...answerView(answer, this.#data.errors),
      ...hint,
      ...(next ? [this.#nextButton(next, baseUrl)] : []),
    )
    this.#part('.progress').textContent = ''
    this.#answer.hidden = false
    this.#scrollToAnswer()
  }

  #scrollToAnswer(): void {
    const answer = this.#answer
    const details = this.#part('details')
    const { offsetTop, offsetHeight } = answer
    if (!this.#isBeside()) answer.scrollIntoView({ block: 'nearest' })
    else details.scrollTop = Math.min(offsetTop, offsetTop + offsetHeight - details.clientHeight)
  }

  #nextButton(next: SampleRequest, baseUrl: string): HTMLButtonElement {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'button quiet'
    button.textContent = 'Next page'
    button.addEventListener('click', () => {
      this.#send(next, baseUrl).catch((error: unknown) => this.#complain(problemText(error)))
    })
    return button
  }

  /** @param told - what the reader is told meanwhile; an empty text ends the waiting. */
  #wait(told: string): void {
    this.#form.ariaBusy = String(told !== '')
    this.#part('.progress').textContent = told
  }

  /** Asks the reader before a write goes to anything but the mock. */
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

  /** Writes the typed call into the samples. Incomplete input leaves them as they are; sending it says what is wrong. */
  showSamples(): void {
    let request: SampleRequest
    try {
      request = formRequest(this.#data, new FormData(this.#form), this.#shownBaseUrl())
    } catch {
      return
    }
    for (const { label, source } of codeSamples(request)) {
      const code = document.querySelector<HTMLElement>(`.samples [data-label="${label}"] code`)
      if (!code || code.textContent === source) continue
      code.textContent = source
      void colour(code, code.parentElement?.dataset.language ?? '')
    }
  }

  /** Until there is an address, the samples call the API itself. */
  #shownBaseUrl(): string {
    try {
      return this.#destination().baseUrl
    } catch {
      return this.#data.target.server
    }
  }
}

/** Offers the words of a list one after the other. A browser offers only what completes the whole field. */
function offerSeveral(input: HTMLInputElement): void {
  const options = [...(input.list?.options ?? [])]
  const words = options.map(({ value }) => value)
  input.addEventListener('input', () => {
    const before = input.value.replace(/[^,]*$/, '')
    for (const [index, option] of options.entries()) option.value = before + words[index]
  })
}

function problemText(error: unknown): string {
  if (error instanceof FormProblem) return error.message
  // fetch gives no reason but TypeError, so that pages learn nothing about other origins.
  if (error instanceof TypeError) {
    return 'No answer. Is the address right, is the server up, and does it allow calls from this page (CORS)?'
  }
  return String(error)
}
