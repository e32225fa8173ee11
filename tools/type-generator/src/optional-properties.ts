import ts from 'typescript'

/**
 * Lets every optional property be `undefined` as well. With `exactOptionalPropertyTypes`, a caller could not pass on
 * a value that may be missing; a property that is `undefined` is never sent.
 */
export function allowUndefined<Node extends ts.Node>(node: Node): Node {
  const visit = (each: ts.Node): ts.Node => {
    const inner = ts.visitEachChild(each, visit, undefined)
    if (!ts.isPropertySignature(inner) || !inner.questionToken || !inner.type) return inner
    if (inner.type.kind === ts.SyntaxKind.NeverKeyword) return inner
    const missing = ts.factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword)
    const types = ts.isUnionTypeNode(inner.type) ? inner.type.types : [inner.type]
    const type = ts.factory.createUnionTypeNode([...types, missing])
    return ts.factory.updatePropertySignature(inner, inner.modifiers, inner.name, inner.questionToken, type)
  }
  return visit(node) as Node
}
