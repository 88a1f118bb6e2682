import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tolerateMovedNodes } from './moved-nodes';

/** The methods are replaced for one parent only, and not for the nodes of the test runner. */
function family() {
  const parent = document.createElement('div');
  parent.innerHTML = '<i></i><b></b><u></u>';
  const [first, second, third] = [...parent.children] as [Element, Element, Element];
  const methods = Object.create(Node.prototype) as Node;
  tolerateMovedNodes(methods);
  return {
    parent,
    first,
    second,
    third,
    remove: (child: Node) => methods.removeChild.call(parent, child),
    insert: (child: Node, next?: Node | null) => methods.insertBefore.call(parent, child, next as Node | null),
  };
}

function wrap(node: Element): Element {
  const wrapper = document.createElement('span');
  node.replaceWith(wrapper);
  wrapper.append(node);
  return wrapper;
}

describe('removing a child', () => {
  let nodes: ReturnType<typeof family>;
  beforeEach(() => {
    nodes = family();
  });

  it('that is in its place works as ever', () => {
    expect(nodes.remove(nodes.second)).toBe(nodes.second);
    expect(nodes.parent.innerHTML).toBe('<i></i><u></u>');
  });

  it('that was wrapped removes it from the wrapper', () => {
    wrap(nodes.second);
    nodes.remove(nodes.second);
    expect(nodes.parent.innerHTML).toBe('<i></i><span></span><u></u>');
  });

  it('that was removed before does nothing', () => {
    nodes.second.remove();
    expect(nodes.remove(nodes.second)).toBe(nodes.second);
    expect(nodes.parent.innerHTML).toBe('<i></i><u></u>');
  });
});

describe('inserting a child', () => {
  let nodes: ReturnType<typeof family>;
  const added = document.createElement('s');
  beforeEach(() => {
    nodes = family();
  });
  afterEach(() => added.remove());

  it.each([
    ['before a child works as ever', () => nodes.second, '<i></i><s></s><b></b><u></u>'],
    ['at the end works as ever', () => null, '<i></i><b></b><u></u><s></s>'],
    ['before undefined works as ever', () => undefined, '<i></i><b></b><u></u><s></s>'],
  ])('%s', (_case, next, html) => {
    expect(nodes.insert(added, next())).toBe(added);
    expect(nodes.parent.innerHTML).toBe(html);
  });

  it('before one that was wrapped, however often, inserts it before the wrapper', () => {
    wrap(wrap(nodes.second));
    nodes.insert(added, nodes.second);
    expect(nodes.parent.innerHTML).toBe('<i></i><s></s><span><span><b></b></span></span><u></u>');
  });

  it.each([
    ['removed', () => nodes.second.remove()],
    ['moved elsewhere', () => document.createElement('div').append(nodes.second)],
  ])('before one that was %s inserts it at the end', (_case, move) => {
    move();
    nodes.insert(added, nodes.second);
    expect(nodes.parent.innerHTML).toBe('<i></i><u></u><s></s>');
  });
});
