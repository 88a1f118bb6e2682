/**
 * CloudFormation's intrinsic functions that the CDK and Amplify use.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */

/** Resolves the names in a template. */
export interface Scope {
  ref(name: string): unknown;
  getAtt(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
}

/** The value of `AWS::NoValue`: a property or list item with this value is removed. */
export const noValue = Symbol('AWS::NoValue');

type Evaluate = (argument: unknown, scope: Scope) => unknown;

const text = (value: unknown, scope: Scope): string => String(resolve(value, scope));

function list(value: unknown, scope: Scope, name: string): unknown[] {
  const resolved = resolve(value, scope);
  if (!Array.isArray(resolved)) throw new TypeError(`${name} expects a list.`);
  return resolved;
}

/** Leaves the arguments unresolved, so that `Fn::If` evaluates only the branch that it takes. */
function args(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`${name} expects a list of arguments.`);
  return value;
}

function substitute(template: string, values: Record<string, unknown>, scope: Scope): string {
  return template.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    // `${!Literal}` is the text `${Literal}`.
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (Object.hasOwn(values, name)) return text(values[name], scope);
    const [logicalId = '', ...attribute] = name.split('.');
    return String(attribute.length > 0 ? scope.getAtt(logicalId, attribute.join('.')) : scope.ref(logicalId));
  });
}

const functions: Record<string, Evaluate> = {
  Ref: (name, scope) => scope.ref(String(name)),
  Condition: (name, scope) => scope.condition(String(name)),
  'Fn::GetAtt': (argument, scope) => {
    const path: unknown[] = Array.isArray(argument) ? argument : String(argument).split('.');
    const [logicalId, ...attribute] = path;
    return scope.getAtt(String(logicalId), attribute.map((part) => text(part, scope)).join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, values] = args(argument, 'Fn::Join');
    return list(values, scope, 'Fn::Join').join(String(separator));
  },
  'Fn::Split': (argument, scope) => {
    const [separator, value] = args(argument, 'Fn::Split');
    return text(value, scope).split(String(separator));
  },
  'Fn::Select': (argument, scope) => {
    const [index, values] = args(argument, 'Fn::Select');
    const value = list(values, scope, 'Fn::Select')[Number(text(index, scope))];
    if (value === undefined) throw new RangeError(`Fn::Select: the list has no item ${text(index, scope)}.`);
    return value;
  },
  'Fn::Sub': (argument, scope) => {
    if (typeof argument === 'string') return substitute(argument, {}, scope);
    const [template, values] = args(argument, 'Fn::Sub');
    return substitute(String(template), values as Record<string, unknown>, scope);
  },
  'Fn::If': (argument, scope) => {
    const [condition, then, otherwise] = args(argument, 'Fn::If');
    return resolve(scope.condition(String(condition)) ? then : otherwise, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(argument, scope, 'Fn::Equals');
    return String(left) === String(right);
  },
  'Fn::Not': (argument, scope) => !list(argument, scope, 'Fn::Not')[0],
  'Fn::And': (argument, scope) => list(argument, scope, 'Fn::And').every(Boolean),
  'Fn::Or': (argument, scope) => list(argument, scope, 'Fn::Or').some(Boolean),
};

/**
 * @param value a part of a template
 * @param scope resolves its names
 * @returns the value with every intrinsic function replaced by its result
 * @throws if a function is not supported
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== noValue);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [key, argument] = entries[0] ?? [];
  if (key !== undefined && entries.length === 1) {
    const evaluate = functions[key];
    if (evaluate) return evaluate(argument, scope);
    if (key.startsWith('Fn::')) throw new Error(`The local backend does not support ${key}.`);
  }
  return Object.fromEntries(
    entries.map(([name, item]) => [name, resolve(item, scope)]).filter(([, item]) => item !== noValue),
  );
}
