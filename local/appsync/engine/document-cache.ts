/** Caches parsed and validated documents, since clients repeat the same few. */
import {
  getOperationAST,
  Kind,
  Lexer,
  parse,
  Source,
  TokenKind,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { GraphqlApi } from '../../cloudformation/deployment';
import type { GraphqlError, GraphqlRequest } from '../graphql-engine';
import { errorTypes } from './errors';
import { depthOf } from './query-depth';
import { validationErrors } from './validation-messages';

/** "Maximum number of tokens in a query" in the AppSync quotas. */
const maxTokens = 15_000;
/** The limit of graphql-java for the nesting of a document. Deeper documents could overflow the stack. */
const maxNesting = 500;
const maxDocuments = 1_000;
/** Maximum number of characters of all cached documents. A parsed document is many times as large. */
const maxKeptCharacters = 2_000_000;

export interface ParsedDocument {
  document: DocumentNode;
  fragments: Record<string, FragmentDefinitionNode>;
  /** Whether any field has an alias. */
  hasAliases: boolean;
}

export interface Operation extends ParsedDocument {
  operation: OperationDefinitionNode;
  /** The root fields, including those in fragments. */
  rootFields: FieldNode[];
}

type Result<T> = T | { errors: GraphqlError[] };

const malformed = (message: string): GraphqlError => ({ message, errorType: errorTypes.malformed });

const opening = new Set<string>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing = new Set<string>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** Returns why a document is too large to be parsed, or undefined if it is not. */
function excessOf(query: string): string | undefined {
  const lexer = new Lexer(new Source(query));
  let nesting = 0;
  for (let count = 0; ; count += 1) {
    const { kind } = lexer.advance();
    if (kind === TokenKind.EOF) return undefined;
    if (count >= maxTokens) return `The query has more than ${maxTokens} tokens.`;
    if (opening.has(kind)) nesting += 1;
    if (closing.has(kind)) nesting -= 1;
    if (nesting > maxNesting) return `The query nests deeper than ${maxNesting} levels.`;
  }
}

type DocumentLimits = Pick<GraphqlApi, 'introspectionConfig' | 'queryDepthLimit'>;

export class DocumentCache {
  readonly #schema: GraphQLSchema;
  readonly #limits: DocumentLimits;
  readonly #known = new LRUCache<string, Result<ParsedDocument>>({
    max: maxDocuments,
    maxSize: maxKeptCharacters,
    sizeCalculation: (_, query) => Math.max(query.length, 1),
  });

  constructor(schema: GraphQLSchema, limits: DocumentLimits) {
    this.#schema = schema;
    this.#limits = limits;
  }

  /** Returns the operation of a request, or AppSync's errors. */
  operation({ query, operationName }: GraphqlRequest): Result<Operation> {
    const parsed = this.#parsed(query);
    if ('errors' in parsed) return parsed;
    const operation = getOperationAST(parsed.document, operationName || undefined);
    if (!operation) {
      const message = operationName
        ? `Unknown operation named '${operationName}'.`
        : 'Must provide operation name if query contains multiple operations.';
      return { errors: [{ path: null, locations: null, message }] };
    }
    const { queryDepthLimit = Infinity } = this.#limits;
    const depth = depthOf(operation.selectionSet, parsed.fragments);
    if (depth > queryDepthLimit) {
      const message = `The operation is ${depth} levels deep; the limit is ${queryDepthLimit}.`;
      return { errors: [{ path: null, locations: null, message, errorType: errorTypes.depthLimit }] };
    }
    return { ...parsed, operation, rootFields: fieldsIn(operation.selectionSet, parsed.fragments) };
  }

  #parsed(query: string): Result<ParsedDocument> {
    const known = this.#known.get(query);
    if (known) return known;
    const result = this.#read(query);
    this.#known.set(query, result);
    return result;
  }

  #read(query: string): Result<ParsedDocument> {
    let document: DocumentNode;
    try {
      const excess = excessOf(query);
      if (excess) return { errors: [malformed(excess)] };
      document = parse(query);
    } catch {
      return { errors: [malformed('Unable to parse GraphQL query.')] };
    }
    const errors = validationErrors(this.#schema, document, this.#limits.introspectionConfig);
    if (errors.length > 0) return { errors };

    let hasAliases = false;
    visit(document, { Field: (field) => void (hasAliases ||= field.alias !== undefined) });
    const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    return {
      document,
      hasAliases,
      fragments: Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment])),
    };
  }
}

/** @param seen fragments that were visited, since nested fragments that are spread twice would take exponential time */
function fieldsIn(
  { selections }: SelectionSetNode,
  fragments: ParsedDocument['fragments'],
  seen = new Set<string>(),
): FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsIn(selection.selectionSet, fragments, seen);
    const fragment = fragments[selection.name.value];
    if (!fragment || seen.has(selection.name.value)) return [];
    seen.add(selection.name.value);
    return fieldsIn(fragment.selectionSet, fragments, seen);
  });
}
