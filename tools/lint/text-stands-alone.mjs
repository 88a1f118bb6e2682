/**
 * An ESLint rule: text that React may change has no siblings. React sets the text of an element that contains nothing
 * else, whatever others have put there. It keeps a text node beside other children and removes that node itself, which
 * fails if a translator has moved it: https://github.com/facebook/react/issues/11538
 */
import { AST_NODE_TYPES, ESLintUtils } from '@typescript-eslint/utils';
import ts from 'typescript';

/** @typedef {import('@typescript-eslint/utils').TSESTree.JSXChild} JSXChild */

export const textStandsAlone = ESLintUtils.RuleCreator.withoutDocs({
  meta: {
    type: 'problem',
    schema: [],
    defaultOptions: [],
    messages: {
      changing: 'This text has siblings. Put it into an element of its own, for example a <span>.',
      fragment: 'A fragment has no element for this text. Put it into one, for example a <span>.',
      static: 'This text stands beside children that come and go. Put it into an element of its own.',
    },
  },
  create(context) {
    const services = ESLintUtils.getParserServices(context);
    const checker = services.program.getTypeChecker();

    /** @param {JSXChild} child */
    const isText = (child) => {
      if (child.type === AST_NODE_TYPES.JSXText) return true;
      if (
        child.type !== AST_NODE_TYPES.JSXExpressionContainer ||
        child.expression.type === AST_NODE_TYPES.JSXEmptyExpression
      )
        return false;
      return mayBeText(services.getTypeAtLocation(child.expression));
    };

    /**
     * Whether a value may be rendered as text. `ReactNode` may, but whoever passes it decides.
     *
     * @param {ts.Type} type
     * @returns {boolean}
     */
    const mayBeText = (type) => {
      if (type.aliasSymbol?.name === 'ReactNode' || type.aliasSymbol?.name === 'AwaitedReactNode') return false;
      if (type.isUnion()) return type.types.some(mayBeText);
      if (type.isStringLiteral() && type.value === '') return false;
      if (checker.isArrayType(type))
        return checker.getTypeArguments(/** @type {ts.TypeReference} */ (type)).some(mayBeText);
      return (type.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike)) !== 0;
    };

    /** @param {import('@typescript-eslint/utils').TSESTree.JSXElement | import('@typescript-eslint/utils').TSESTree.JSXFragment} node */
    const check = (node) => {
      const children = node.children.filter(isRendered);
      const hasExpressions = children.some((child) => child.type === AST_NODE_TYPES.JSXExpressionContainer);
      for (const child of children.filter(isText)) {
        if (node.type === AST_NODE_TYPES.JSXFragment) context.report({ node: child, messageId: 'fragment' });
        else if (children.length === 1) return;
        else if (child.type === AST_NODE_TYPES.JSXExpressionContainer)
          context.report({ node: child, messageId: 'changing' });
        else if (hasExpressions) context.report({ node: child, messageId: 'static' });
      }
    };

    return { JSXElement: check, JSXFragment: check };
  },
});

/**
 * Whether React renders a child: not a comment, nor the line breaks between two children.
 *
 * @param {JSXChild} child
 */
function isRendered(child) {
  if (child.type === AST_NODE_TYPES.JSXText) return child.value.trim() !== '' || !child.value.includes('\n');
  return (
    child.type !== AST_NODE_TYPES.JSXExpressionContainer || child.expression.type !== AST_NODE_TYPES.JSXEmptyExpression
  );
}
