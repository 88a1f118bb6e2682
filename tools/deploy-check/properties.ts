/** Compares resources with AWS's specification of their properties, from the package `@aws-cdk/aws-service-spec`. */
import type { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { intrinsicOf, resourcesOf, type Template } from './templates';

type Specification = ReturnType<typeof loadAwsServiceSpecSync>;

const lookup = (specification: Specification, type: string) =>
  specification.lookup('resource', 'cloudFormationType', 'equals', type);

type Properties = ReturnType<typeof lookup>[number]['properties'];
type PropertyType = Properties[string]['type'];

/** CloudFormation computes the value. */
const isComputed = (value: unknown) => intrinsicOf(value) !== undefined;

/** @returns one line for each property that is unknown, missing or of another type */
export function checkProperties(templates: Template[], specification: Specification): string[] {
  return resourcesOf(templates).flatMap(({ at, Type, Properties: values }) => {
    // Custom resources have properties of their own.
    if (!Type.startsWith('AWS::')) return [];
    const [resource] = lookup(specification, Type);
    if (!resource) return [`${at}: this type does not exist`];
    return checkObject(values, resource.properties, '', specification).map((problem) => `${at}: ${problem}`);
  });
}

function checkObject(
  values: Record<string, unknown>,
  properties: Properties,
  path: string,
  specification: Specification,
): string[] {
  const missing = Object.entries(properties)
    .filter(([name, { required }]) => required && values[name] === undefined)
    .map(([name]) => `${path}${name} is missing`);
  const wrong = Object.entries(values).flatMap(([name, value]) => {
    const property = properties[name];
    return property
      ? checkValue(value, property.type, `${path}${name}`, specification)
      : [`${path}${name} is not a property`];
  });
  return [...missing, ...wrong];
}

function checkValue(value: unknown, type: PropertyType, path: string, specification: Specification): string[] {
  if (isComputed(value) || type.type === 'json') return [];
  const expected = (what: string) => [`${path} must be ${what}, but is ${JSON.stringify(value)}`];
  switch (type.type) {
    case 'string':
    case 'date-time':
      // CloudFormation converts numbers and booleans.
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
        return expected('a string');
      }
      return 'allowedValues' in type && type.allowedValues && !type.allowedValues.includes(String(value))
        ? expected(`one of ${type.allowedValues.join(', ')}`)
        : [];
    case 'number':
    case 'integer':
      return typeof value === 'object' || typeof value === 'boolean' || Number.isNaN(Number(value))
        ? expected('a number')
        : [];
    case 'boolean':
      return ['true', 'false'].includes(String(value)) ? [] : expected('true or false');
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((element, index) => checkValue(element, type.element, `${path}[${index}]`, specification))
        : expected('a list');
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([key, element]) =>
            checkValue(element, type.element, `${path}.${key}`, specification),
          )
        : expected('an object');
    case 'tag':
      return isObject(value) && 'Key' in value && 'Value' in value ? [] : expected('a key and a value');
    case 'ref': {
      if (!isObject(value)) return expected('an object');
      const { properties } = specification.get('typeDefinition', type.reference);
      return checkObject(value, properties, `${path}.`, specification);
    }
    case 'union': {
      const problems = type.types.map((choice) => checkValue(value, choice, path, specification));
      return problems.find((found) => found.length === 0) ?? problems[0] ?? [];
    }
    default:
      return [];
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
