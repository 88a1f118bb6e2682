/** `ctx.info.selectionSetList` and `selectionSetGraphQL`, and data limited to a selection. */
import {
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  print,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export type Fragments = Record<string, FragmentDefinitionNode>;

/**
 * Replaces fragments by their selections.
 *
 * @param appliesTo decides by the type of a fragment
 * @param seen fragments that were visited, since nested fragments that are spread twice would take exponential time
 */
function* fieldsOf(
  set: SelectionSetNode | undefined,
  fragments: Fragments,
  appliesTo: (typeName: string | undefined) => boolean,
  seen = new Set<unknown>(),
): Generator<FieldNode> {
  for (const selection of set?.selections ?? []) {
    if (selection.kind === Kind.FIELD) {
      yield selection;
      continue;
    }
    const fragment = fragmentOf(selection, fragments);
    if (!fragment || seen.has(fragment.selectionSet) || !appliesTo(fragment.typeName)) continue;
    seen.add(fragment.selectionSet);
    yield* fieldsOf(fragment.selectionSet, fragments, appliesTo, seen);
  }
}

function fragmentOf(selection: Exclude<SelectionNode, FieldNode>, fragments: Fragments) {
  const node = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
  return node && { typeName: node.typeCondition?.name.value, selectionSet: node.selectionSet };
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const responseKey = (field: FieldNode) => field.alias?.value ?? field.name.value;

/** Fields by their key in the response. Repeated fields are merged. */
export function mergeByResponseKey(fields: readonly FieldNode[]): Map<string, FieldNode> {
  const merged = new Map<string, FieldNode>();
  for (const field of fields) {
    const earlier = merged.get(responseKey(field))?.selectionSet;
    const selectionSet =
      earlier && field.selectionSet
        ? { ...earlier, selections: [...earlier.selections, ...field.selectionSet.selections] }
        : field.selectionSet;
    merged.set(responseKey(field), { ...field, selectionSet });
  }
  return merged;
}

export interface SelectionSet {
  selectionSetList: string[];
  selectionSetGraphQL: string;
}

const known = new WeakMap<FieldNode, SelectionSet>();

/** @param type - the type of the field. For an interface or union, only its own fields are listed. */
export function selectionSetOf(field: FieldNode, type: GraphQLNamedType, fragments: Fragments): SelectionSet {
  const earlier = known.get(field);
  if (earlier) return earlier;
  const list: string[] = [];
  const collect = (set: SelectionSetNode | undefined, parent: GraphQLNamedType, prefix: string) => {
    const appliesTo = (name: string | undefined) =>
      name === undefined || name === parent.name || !isAbstractType(parent);
    for (const child of fieldsOf(set, fragments, appliesTo)) {
      const path = prefix + responseKey(child);
      if (!list.includes(path)) list.push(path);
      const definition = isObjectType(parent) ? parent.getFields()[child.name.value] : undefined;
      if (definition) collect(child.selectionSet, getNamedType(definition.type), `${path}/`);
    }
  };
  collect(field.selectionSet, type, '');
  const result = {
    selectionSetList: list,
    selectionSetGraphQL: field.selectionSet ? print(field.selectionSet) : '',
  };
  known.set(field, result);
  return result;
}

/** The names under which `select` reads and writes a field. */
interface Naming {
  from(field: FieldNode): string;
  to(field: FieldNode): string;
}

/** For the data of `util.error`: reads field names and writes response keys. */
export const bySelection: Naming = { from: (field) => field.name.value, to: responseKey };
/** For events: reads response keys of the mutation and writes field names. */
export const byFieldName: Naming = { from: responseKey, to: (field) => field.name.value };

/** Limits plain data to a selection set, at any depth. */
export function selectFields(
  value: unknown,
  set: SelectionSetNode | undefined,
  fragments: Fragments,
  naming: Naming,
): unknown {
  if (!set || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => selectFields(item, set, fragments, naming));
  const source = value as Record<string, unknown>;
  const selected: Record<string, unknown> = {};
  for (const field of fieldsOf(set, fragments, () => true)) {
    const from = naming.from(field);
    const to = naming.to(field);
    if (!Object.hasOwn(source, from)) continue;
    const part = selectFields(source[from], field.selectionSet, fragments, naming);
    // A field may be selected several times with different subfields.
    selected[to] = isPlainObject(selected[to]) && isPlainObject(part) ? { ...selected[to], ...part } : part;
  }
  return selected;
}
