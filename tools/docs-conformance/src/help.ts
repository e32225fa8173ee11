export const HELP = `Checks that an OpenAPI description says what the documentation pages say.

npm run conformance -- [compare] [<folder of pages>] [options]
  Compares descriptions with pages: facts that are missing or contradicted, and what the description adds without
  an x-source. Each subfolder is named after its API (specs/<api>), or the folder itself is.
  Without a folder the descriptions are compared with the recorded facts (specs/<api>/facts.yaml).

  --api <name>          the API that all pages of the folder belong to
  --description <file>  a bundled description to compare with, instead of specs/dist/<api>.yaml; needs --api
  --known <file>        reviewed contradictions, instead of those beside the tool
  --record              write the facts of the pages into specs/<api>/facts.yaml
  --all                 list every fact with its place in the description, not the findings alone
  --json, --markdown    the report for programs, or for a pull request

npm run conformance -- facts <page or folder>… [--output <file>]
  Prints the facts as JSON, each with page, line and quote; then the places that the pages leave open, those that were
  not understood, those passed over, and how many places were looked at.

npm run conformance -- draft <page or folder>… [--title <title>] [--output <file> | --folder <folder>]
  Writes a first description from the pages of one API, as YAML: to standard output, into one file, or into a folder
  such as specs/<new-api> in the layout of this repository, one file for each path and schema.

Exit codes: 0 no findings, 1 findings, 2 called wrongly.`
