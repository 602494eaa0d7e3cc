import { describe, expect, it } from '@jest/globals';
import { inspectModel } from '../../src/formats/inspect.js';
import { memoryAccess } from './memory-access.js';

const text = (value: string): string => `X${String.fromCharCode(value.length)}\0\0\0${value}`;
const array = (value: number): string =>
  `cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\0\x85C\x01btR(K\x01K\x01\x85cnumpy\ndtype\n(${text('u1')}K\0K\x01tR(K\x03${text('|')}NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb\x89C\x01${String.fromCharCode(value)}tb`;
const key = 'ctorch.nn.parameter\nParameter\n)\x81';

describe('names of arrays', () => {
  it('tell entries apart whose keys have no text: states of an optimizer, by parameter', async () => {
    const state = `}(${key}}${text('step')}${array(1)}s${key}}${text('step')}${array(2)}su.`;
    const bytes = Buffer.from(`\x80\x03${state}`, 'latin1');
    const { status, contents } = await inspectModel('m.pkl', memoryAccess({ 'm.pkl': bytes }));
    expect(contents.tensors.map(({ name }) => name)).toEqual(['(object)#0.step', '(object)#1.step']);
    expect(status).toBe('complete');
  });
});
