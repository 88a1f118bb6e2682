import { describe, expect, it } from 'vitest';
import { noValue, resolve, type Scope } from './intrinsics';

const scope: Scope = {
  ref: (name) => ({ 'AWS::Region': 'eu-west-1', 'AWS::NoValue': noValue, Table: 'Round-1', Names: ['a', 'b'] })[name],
  getAtt: (logicalId, attribute) => `${logicalId}'s ${attribute}`,
  condition: (name) => name === 'IsTrue',
};
const noValueRef = { Ref: 'AWS::NoValue' };

describe('a value without functions', () => {
  it.each([['text'], [''], [7], [0], [true], [false], [null], [[1, ['two']]], [{ a: { b: 'c' } }], [{}], [[]]])(
    '%j stays as it is',
    (value) => {
      expect(resolve(value, scope)).toEqual(value);
    },
  );
});

describe('a function', () => {
  it.each<[string, unknown, unknown]>([
    ['Ref', { Ref: 'Table' }, 'Round-1'],
    ['Ref to a list', { Ref: 'Names' }, ['a', 'b']],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['Table', 'Arn'] }, "Table's Arn"],
    ['Fn::GetAtt in its short form', { 'Fn::GetAtt': 'Table.Arn' }, "Table's Arn"],
    ['Fn::GetAtt of an output', { 'Fn::GetAtt': ['Nested', 'Outputs.TableArn'] }, "Nested's Outputs.TableArn"],
    ['Fn::GetAtt of a named attribute', { 'Fn::GetAtt': ['Table', { Ref: 'AWS::Region' }] }, "Table's eu-west-1"],
    ['Fn::Join', { 'Fn::Join': ['/', ['a', { Ref: 'Table' }, 'c']] }, 'a/Round-1/c'],
    ['Fn::Join of a list by reference', { 'Fn::Join': ['', { Ref: 'Names' }] }, 'ab'],
    ['Fn::Join leaves out AWS::NoValue', { 'Fn::Join': [',', ['a', noValueRef, 'b']] }, 'a,b'],
    ['Fn::Split', { 'Fn::Split': ['-', { Ref: 'Table' }] }, ['Round', '1']],
    ['Fn::Select', { 'Fn::Select': [1, ['a', { Ref: 'Table' }]] }, 'Round-1'],
    ['Fn::Select by text', { 'Fn::Select': ['0', { Ref: 'Names' }] }, 'a'],
    [
      'functions within functions',
      { 'Fn::Select': [1, { 'Fn::Split': ['-', { 'Fn::Join': ['-', ['x', 'y']] }] }] },
      'y',
    ],
    [
      'Fn::Sub',
      { 'Fn::Sub': 'in ${AWS::Region}: ${Table}, ${Table.Arn}, ${Nested.Outputs.X}' },
      "in eu-west-1: Round-1, Table's Arn, Nested's Outputs.X",
    ],
    [
      'Fn::Sub with its own names',
      { 'Fn::Sub': ['${Table} and ${Mine}', { Mine: { Ref: 'AWS::Region' } }] },
      'Round-1 and eu-west-1',
    ],
    ['Fn::Sub prefers its own names', { 'Fn::Sub': ['${Table}', { Table: 'mine' }] }, 'mine'],
    ['Fn::Sub does not change other text', { 'Fn::Sub': '${!Literal} $Table {Table}' }, '${Literal} $Table {Table}'],
    ['Fn::If with a true condition', { 'Fn::If': ['IsTrue', { Ref: 'Table' }, 'otherwise'] }, 'Round-1'],
    ['Fn::If with a false condition', { 'Fn::If': ['IsFalse', 'then', { Ref: 'Table' }] }, 'Round-1'],
    ['Condition', { Condition: 'IsTrue' }, true],
    ['Fn::Equals', { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] }, true],
    ['Fn::Equals of different values', { 'Fn::Equals': ['a', 'b'] }, false],
    ['Fn::Equals of a number and its text', { 'Fn::Equals': [1, '1'] }, true],
    ['Fn::Not', { 'Fn::Not': [{ Condition: 'IsTrue' }] }, false],
    ['Fn::And', { 'Fn::And': [{ Condition: 'IsTrue' }, { Condition: 'IsFalse' }] }, false],
    ['Fn::Or', { 'Fn::Or': [{ Condition: 'IsFalse' }, { Condition: 'IsTrue' }] }, true],
  ])('%s', (_, value, expected) => {
    expect(resolve(value, scope)).toEqual(expected);
    expect(resolve({ in: [{ deep: value }] }, scope)).toEqual({ in: [{ deep: expected }] });
  });

  it('evaluates only the branch that it takes', () => {
    expect(resolve({ 'Fn::If': ['IsTrue', 'then', { 'Fn::Unknown': [] }] }, scope)).toBe('then');
  });

  it('must be the only key of its object', () => {
    expect(resolve({ Condition: 'IsTrue', Effect: 'Allow' }, scope)).toEqual({ Condition: 'IsTrue', Effect: 'Allow' });
  });
});

describe('AWS::NoValue', () => {
  it('removes its property', () => {
    expect(resolve({ a: 1, b: noValueRef, c: { 'Fn::If': ['IsTrue', noValueRef, 2] } }, scope)).toEqual({ a: 1 });
  });

  it('removes its item from a list', () => {
    expect(resolve([1, noValueRef, 3], scope)).toEqual([1, 3]);
  });
});

describe('an error', () => {
  it.each([
    [
      'an unsupported function',
      { 'Fn::FindInMap': ['a', 'b', 'c'] },
      'The local backend does not support Fn::FindInMap.',
    ],
    ['a string instead of arguments', { 'Fn::Join': 'a' }, 'Fn::Join expects a list of arguments.'],
    ['a string instead of a list', { 'Fn::Join': [',', 'a'] }, 'Fn::Join expects a list.'],
    ['an index beyond the list', { 'Fn::Select': [2, ['a', 'b']] }, 'Fn::Select: the list has no item 2.'],
  ])('names %s', (_, value, message) => {
    expect(() => resolve(value, scope)).toThrow(message);
  });
});
