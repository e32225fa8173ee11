import type { CustomerUser, CustomerUserInput } from '@clientele/types'
import { type FormEvent, useState } from 'react'
import { explain } from '../failures.ts'
import { Copy, Dice } from '../ui/icons.tsx'
import { Dialog, Field, FormButtons, FormFailure } from '../ui/parts.tsx'
import { tell } from '../ui/toasts.tsx'
import { nameOf, useCreateUser, useUpdateUser } from './changes.ts'
import { makePassword } from './password.ts'

interface FormProps {
  tenantId: string
  onClose: () => void
}

const attributes = { objectType: 'CustomerUser' }
const fields = [
  { name: 'firstName', label: 'First name', hint: undefined },
  { name: 'lastName', label: 'Last name', hint: undefined },
  { name: 'userPrincipalName', label: 'Sign-in name', hint: undefined },
  {
    name: 'usageLocation',
    label: 'Usage location',
    hint: 'Two letters, such as GB. Licences are counted there.',
  },
] as const

/** Only what the user changed: somebody else may have changed the rest in the meantime. */
function changesIn(form: FormData, user: CustomerUser | undefined): CustomerUserInput {
  const text = (name: string) => `${form.get(name) ?? ''}`.trim()
  const changed = fields.filter(({ name }) => text(name) !== (user?.[name] ?? ''))
  const body: CustomerUserInput = Object.fromEntries(changed.map(({ name }) => [name, text(name)]))
  // No documentation page says that the display name follows the name, so both are sent.
  const hasNewName = body.firstName !== undefined || body.lastName !== undefined
  const displayName = `${text('firstName')} ${text('lastName')}`.trim()
  return { ...body, ...(hasNewName && { displayName }) }
}

interface UserFormProps extends FormProps {
  /** The part of a sign-in name after the at sign. */
  domain: string | undefined
  /** If missing, the form creates a user. */
  user: CustomerUser | undefined
}

export function UserForm({ tenantId, domain, user, onClose }: UserFormProps) {
  const create = useCreateUser()
  const update = useUpdateUser()
  const [password, setPassword] = useState(makePassword)
  const { error, isPending, isPaused } = user ? update : create
  const failure = error ? explain(error) : undefined
  const isNamed = [...fields, { name: 'password' }].some(({ name }) => failure?.fields[name])

  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const changes = changesIn(form, user)
    const body = { ...changes, attributes }
    const onSuccess = () => {
      onClose()
      tell(user ? 'The change is saved.' : `${nameOf(body)} can sign in.`)
    }
    if (user && Object.keys(changes).length === 0) return onClose()
    if (user) return update.mutate({ customer_id: tenantId, user_id: user.id, body }, { onSuccess })
    const passwordProfile = { password, forceChangePassword: form.has('forceChangePassword') }
    create.mutate({ customer_id: tenantId, body: { ...body, passwordProfile } }, { onSuccess })
  }
  const defaults: Partial<CustomerUser> = user ?? { userPrincipalName: domain ? `@${domain}` : '' }
  return (
    <Dialog title={user ? `Edit ${nameOf(user)}` : 'Add user'} onClose={onClose}>
      <form onSubmit={save} noValidate>
        {!isNamed && <FormFailure failure={failure} />}
        <div className="pair">
          {fields.slice(0, 2).map((field) => textField(field, failure?.fields, defaults))}
        </div>
        {fields.slice(2).map((field) => textField(field, failure?.fields, defaults))}
        {!user && <PasswordField value={password} change={setPassword} error={failure?.fields.password} />}
        <FormButtons
          onClose={onClose}
          isPending={isPending}
          isPaused={isPaused}
          label={user ? 'Save' : 'Add user'}
        />
      </form>
    </Dialog>
  )
}

const textField = (
  { name, label, hint }: (typeof fields)[number],
  errors: Record<string, string> | undefined,
  defaults: Partial<CustomerUser>,
) => (
  <Field key={name} label={label} error={errors?.[name]} {...(hint && { hint })}>
    {(props) => <input {...props} name={name} defaultValue={defaults[name] ?? ''} autoComplete="off" />}
  </Field>
)

export function PasswordForm({ tenantId, user, onClose }: FormProps & { user: CustomerUser }) {
  const update = useUpdateUser()
  const [password, setPassword] = useState(makePassword)
  const failure = update.error ? explain(update.error) : undefined
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const forceChangePassword = new FormData(event.currentTarget).has('forceChangePassword')
    const body: CustomerUserInput = { passwordProfile: { password, forceChangePassword }, attributes }
    update.mutate(
      { customer_id: tenantId, user_id: user.id, body },
      {
        onSuccess: () => {
          onClose()
          tell(`${nameOf(user)} has a new password.`)
        },
      },
    )
  }
  return (
    <Dialog title={`New password for ${nameOf(user)}`} onClose={onClose}>
      <form onSubmit={save} noValidate>
        {!failure?.fields.password && <FormFailure failure={failure} />}
        <PasswordField value={password} change={setPassword} error={failure?.fields.password} />
        <FormButtons
          onClose={onClose}
          isPending={update.isPending}
          isPaused={update.isPaused}
          label="Set password"
        />
      </form>
    </Dialog>
  )
}

interface PasswordProps {
  value: string
  change: (value: string) => void
  error: string | undefined
}

function PasswordField({ value, change, error }: PasswordProps) {
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    tell('The password is copied.')
  }
  return (
    <>
      <Field
        label="Password"
        hint="Shown once, so pass it on now. It is never stored or logged here."
        error={error}
      >
        {(props) => (
          <div className="with-buttons">
            <input
              {...props}
              className="mono"
              name="password"
              value={value}
              autoComplete="off"
              spellCheck={false}
              onChange={({ target }) => change(target.value)}
            />
            <button
              type="button"
              className="icon-button"
              aria-label="Make another password"
              onClick={() => change(makePassword())}
            >
              <Dice />
            </button>
            <button
              type="button"
              className="icon-button"
              aria-label="Copy the password"
              onClick={() => void copy()}
            >
              <Copy />
            </button>
          </div>
        )}
      </Field>
      <label className="check">
        <input type="checkbox" name="forceChangePassword" defaultChecked />
        <span>Must be changed at the next sign-in</span>
      </label>
    </>
  )
}
